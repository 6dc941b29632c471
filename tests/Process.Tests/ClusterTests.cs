using System.Globalization;
using Trading.Process.Tests.Platform;

namespace Trading.Process.Tests;

/// <summary>PostgreSQL, two silos and the API as processes of their own.</summary>
public sealed class ClusterTests(PublishedOutput published, ITestOutputHelper output)
{
    private static readonly TimeSpan ProgressLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Same_session_has_the_same_fingerprint_on_sqlite_in_one_process_and_on_a_cluster()
    {
        await using var embedded = await EmbeddedPlatform.StartAsync(published);
        var alone = await ShortBacktestAsync(embedded.Api);
        Assert.Equal(0, await embedded.Host.StopAsync());
        await using var cluster = await ClusterPlatform.StartAsync(published);
        var together = await ShortBacktestAsync(cluster.Api);

        Assert.True(alone.RoundTrips > 0);
        Assert.Equal((alone.Fingerprint, alone.RoundTrips), (together.Fingerprint, together.RoundTrips));

        // The API first, as a rolling stop would do; nobody may need another to end.
        Assert.Equal(0, await cluster.ApiHost.StopAsync());
        foreach (var silo in cluster.Silos)
        {
            Assert.Equal(0, await silo.StopAsync());
        }
    }

    [Fact]
    public async Task Backtest_of_a_killed_silo_starts_anew_on_the_other_and_ends_as_if_undisturbed()
    {
        await using var cluster = await ClusterPlatform.StartAsync(published);
        var (undisturbed, session) = await LongBacktestAtWorkAsync(cluster);
        var worker = await WorkerOfAsync(cluster, session);

        await worker.KillAsync();

        await AssertEndsAsIfUndisturbedAsync(cluster, session, undisturbed);
        Assert.Contains(RunBegins(session), cluster.Silos.Single(silo => silo != worker).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_that_is_told_to_stop_loses_nothing_and_results_outlive_all_processes()
    {
        await using var cluster = await ClusterPlatform.StartAsync(published);
        var (undisturbed, session) = await LongBacktestAtWorkAsync(cluster);
        var answers = await Workload.AnswersAsync(cluster.Api, undisturbed.Session);
        var worker = await WorkerOfAsync(cluster, session);

        Assert.Equal(0, await worker.StopAsync());

        await AssertEndsAsIfUndisturbedAsync(cluster, session, undisturbed);
        answers.Remove("sessions");
        foreach (var (path, body) in await Workload.AnswersAsync(cluster.Api, undisturbed.Session))
        {
            // The list of sessions has one more that is at its end by now.
            Assert.Equal(answers.GetValueOrDefault(path, body), body);
        }
    }

    private static async Task<(string Session, string Fingerprint, int RoundTrips)> ShortBacktestAsync(TradingApi api)
    {
        await Workload.GenerateShortAsync(api);
        return await Workload.BacktestAsync(api, Workload.Short, await Workload.SaveStrategiesAsync(api));
    }

    private static async Task<((string Session, string Fingerprint, int RoundTrips) Undisturbed, string Session)> LongBacktestAtWorkAsync(ClusterPlatform cluster)
    {
        await Workload.GenerateLongAsync(cluster.Api);
        var strategies = await Workload.SaveStrategiesAsync(cluster.Api, copies: 3);
        var undisturbed = await Workload.BacktestAsync(cluster.Api, Workload.Long, strategies);
        var session = await cluster.Api.StartBacktestAsync(Workload.Long, strategies, Workload.Symbol);
        await cluster.Api.ProgressAsync(session, percentMin: 5, ProgressLimit);
        return (undisturbed, session);
    }

    /// <summary>The silo whose log says that it runs the session.</summary>
    private static Task<HostProcess> WorkerOfAsync(ClusterPlatform cluster, string session) => Eventually.GetAsync(
        () => Task.FromResult(cluster.Silos.FirstOrDefault(silo => silo.Output.Contains(RunBegins(session), StringComparison.Ordinal))),
        ProgressLimit,
        () => $"a silo says that it runs {session}");

    private static string RunBegins(string session) => $"""Session \"{session}\": run """;

    private async Task AssertEndsAsIfUndisturbedAsync(
        ClusterPlatform cluster, string session, (string Session, string Fingerprint, int RoundTrips) undisturbed)
    {
        var elapsed = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal("Completed", await cluster.Api.EndedAsync(session, RecoveryLimit));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ended {elapsed.Elapsed.TotalSeconds:0} s after the loss of its silo"));
        Assert.Equal((undisturbed.Fingerprint, undisturbed.RoundTrips), await cluster.Api.ReportAsync(session));
    }
}
