using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Feeds;
using Trading.Domain.MarketData.Synthetic;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Markets;
using Trading.Grains.Abstractions.Strategies;

namespace Trading.Cluster.Tests.Markets;

public sealed class MarketGrainTests(PacedCluster paced) : IClassFixture<PacedCluster>
{
    private readonly TradingCluster _cluster = paced.Cluster;

    private static readonly Symbol Btc = Symbol.Parse("BTC_USDT");
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(2);

    private readonly string _session = $"ses-{Guid.NewGuid():n}"[..19];

    private IMarketGrain Market => _cluster.Client.GetGrain<IMarketGrain>(GrainKeys.ForMarket(_session, Btc));

    [Fact]
    public async Task Synthetic_market_goes_at_the_pace_of_the_clock()
    {
        await SubscribeAsync(_cluster.Clock.GetUtcNow());

        var view = await GoOnUntilAsync(view => view.Events >= 60);

        Assert.InRange(view.EventAt!.Value, view.ReceivedAt!.Value.AddSeconds(-1), view.ReceivedAt.Value);
        Assert.InRange(view.Last, view.Bid * 0.99m, view.Ask * 1.01m);
        Assert.Equal(Freshness.Fresh, view.Freshness);
        Assert.All(view.BadEvents.Values, count => Assert.Equal(0, count));
    }

    [Fact]
    public async Task Market_that_is_opened_anew_has_its_whole_past()
    {
        var start = _cluster.Clock.GetUtcNow().AddMinutes(-10);
        await SubscribeAsync(start);
        await GoOnUntilAsync(view => view.Events >= 20);
        await Market.DropAsync();
        await Market.Touch();
        await GoOnUntilAsync(view => view.Events >= 20);

        var from = _cluster.Clock.GetUtcNow() - Window;
        var history = await Market.Recent(from);

        var generated = new SyntheticMarket(new SyntheticSpec(Btc, SyntheticScenario.PumpAndDump, null, 20, 3, start.ToUnixTimeMilliseconds() / 1_000 * 1_000));
        var expected = new List<MarketEvent>();
        while (generated.Next(512, _cluster.Clock.GetUtcNow().ToUnixTimeMilliseconds()) is { Count: > 0 } batch)
        {
            expected.AddRange(batch.Events.ToArray());
        }

        var kept = history.Batches.SelectMany(batch => batch.Events.ToArray()).Select(WithoutDepth).ToList();
        Assert.True(kept[0].TimeMs <= from.ToUnixTimeMilliseconds() + 1_000);
        Assert.Equal(expected.Select(WithoutDepth).SkipWhile(known => !EqualityComparer<MarketEvent>.Default.Equals(known, kept[0])).Take(kept.Count), kept);
    }

    [Fact]
    public async Task Feed_ends_with_the_last_who_needs_it()
    {
        await SubscribeAsync(_cluster.Clock.GetUtcNow());
        await GoOnUntilAsync(view => view.Events >= 20);

        await Market.Unsubscribe(_session);
        var left = await Market.Find();
        _cluster.Clock.Advance(TimeSpan.FromSeconds(5));
        await Market.Touch();

        Assert.Equal(left!.Events, (await Market.Find())!.Events);
    }

    [Fact]
    public async Task Instances_live_on_the_silo_of_their_market()
    {
        var management = _cluster.Client.GetGrain<IManagementGrain>(0);
        var silos = new HashSet<SiloAddress>();
        foreach (var name in Enumerable.Range(0, 16).Select(number => $"C{number}_USDT"))
        {
            var symbol = Symbol.Parse(name);
            var market = _cluster.Client.GetGrain<IMarketGrain>(GrainKeys.ForMarket(_session, symbol));
            var instance = _cluster.Client.GetGrain<IStrategyGrain>(GrainKeys.ForStrategy(_session, "fade", symbol));
            await market.Touch();
            await instance.Touch();

            var silo = await management.GetActivationAddress(market);
            Assert.Equal(silo, await management.GetActivationAddress(instance));
            silos.Add(silo!);
        }

        Assert.Equal(2, silos.Count);
    }

    private static MarketEvent WithoutDepth(MarketEvent market)
    {
        market.DepthIndex = -1;
        return market;
    }

    private Task SubscribeAsync(DateTimeOffset start) => Market.Subscribe(new MarketSubscription(
        _session, new MarketSource("synthetic:pump_and_dump", null, 3, start, null), Account: null, [], Window, Recording: null, Venue: null));

    /// <summary>Moves the clock by the feed's pace; each question is a turn of the grain, behind what the clock woke.</summary>
    private async Task<MarketView> GoOnUntilAsync(Func<MarketView, bool> isThere)
    {
        for (var step = 0; step < 2_000; step++)
        {
            _cluster.Clock.Advance(TimeSpan.FromMilliseconds(50));
            if (await Market.Find() is { } view && isThere(view))
            {
                return view;
            }
        }

        throw new InvalidOperationException("The market did not get there within 100 s of its clock.");
    }
}
