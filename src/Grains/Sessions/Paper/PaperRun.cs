using System.Collections.Immutable;
using Trading.Backtest;
using Trading.Domain.Accounts;
using Trading.Domain.Instruments;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Markets;
using Trading.Grains.Abstractions.Positions;
using Trading.Grains.Abstractions.Sessions;
using Trading.Grains.Abstractions.Strategies;
using Trading.Grains.Abstractions.Venues;
using Trading.Grains.Placement;
using Trading.Grains.Strategies;
using Trading.Grains.Venues;

namespace Trading.Grains.Sessions.Paper;

/// <summary>
/// What a paper session asks of the grains that run it. Every call may be repeated after a crash and then makes the same calls with the
/// same words; the session grain keeps what has to be remembered.
/// </summary>
internal sealed partial class PaperRun(SessionState state, IGrainFactory grains, TimeProvider time) : ILiveRun
{
    /// <summary>
    /// A synthetic feed is a market that goes on: it began this long before the session, so that indicators warm up and its first events of
    /// note are not far off.
    /// </summary>
    private static readonly TimeSpan FeedLead = TimeSpan.FromMinutes(15);

    /// <summary>An instance that works through much at once answers later than this: where it stands is shown when it has come through.</summary>
    private static readonly TimeSpan AnswerWait = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Symbol, TimeSpan> _windows = [];

    private Session Session => state.Session!;

    private PaperPlan Plan => state.Plan!;

    private IAccountGrain Account => grains.GetGrain<IAccountGrain>(Session.Account);

    private string Venue => GrainKeys.ForVenue(Session.Account);

    public static PaperPlan PlanOf(string sessionId, StartSession command, PreparedSession prepared, DateTimeOffset now) => new(
        sessionId,
        new MarketSource(command.Settings.Market.Feed!, Dataset: null, command.Settings.Seed, now - FeedLead, Clock: null),
        prepared.Markets,
        now);

    /// <summary>Makes the account if it is new, opens its gate and leases the symbols: all or none.</summary>
    public async Task<StartOutcome?> LeaseAsync()
    {
        var (settings, now) = (state.Settings!, time.GetUtcNow());
        await Account.Open(new AccountOpening(
            Session.Owner, settings.Account ?? Session.Id, settings.Account is null ? Session.Id : null, VenueDirectory.Simulated,
            settings.Symbols[0].Quote, settings.Venue.TakerFeeRate, settings.Limits, settings.InitialBalance, Clock: null, Plan.At));
        var lease = new SessionLease(Session.Id, settings.Symbols, settings.MaxActiveInstances);
        return await Account.OpenGate(lease, now) is { } conflict ? StartOutcome.Leased(conflict) : null;
    }

    /// <summary>Venue, then instances, then data: nothing decides before everything is there.</summary>
    public async Task OpenAsync()
    {
        var settings = state.Settings!;
        var account = await Account.Find(Session.Owner) ?? throw new InvalidOperationException($"Account {Session.Account} is not open.");
        var opening = new VenueOpening(Session.Account, settings.Venue, account.Account.Balance, (ulong)settings.Seed, IsLockStep: false, Plan.Markets);
        await grains.GetGrain<IVenueGrain>(Venue).Open(opening with { Owner = Session.Owner });
        FeedContext.Set(Plan.Feed);
        foreach (var setup in Setups(account.Opening.TakerFeeRate))
        {
            await InstanceOf(setup.Strategy, setup.Market.Instrument.Symbol).Start(setup);
        }

        foreach (var market in Plan.Markets)
        {
            var symbol = market.Instrument.Symbol;
            await MarketOf(symbol).Subscribe(new MarketSubscription(
                Session.Id, Plan.Source, Session.Account, InstancesOn(symbol), WindowOf(symbol), Recording: null, Venue)
            {
                Owner = Session.Owner,
            });
        }
    }

    /// <summary>Wakes everything that has to run: virtual actors do not come back by themselves.</summary>
    public async Task TouchAsync()
    {
        FeedContext.Set(Plan.Feed);
        await Task.WhenAll(
        [
            Account.Touch(),
            grains.GetGrain<IVenueGrain>(Venue).Touch(),
            .. Plan.Markets.Select(market => MarketOf(market.Instrument.Symbol).Touch()),
            .. Cells().Select(cell => InstanceOf(cell.Strategy, cell.Symbol).Touch()),
        ]);
    }

    public Task<AccountView?> FindAccountAsync() => Account.Find(Session.Owner);

