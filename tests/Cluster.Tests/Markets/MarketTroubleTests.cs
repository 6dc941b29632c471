using Trading.Domain.Instruments;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Markets;
using Trading.Grains.Abstractions.Operations;
using Trading.Storage.Alerts;
using Trading.Testing.Hosts;

namespace Trading.Cluster.Tests.Markets;

/// <summary>What the owner of a session hears of a market that is too fast for it, or silent.</summary>
public sealed class MarketTroubleTests(FedCluster cluster) : IClassFixture<FedCluster>
{
    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

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
        var first = await SilentUntilAsync(cluster.Journal.Alert(_session, "feed_stale"));
        var stale = cluster.Measurements.Sum("trading.market.feeds.stale");
        var silent = await SilencesAsync();
        await SpeakUntilFreshAsync();
        var second = await SilentUntilAsync(cluster.Journal.Alert(_session, "feed_stale", count: 2));
        await Market.Unsubscribe(_session);

        Assert.Equal(1, stale);
        Assert.Equal(("alice", "critical"), (first.Owner, first.Severity));
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(2, cluster.Journal.Alerts.Count(alert => alert.SessionId == _session));
        Assert.Equal(0, cluster.Measurements.Sum("trading.market.feeds.stale"));
        Assert.Equal([GrainKeys.ForMarket(_session, Btc)], silent);
        Assert.Empty(await SilencesAsync());
    }

    [Fact]
    public async Task Silence_is_as_old_as_the_first_word_of_it_and_over_when_nobody_repeats_it()
    {
        var (source, list) = ($"ven-{_session}", cluster.Client.GetGrain<ISilencesGrain>(GrainKeys.ForSilences()));
        var since = cluster.Clock.GetUtcNow();
        await list.Note(new Silence(source, since));
        await Eventually.GetAsync(async () => await FindAsync(), Limit, () => "the first word");
        cluster.Clock.Advance(TimeSpan.FromSeconds(20));
        await list.Note(new Silence(source, since + TimeSpan.FromSeconds(20)));
        await list.Note(new Silence("ven-other", since));
        await Eventually.GetAsync(async () => (await SilencesAsync()).Contains("ven-other") ? "noted" : null, Limit, () => "the second word");

        Assert.Equal(since, (await FindAsync())!.Since);
        cluster.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Null(await FindAsync());

        async Task<Silence?> FindAsync() => (await list.List()).SingleOrDefault(silence => silence.Source == source);
    }

    private async Task<IEnumerable<string>> SilencesAsync() =>
        (await cluster.Client.GetGrain<ISilencesGrain>(GrainKeys.ForSilences()).List()).Select(silence => silence.Source);

    // The grain sets its timer for the next look when the last one is over, so one step of the clock may come before: time goes on in steps until it has looked.
    private async Task<AlertRow> SilentUntilAsync(Task<AlertRow> alert)
    {
        while (!alert.IsCompleted)
        {
            cluster.Clock.Advance(LookPeriod);
            await Market.Find();
        }

        return await alert;
    }

    private async Task SpeakUntilFreshAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        while (cluster.Measurements.Sum("trading.market.feeds.stale") > 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            cluster.Feeds.Bring(ScriptedFeeds.Trades(Btc, 1, cluster.Clock.GetUtcNow()));
            cluster.Clock.Advance(LookPeriod);
            await Market.Find();
        }
    }

    private Task SubscribeAsync(string[] instances) => Market.Subscribe(new MarketSubscription(
        _session, new MarketSource("scripted", null, 1, null, null), Account: null, [.. instances], TimeSpan.Zero, Recording: null, Venue: null)
    {
        Owner = "alice",
    });
}
