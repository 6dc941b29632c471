using System.Diagnostics;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Markets;
using Trading.Grains.Abstractions.Venues;

namespace Trading.Cluster.Tests.Markets;

/// <summary>Those of one session who follow a market.</summary>
public sealed class MarketAudienceTests(FedCluster cluster) : IClassFixture<FedCluster>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly string _session = $"ses-{Guid.NewGuid():n}"[..19];
    private readonly Symbol _symbol = Symbol.Parse($"A{Guid.NewGuid():n}"[..8].ToUpperInvariant() + "_USDT");

    [Fact]
    public async Task An_instance_has_an_event_once_the_venue_has_it_and_waits_for_no_other()
    {
        var (market, instance) = await SubscribeAsync();

        cluster.Feeds.Bring(ScriptedFeeds.Trades(_symbol, 1, cluster.Clock.GetUtcNow()));
        var taken = await cluster.Taken.FirstAsync(instance).WaitAsync(Limit, TestContext.Current.CancellationToken);
        await market.Unsubscribe(_session);

        Assert.Equal(1, taken.Count);
    }

    [Fact]
    public async Task What_a_feed_brings_is_no_part_of_the_trace_that_began_it()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var beginning = new Activity("beginning").Start();
        var (market, instance) = await SubscribeAsync();
        beginning.Stop();

        cluster.Feeds.Bring(ScriptedFeeds.Trades(_symbol, 1, cluster.Clock.GetUtcNow()));
        var taken = await cluster.Taken.FirstAsync(instance).WaitAsync(Limit, TestContext.Current.CancellationToken);
        await market.Unsubscribe(_session);

        Assert.NotEmpty(taken.Trace);
        Assert.NotEqual($"{beginning.TraceId}", taken.Trace);
    }

    private async Task<(IMarketGrain Market, string Instance)> SubscribeAsync()
    {
        var (account, instance) = ($"acc-{_session}", GrainKeys.ForStrategy(_session, "test", _symbol));
        var instrument = Instrument.WithDefaults(_symbol, "scripted", 0.1m, 0.001m);
        await cluster.Client.GetGrain<IVenueGrain>(GrainKeys.ForVenue(account)).Open(new VenueOpening(
            account, SimulatedVenueOptions.Default, 1_000m, 1, IsLockStep: false,
            [new VenueOpeningMarket(instrument, 1, 3, HasTrades: true, HasBook: false, HasMark: false, HasFunding: false, null)]));
        var market = cluster.Client.GetGrain<IMarketGrain>(GrainKeys.ForMarket(_session, _symbol));
        await market.Subscribe(new MarketSubscription(
            _session, new MarketSource("scripted", null, 1, null, null), account, [instance], TimeSpan.Zero, Recording: null, GrainKeys.ForVenue(account))
        {
            Owner = "alice",
        });
        return (market, instance);
    }
}
