using Trading.Process.Tests.Platform;
using Trading.Testing;

namespace Trading.Process.Tests.Paper;

/// <summary>Paper trading on real processes that die: two silos, the API, PostgreSQL, and a venue with faults of its own.</summary>
public sealed class ClusterDeathTests(PublishedOutput published, ITestOutputHelper output)
{
    private static readonly int Kills = TestScale.Of(suite: 5, whole: 100);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Orders_outlive_their_silos()
    {
        await using var venue = await VenueProcess.StartAsync();
        await using var cluster = await ClusterPlatform.StartAsync(published, venue.Settings);
        await using var run = await PaperRun.StartAsync(venue, cluster.ApiHost.Url!, output);
        var random = new Random(11);

        for (var kill = 0; run.CountedKills < Kills; kill++)
        {
            Assert.True(kill < Kills * 3, $"Only {run.CountedKills} of {kill} kills met an order.");
            await Task.Delay(Quiet, TestContext.Current.CancellationToken);
            var silo = cluster.Silos[random.Next(cluster.Silos.Count)];
            var at = await run.KillAsync(silo);
            cluster.Silos.Remove(silo);
            var next = cluster.StartSilo();
            await run.ServedAsync(at, $"the kill of {silo.Name}");
            await next.ReadyAsync(ReadyLimit);
        }

        await run.JudgeAsync(wantsEveryState: TestScale.IsLong);
    }
}
