using System.Diagnostics;
using Trading.Process.Tests.Platform;

[assembly: AssemblyFixture(typeof(PublishedOutput))]

// Each test starts processes of its own and measures times: side by side they would measure each other.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Trading.Process.Tests.Platform;

/// <summary>Both hosts as <c>make publish</c> lays them out for the images, made once for a run of the tests.</summary>
public sealed class PublishedOutput : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public string Api => AssemblyOf("Api");

    public string Silo => AssemblyOf("Silo");

    /// <summary>Where the words of the hosts are kept until the next run.</summary>
    public static string LogFolder => Path.Combine(Repository, "artifacts", "test-results", "hosts");

    /// <summary>The configuration that these tests were built in: the folder they lie in.</summary>
    private static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Name;

    private static string Repository { get; } = FindRepository();

    public async ValueTask InitializeAsync()
    {
        foreach (var host in new[] { "Api", "Silo" })
        {
            // What they refer to was built with these tests; the hosts themselves are built for the machine.
            await PublishAsync($"src/{host}");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task PublishAsync(string project)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Repository, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in new[] { "publish", project, "-c", Configuration, "--no-restore", "--nologo", "-v", "quiet" })
        {
            start.ArgumentList.Add(argument);
        }

        using var publish = System.Diagnostics.Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        using var limit = new CancellationTokenSource(Limit);
        var output = await publish.StandardOutput.ReadToEndAsync(limit.Token);
        await publish.WaitForExitAsync(limit.Token);
        Assert.True(publish.ExitCode == 0, $"dotnet publish {project} failed: {output}");
    }

    private static string AssemblyOf(string host) =>
        Path.Combine(Repository, "artifacts", "publish", host, Configuration, $"Trading.{host}.dll");

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orleans.Trading.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not lie in the repository.");
    }
}
