using System.Diagnostics;

namespace Trading.Testing;

/// <summary>PostgreSQL's own programs, run as a user that they accept: they refuse root.</summary>
internal static class PostgresTools
{
    private const string ServiceUser = "postgres";

    /// <exception cref="InvalidOperationException">PostgreSQL is not installed.</exception>
    public static string PathOf(string program) =>
        Folders().Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                $"PostgreSQL's {program} was not found under /usr/lib/postgresql/*/bin or in PATH: install the package 'postgresql' (make test does).");

    public static ProcessStartInfo AsServiceUser(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo
        {
            FileName = program,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        if (Environment.IsPrivilegedProcess)
        {
            start.FileName = "runuser";
            start.ArgumentList.Add("-u");
            start.ArgumentList.Add(ServiceUser);
            start.ArgumentList.Add("--");
            start.ArgumentList.Add(program);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(ProcessStartInfo start, string? input = null)
    {
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? (await output).Trim()
            : throw new InvalidOperationException($"{string.Join(' ', start.ArgumentList)} failed with {process.ExitCode}: {await errors}");
    }

    private static IEnumerable<string> Folders()
    {
        const string packages = "/usr/lib/postgresql";
        var installed = Directory.Exists(packages)
            ? Directory.GetDirectories(packages).OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))
            : [];
        return installed.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator));
    }
}
