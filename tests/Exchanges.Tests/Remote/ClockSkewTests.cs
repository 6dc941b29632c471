using Trading.Domain.Exchanges;

namespace Trading.Exchanges.Tests.Remote;

/// <summary>The venue's clock goes wrong; lock-step accounts beside it go by event time.</summary>
[Collection(typeof(SimulatorCollection))]
public sealed class ClockSkewTests(SimulatorFixture fixture)
{
    [Theory]
    [InlineData(30_000, VenueReasons.RequestExpired)]
    [InlineData(-30_000, VenueReasons.RequestEarly)]
    public async Task A_skewed_clock_refuses_what_it_takes_for_untimely_until_the_client_has_learnt_it(int skewMs, string reason)
    {
        await using var bench = await RemoteBench.StartAsync(fixture, isLockStep: false);
        await bench.ControlAsync("clock", new { skewMs });

        var first = await bench.BuyAsync("o-1");
        var second = await bench.BuyAsync("o-2");
        await bench.ControlAsync("clock", new { skewMs = 0 });
        await bench.QueryAsync("o-1");

        Assert.Equal(reason, Assert.IsType<VenueRejected>(first).Reason);
        Assert.Null(second);
        Assert.Equal(["turned_away"], await bench.LedgerOfAsync("o-1"));
        Assert.Equal("submitted", (await bench.LedgerOfAsync("o-2"))[0]);
        Assert.True(await bench.CountAsync("clock_skew") >= 2);
    }
}
