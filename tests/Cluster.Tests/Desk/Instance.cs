using Trading.Domain.Accounts;
using Trading.Domain.MarketData;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Positions;
using Trading.Grains.Abstractions.Strategies;
using Trading.Grains.Abstractions.Venues;

namespace Trading.Cluster.Tests.Desk;

/// <summary>One running instance of a session of its own, that a test hands its market.</summary>
/// <param name="document">Its strategy.</param>
internal sealed class Instance(OrderDesk desk, string document)
{
    private static int _made;

    private readonly List<MarketBatch> _batches = [];
    private long _next = 1;

    public string Session { get; } = $"ses-t{Interlocked.Increment(ref _made):d14}";

    public string Account => GrainKeys.ForSessionAccount(Session);

    public string Key => GrainKeys.ForStrategy(Session, "test", Trader.Btc);

    public IStrategyGrain Grain => desk.Client.GetGrain<IStrategyGrain>(Key);

    public IAccountGrain Accounts => desk.Client.GetGrain<IAccountGrain>(Account);

    public IPositionGrain Position => desk.Client.GetGrain<IPositionGrain>(GrainKeys.ForPosition(Account, Trader.Btc));

    public async Task<Instance> Start(int slots = 1)
    {
        var now = desk.Clock.GetUtcNow();
        await Accounts.Open(new AccountOpening("alice", Session, Session, "simulated", "USDT", 0.001m, Domain.Risk.RiskLimits.Default, 10_000m, null, now));
        Assert.Null(await Accounts.OpenGate(new SessionLease(Session, [Trader.Btc], slots), now));
        await Grain.Start(new InstanceSetup(
            "alice", Session, Account, "test", 1, document, 0, "simulated", Session, Clock: null, 0.001m,
            new VenueOpeningMarket(Trader.Instrument, 1, 3, HasTrades: true, HasBook: true, HasMark: true, HasFunding: false, null), now));
        return this;
    }

    /// <summary>The next events of its market, as of now: a mark, a book around a price, a trade at it.</summary>
    /// <returns>Number of the first, and the events; handed over by <see cref="Take"/>, once or often.</returns>
    public (long First, MarketBatch Batch) Quote(decimal price)
    {
        var timeMs = desk.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var scaled = (long)(price * 10m);
        MarketEvent[] events =
        [
            new() { TimeMs = timeMs, Kind = MarketEventKind.Mark, Price = scaled, Quantity = MarketEvent.None, DepthIndex = -1 },
            new() { TimeMs = timeMs, Kind = MarketEventKind.Book, Price = scaled - 1, Quantity = 1_000_000, AskPrice = scaled + 1, AskQuantity = 1_000_000, DepthIndex = -1 },
            new() { TimeMs = timeMs, Kind = MarketEventKind.Trade, Price = scaled, Quantity = 1_000, DepthIndex = -1 },
        ];
        var first = _next;
        _next += events.Length;
        var batch = new MarketBatch(Trader.Btc, 1, 3, events, events.Length);
        _batches.Add(batch);
        return (first, batch);
    }

    public Task Take((long First, MarketBatch Batch) events, bool isLagging = false) => Grain.Take(events.First, events.Batch, isLagging);

    /// <summary>Hands over the next events at a price.</summary>
    public Task Tick(decimal price) => Take(Quote(price));

    public async Task<RunningInstance> Find() => (await Grain.Find())!;
}
