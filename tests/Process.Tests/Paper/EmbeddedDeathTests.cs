using Trading.Process.Tests.Platform;
using Trading.Testing;

namespace Trading.Process.Tests.Paper;

/// <summary>Paper trading in one process on SQLite that is killed again and again, at a venue that goes on and has faults of its own.</summary>
public sealed class EmbeddedDeathTests(PublishedOutput published, ITestOutputHelper output)
{
    private static readonly int Kills = TestScale.Of(suite: 2, whole: 50);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Orders_outlive_their_process_and_the_database_stays_whole()
    {
        await using var venue = await VenueProcess.StartAsync();
        await using var platform = await EmbeddedPlatform.StartAsync(published, venue.Settings);
        await using var run = await PaperRun.StartAsync(venue, platform.Host.Url!, output);

        for (var kill = 0; run.CountedKills < Kills; kill++)
        {
            Assert.True(kill < Kills * 3, $"Only {run.CountedKills} of {kill} kills met an order.");
            await Task.Delay(Quiet, TestContext.Current.CancellationToken);
            var at = await run.KillAsync(platform.Host);
            platform.AssertIntact();
            await platform.StartAsync();
            run.Client.MoveTo(platform.Host.Url!);
            await run.ServedAsync(at, "the kill of the process");
        }

        await run.JudgeAsync();
    }
}
