using System.Collections.Immutable;
using Trading.Backtest;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Positions;
using Trading.Grains.Abstractions.Strategies;
using Trading.Grains.Abstractions.Venues;
using Trading.Grains.Venues;

namespace Trading.Grains.Runs.LockStep;

/// <summary>The grains of one session in lock-step: the same that trade on a live feed.</summary>
internal sealed class LockStepCast
{
    private readonly RunOrder _order;
    private readonly ReplaySetup _setup;

    public LockStepCast(RunOrder order, ReplaySetup setup, IGrainFactory grains)
    {
        (_order, _setup) = (order, setup);
        Account = grains.GetGrain<IAccountGrain>(Session.Account);
        Venue = grains.GetGrain<IVenueGrain>(GrainKeys.ForVenue(Session.Account));
        Instances =
        [
            .. Session.Strategies.SelectMany(strategy => strategy.Symbols.Select(symbol => (strategy.Name, Symbol: symbol)))
                .Select(cell => new LockStepInstance(cell.Name, cell.Symbol, grains.GetGrain<IStrategyGrain>(GrainKeys.ForStrategy(Session.Id, cell.Name, cell.Symbol)))),
        ];
        Positions = setup.Markets.Select(market => market.Instrument.Symbol)
            .ToImmutableSortedDictionary(symbol => symbol, symbol => grains.GetGrain<IPositionGrain>(GrainKeys.ForPosition(Session.Account, symbol)));
    }

    public Session Session => _order.Session;

    public IAccountGrain Account { get; }

    public IVenueGrain Venue { get; }

    /// <summary>In session order of strategy, then symbol.</summary>
    public ImmutableArray<LockStepInstance> Instances { get; }

    public ImmutableSortedDictionary<Symbol, IPositionGrain> Positions { get; }

    /// <summary>Makes everything that is not there yet; repeating it changes nothing.</summary>
    /// <param name="start">Time of the first event.</param>
    public async Task OpenAsync(DateTimeOffset start)
    {
        var (settings, clock) = (_order.Settings, GrainKeys.ForClock(Session.Id));
        await Account.Open(new AccountOpening(
            Session.Owner, Session.Id, Session.Id, VenueDirectory.Simulated, settings.Symbols[0].Quote, settings.Venue.TakerFeeRate, settings.Limits,
            settings.InitialBalance, clock, start));
        await Account.OpenGate(new SessionLease(Session.Id, settings.Symbols, settings.MaxActiveInstances), start);
        await Venue.Open(new VenueOpening(
            Session.Account, settings.Venue, settings.InitialBalance, _setup.Seed, IsLockStep: true, [.. _setup.Markets.Select(MarketOf)]));
        var ordinal = 0;
        foreach (var strategy in Session.Strategies)
        {
            foreach (var symbol in strategy.Symbols)
            {
                var market = MarketOf(_setup.Markets.First(known => known.Instrument.Symbol == symbol));
                await Instances[ordinal].Grain.Start(new InstanceSetup(
                    Session.Owner, Session.Id, Session.Account, strategy.Name, strategy.Version, strategy.Document, ordinal++, VenueDirectory.Simulated,
                    Session.Id, clock, settings.Venue.TakerFeeRate, market, start));
            }
        }
    }

    private static VenueOpeningMarket MarketOf(ReplayMarket market) => new(
        market.Instrument, market.PriceScale, market.QuantityScale, market.Series.HasFlag(MarketSeries.Trades), market.Series.HasFlag(MarketSeries.Book),
        market.Series.HasFlag(MarketSeries.Mark), market.Series.HasFlag(MarketSeries.Funding), market.CandleInterval);
}

internal sealed record LockStepInstance(string Strategy, Symbol Symbol, IStrategyGrain Grain);
