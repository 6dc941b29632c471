using Trading.Process.Tests.Platform;

namespace Trading.Process.Tests.Paper;

/// <summary>Paper trading on a cluster of which a part stands still, goes away for a while, or of which nothing is left at all.</summary>
public sealed class ClusterOutageTests(PublishedOutput published, ITestOutputHelper output)
{
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan DatabaseAway = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Orders_outlive_a_silo_that_stands_still_for_20_s_and_then_goes_on()
    {
        await using var venue = await VenueProcess.StartAsync();
        await using var cluster = await ClusterPlatform.StartAsync(published, venue.Settings);
        await using var run = await PaperRun.StartAsync(venue, cluster.ApiHost.Url!, output);
        var silo = cluster.Silos[0];

        var (at, met) = await run.DisturbAsync(silo, silo.FreezeAsync);
        await run.ServedAsync(at, "a silo stood still");
        await Task.Delay(at + Frozen - DateTimeOffset.UtcNow is { Ticks: > 0 } left ? left : TimeSpan.Zero, TestContext.Current.CancellationToken);
        var thawed = DateTimeOffset.UtcNow;
        await silo.ThawAsync();
        await run.ServedAsync(thawed, "the silo went on");

        Assert.True(met, "Nothing was at work on the silo.");
        await run.JudgeAsync();
    }

    [Fact]
    public async Task Orders_outlive_a_database_that_is_stopped_hard_and_started_again()
    {
        await using var venue = await VenueProcess.StartAsync();
        await using var cluster = await ClusterPlatform.StartAsync(published, venue.Settings);
        await using var run = await PaperRun.StartAsync(venue, cluster.ApiHost.Url!, output);

        var (_, met) = await run.DisturbAsync(cluster.Silos[0], cluster.Postgres.StopServerAsync);
        await Task.Delay(DatabaseAway, TestContext.Current.CancellationToken);
        await cluster.Postgres.StartServerAsync();
        await run.ServedAsync(DateTimeOffset.UtcNow, "PostgreSQL was started again");

        Assert.True(met, "Nothing was at work.");
        await run.JudgeAsync();
    }

    [Fact]
    public async Task Orders_outlive_all_processes_and_go_on_at_other_ports()
    {
        await using var venue = await VenueProcess.StartAsync();
        await using var cluster = await ClusterPlatform.StartAsync(published, venue.Settings);
        await using var run = await PaperRun.StartAsync(venue, cluster.ApiHost.Url!, output);

        var (at, met) = await run.DisturbAsync(cluster.Silos[0], cluster.ReplaceAllAsync);
        run.Client.MoveTo(cluster.ApiHost.Url!);
        await run.ServedAsync(at, "all processes were killed");
        foreach (var silo in cluster.Silos)
        {
            await silo.ReadyAsync(ReadyLimit);
        }

        Assert.True(met, "Nothing was at work.");
        await run.JudgeAsync();
    }
}
