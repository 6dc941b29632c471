using System.Diagnostics;

namespace Trading.Benchmarks.Measures;

/// <summary>A measure whose memory and compiled code are nobody else's.</summary>
internal static class OwnProcess
{
    /// <summary>Hosts of the platform collect garbage so; this program, which replays most of the time, does not.</summary>
    private const string ServerCollection = "DOTNET_gcServer";

    public static bool IsHost => Environment.GetEnvironmentVariable(ServerCollection) is "1";

    public static void Run(params IEnumerable<string> arguments) => Run(new ProcessStartInfo(Environment.ProcessPath!, arguments));

    /// <summary>In a process that is set as the hosts are.</summary>
    public static void RunHost(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments);
        start.Environment[ServerCollection] = "1";
        Run(start);
    }

    private static void Run(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}.");
        }
    }
}
