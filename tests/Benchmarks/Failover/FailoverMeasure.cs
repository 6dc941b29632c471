using System.Diagnostics;
using Trading.Benchmarks.Measures;
using Trading.Benchmarks.Soak;
using Trading.Testing.Hosts;

namespace Trading.Benchmarks.Failover;

/// <summary>
/// Row "failover": PostgreSQL, two silos and the API as processes of their own; kill -9 of one silo after the other while strategies and people trade, and the time until
/// every session takes orders again.
/// </summary>
internal static class FailoverMeasure
{
    public const int KillsDefault = 4;

    private const double SecondsMax = 15;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);

    /// <summary>One person trades what many would.</summary>
    private static readonly Dictionary<string, string> Unlimited = new(StringComparer.Ordinal)
    {
        ["Trading__RateLimits__UserPerSecond"] = "1000000",
        ["Trading__RateLimits__AddressPerSecond"] = "1000000",
    };

    /// <summary>Built beside the benchmarks, in their own configuration.</summary>
    private static HostAssemblies Built
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return new HostAssemblies(Of("Api"), Of("Silo"));

            string Of(string host) => Path.Combine(folder.Parent!.Parent!.FullName, host, folder.Name, $"Trading.{host}.dll");
        }
    }

    /// <param name="kills">At least 1.</param>
    public static async Task RunAsync(int kills)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(kills, 1);
        Report.Head("failover (PostgreSQL, two silos, paper sessions on live-paced feeds)");
        await using var cluster = await HostCluster.StartAsync(Built, apiSettings: Unlimited);
        using var signIn = new SoakSignIn(cluster.ApiHost.Url!, PlatformSettings.AdminPassword);
        using var client = new SoakClient(cluster.ApiHost.Url!, signIn);
        var sessions = new SoakSessions(client);
        await sessions.StartAsync();
        using var traders = new FailoverTraders(cluster.ApiHost.Url!, signIn, sessions);
        traders.Begin();
        await Task.Delay(WarmUp);

        var back = new List<double>();
        for (var kill = 1; kill <= kills; kill++)
        {
            await Task.Delay(Quiet);
            var (silo, before, at) = (cluster.Silos[0], traders.Acknowledged.Count, Stopwatch.GetTimestamp());
            var next = await cluster.ReplaceAsync(silo);
            back.Add((await traders.AllBackAsync(at)).TotalSeconds);
            Report.Line($"{silo.Name} killed after {before} orders: every session takes orders again {back[^1]:0.0} s later");
            await next.ReadyAsync(ReadyLimit);
        }

        await traders.EndAsync();
        await sessions.StopAsync();
        var lost = await LostAsync(client, sessions, traders.Acknowledged);
        Report.Verdict($"kill -9 of one of two silos, {kills} times: orders again, at most", back.Max(), "s", "< 15", back.Max() < SecondsMax);
        Report.Verdict($"of {traders.Acknowledged.Count} orders acknowledged, lost", lost, "", "0", lost == 0);
    }

    private static async Task<int> LostAsync(SoakClient client, SoakSessions sessions, IReadOnlyCollection<string> acknowledged)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var session in sessions.Ids)
        {
            known.UnionWith((await client.AllAsync($"sessions/{session}/orders")).Select(order => (string)order["id"]!));
        }

        return acknowledged.Count(order => !known.Contains(order));
    }
}