    /// <summary>Carries an intervention to the strategy's instances.</summary>
    public async Task<InterventionTaken> CarryAsync(Intervention intervention)
    {
        FeedContext.Set(Plan.Feed);
        var cells = Cells().Where(cell => cell.Strategy == intervention.Strategy).ToList();
        var answers = await Task.WhenAll(cells.Select(async cell =>
        {
            var instance = InstanceOf(cell.Strategy, cell.Symbol);
            return intervention.Kind is InterventionKind.Pause ? await instance.Pause(intervention.Actor) : await instance.Resume(intervention.Actor);
        }));
        var from = answers.OfType<DateTimeOffset>().ToList();

        // Symbols have their own event time: the pause holds for all from the last of these on, its end for the first.
        var effective = from.Count == 0 ? time.GetUtcNow() : intervention.Kind is InterventionKind.Pause ? from.Max() : from.Min();
        return new InterventionTaken(
            intervention.Number, effective, [.. cells.Where((_, index) => answers[index] is null).Select(cell => cell.Symbol)]);
    }

    /// <summary>The session's instances and markets as they stand; without an instance that has no time to answer: it is shown as it last stood, and the rest goes on.</summary>
    public async Task<LiveStanding> StandAsync()
    {
        FeedContext.Set(Plan.Feed);
        var asked = Cells().Select(cell => (Key: GrainKeys.ForStrategy(Session.Id, cell.Strategy, cell.Symbol), Answer: InstanceOf(cell.Strategy, cell.Symbol).Find())).ToList();
        var markets = await Task.WhenAll(Plan.Markets.Select(async market =>
            (market.Instrument.Symbol, View: await MarketOf(market.Instrument.Symbol).Find())));
        Task answers = Task.WhenAll(asked.Select(instance => instance.Answer));
        await answers.WaitAsync(AnswerWait, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var answered = asked.ToLookup(instance => instance.Answer.IsCompletedSuccessfully);
        var instances = await Task.WhenAll(answered[true].Select(instance => instance.Answer));
        return new LiveStanding([.. instances.OfType<RunningInstance>()], [.. markets]) { Silent = [.. answered[false].Select(instance => instance.Key)] };
    }

    private async Task<ImmutableArray<RunningInstance>> InstancesAsync()
    {
        FeedContext.Set(Plan.Feed);
        return [.. (await Task.WhenAll(Cells().Select(cell => InstanceOf(cell.Strategy, cell.Symbol).Find()))).OfType<RunningInstance>()];
    }

    private IEnumerable<InstanceSetup> Setups(decimal takerFeeRate)
    {
        var ordinal = 0;
        foreach (var strategy in Session.Strategies)
        {
            foreach (var symbol in strategy.Symbols)
            {
                yield return new InstanceSetup(
                    Session.Owner, Session.Id, Session.Account, strategy.Name, strategy.Version, strategy.Document, ordinal++, VenueDirectory.Simulated,
                    Plan.Feed, Clock: null, takerFeeRate, Plan.Markets.First(market => market.Instrument.Symbol == symbol), Plan.At);
            }
        }
    }

    /// <summary>In session order: strategy, then symbol.</summary>
    private IEnumerable<(string Strategy, Symbol Symbol)> Cells() =>
        Session.Strategies.SelectMany(strategy => strategy.Symbols.Select(symbol => (strategy.Name, symbol)));

    private ImmutableArray<string> InstancesOn(Symbol symbol) =>
        [.. Cells().Where(cell => cell.Symbol == symbol).Select(cell => GrainKeys.ForStrategy(Session.Id, cell.Strategy, symbol))];

    /// <summary>The longest window that an instance on the symbol needs for warming up.</summary>
    private TimeSpan WindowOf(Symbol symbol)
    {
        if (!_windows.TryGetValue(symbol, out var window))
        {
            _windows[symbol] = window = Session.Strategies
                .Where(strategy => strategy.Symbols.Contains(symbol))
                .Max(strategy => InstanceDesk.WindowOf(ReplayStrategies.Compile(strategy)));
        }

        return window;
    }

    private IMarketGrain MarketOf(Symbol symbol) => grains.GetGrain<IMarketGrain>(GrainKeys.ForMarket(Plan.Feed, symbol));

    private IStrategyGrain InstanceOf(string strategy, Symbol symbol) =>
        grains.GetGrain<IStrategyGrain>(GrainKeys.ForStrategy(Session.Id, strategy, symbol));

    private IPositionGrain PositionOf(Symbol symbol) => grains.GetGrain<IPositionGrain>(GrainKeys.ForPosition(Session.Account, symbol));
}
