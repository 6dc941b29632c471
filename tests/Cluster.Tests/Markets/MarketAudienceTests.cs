using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Markets;
using Trading.Grains.Abstractions.Venues;

namespace Trading.Cluster.Tests.Markets;

/// <summary>Those of one session who follow a market.</summary>
public sealed class MarketAudienceTests(FedCluster cluster) : IClassFixture<FedCluster>
{
    private static readonly Symbol Eth = Symbol.Parse("ETH_USDT");
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly string _session = $"ses-{Guid.NewGuid():n}"[..19];

    [Fact]
    public async Task An_instance_has_an_event_once_the_venue_has_it_and_waits_for_no_other()
    {
        var (account, instance) = ($"acc-{_session}", GrainKeys.ForStrategy(_session, "test", Eth));
        var instrument = Instrument.WithDefaults(Eth, "scripted", 0.1m, 0.001m);
        await cluster.Client.GetGrain<IVenueGrain>(GrainKeys.ForVenue(account)).Open(new VenueOpening(
            account, SimulatedVenueOptions.Default, 1_000m, 1, IsLockStep: false,
            [new VenueOpeningMarket(instrument, 1, 3, HasTrades: true, HasBook: false, HasMark: false, HasFunding: false, null)]));
        var market = cluster.Client.GetGrain<IMarketGrain>(GrainKeys.ForMarket(_session, Eth));
        await market.Subscribe(new MarketSubscription(
            _session, new MarketSource("scripted", null, 1, null, null), account, [instance], TimeSpan.Zero, Recording: null, GrainKeys.ForVenue(account))
        {
            Owner = "alice",
        });

        cluster.Feeds.Bring(ScriptedFeeds.Trades(Eth, 1, cluster.Clock.GetUtcNow()));
        var taken = await cluster.Taken.FirstAsync(instance).WaitAsync(Limit, TestContext.Current.CancellationToken);
        await market.Unsubscribe(_session);

        Assert.Equal(1, taken);
    }
}
