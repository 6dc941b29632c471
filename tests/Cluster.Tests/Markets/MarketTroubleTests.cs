using Trading.Domain.Instruments;
using Trading.Domain.MarketData.Feeds;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Markets;

namespace Trading.Cluster.Tests.Markets;

/// <summary>What the owner of a session hears of a market that is too fast for it, or silent.</summary>
public sealed class MarketTroubleTests(FedCluster cluster) : IClassFixture<FedCluster>
{
    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");

    private readonly string _session = $"ses-{Guid.NewGuid():n}"[..19];

    private IMarketGrain Market => cluster.Client.GetGrain<IMarketGrain>(GrainKeys.ForMarket(_session, Btc));

    [Fact]
    public async Task Owner_of_an_instance_that_lags_gets_an_alert()
    {
        var instance = GrainKeys.ForStrategy(_session, "test", Btc);
        await SubscribeAsync([instance]);

        cluster.Feeds.Bring(ScriptedFeeds.Trades(Btc, 10_001, cluster.Clock.GetUtcNow()));
        var alert = await cluster.Journal.Alert(_session, "market_lagging");

        Assert.Equal(("alice", "warning"), (alert.Owner, alert.Severity));
        Assert.Contains(instance, alert.Message, StringComparison.Ordinal);
        await Market.Unsubscribe(_session);
        Assert.Equal(0, cluster.Measurements.Sum("trading.market.readers.lagging"));
    }

    [Fact]
    public async Task Owner_of_a_session_whose_feed_falls_silent_gets_one_alert_for_each_silence()
    {
        await SubscribeAsync([]);
        cluster.Clock.Advance(TimeSpan.FromSeconds(11));
        var first = await cluster.Journal.Alert(_session, "feed_stale");
        var stale = cluster.Measurements.Sum("trading.market.feeds.stale");
        await Spoken();
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        while (cluster.Measurements.Sum("trading.market.feeds.stale") > 0)
        {
            // The look of that second is a turn behind this one.
            await Market.Find();
        }

        cluster.Clock.Advance(TimeSpan.FromSeconds(11));
        var second = await cluster.Journal.Alert(_session, "feed_stale", count: 2);
        await Market.Unsubscribe(_session);

        Assert.Equal(1, stale);
        Assert.Equal(("alice", "critical"), (first.Owner, first.Severity));
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(2, cluster.Journal.Alerts.Count(alert => alert.SessionId == _session));
        Assert.Equal(0, cluster.Measurements.Sum("trading.market.feeds.stale"));
    }

    private async Task Spoken()
    {
        cluster.Feeds.Bring(ScriptedFeeds.Trades(Btc, 1, cluster.Clock.GetUtcNow()));
        while ((await Market.Find())!.Freshness is not Freshness.Fresh)
        {
            // The feed is read between two turns.
        }
    }

    private Task SubscribeAsync(string[] instances) => Market.Subscribe(new MarketSubscription(
        _session, new MarketSource("scripted", null, 1, null, null), Account: null, [.. instances], TimeSpan.Zero, Recording: null, Venue: null)
    {
        Owner = "alice",
    });
}
