using Trading.Cluster.Tests.Desk;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Risk;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Orders;
using Trading.Grains.Abstractions.Positions;
using Trading.Grains.Abstractions.Venues;

namespace Trading.Cluster.Tests.Venues;

/// <summary>An account of one test at a simulated venue on the wall clock, and a market that the test moves.</summary>
internal sealed class VenueTrader(IGrainFactory grains)
{
    private static readonly RiskLimits Loose = RiskLimits.Default with
    {
        OrdersPerSecond = 1_000,
        IdenticalOrderWindow = TimeSpan.Zero,
        PositionNotionalPct = 1_000m,
        ExposurePct = 1_000m,
    };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(20);
    private static int _made;

    private long _next = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000;
    private int _ordinal;

    public string Account { get; } = GrainKeys.ForAccount("alice", $"r{Interlocked.Increment(ref _made)}-{Guid.NewGuid():n}"[..20]);

    public IVenueGrain Venue => grains.GetGrain<IVenueGrain>(GrainKeys.ForVenue(Account));

    public IAccountGrain Accounts => grains.GetGrain<IAccountGrain>(Account);

    public IPositionGrain Position => grains.GetGrain<IPositionGrain>(GrainKeys.ForPosition(Account, Trader.Btc));

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    /// <summary>An account with 10 000 and a market of 99.9 to 100.1.</summary>
    public async Task<VenueTrader> OpenAsync()
    {
        await Accounts.Open(new AccountOpening("alice", "demo", null, "simulated", "USDT", 0.001m, Loose, 10_000m, null, Now));
        await Venue.Open(new VenueOpening(
            Account, SimulatedVenueOptions.Default, 10_000m, 1, IsLockStep: false,
            [new VenueOpeningMarket(Trader.Instrument, 1, 3, HasTrades: true, HasBook: true, HasMark: true, HasFunding: true, null)]));
        await QuoteAsync();
        return this;
    }

    /// <summary>What the market is quoted around, 100 at first.</summary>
    public decimal Price { get; set; } = 100m;

    /// <summary>How far the market's clock is ahead of the wall's: what is under way arrives before its next event, or after it.</summary>
    public TimeSpan Ahead { get; set; }

    public Task QuoteAsync() => ObserveAsync(Quote());

    /// <summary>Events as of now, to be handed over once or often: a mark, and a book of 0.1 to either side of it.</summary>
    public (long First, MarketBatch Batch) Quote()
    {
        var mark = (long)(Price * 10m);
        var timeMs = (Now + Ahead).ToUnixTimeMilliseconds();
        MarketEvent[] events =
        [
            new() { TimeMs = timeMs, Kind = MarketEventKind.Mark, Price = mark, Quantity = MarketEvent.None, AskQuantity = MarketEvent.None, DepthIndex = -1 },
            new() { TimeMs = timeMs, Kind = MarketEventKind.Book, Price = mark - 1, Quantity = 1_000_000, AskPrice = mark + 1, AskQuantity = 1_000_000, DepthIndex = -1 },
        ];
        var first = _next;
        _next += events.Length;
        return (first, new MarketBatch(Trader.Btc, 1, 3, events, events.Length));
    }

    public Task ObserveAsync((long First, MarketBatch Batch) events) => Venue.Observe(events.First, events.Batch);

    /// <summary>A buy.</summary>
    /// <param name="stopLossPct">How the position that it opens is protected.</param>
    public async Task<OrderRequest> PlaceAsync(OrderType type = OrderType.Market, decimal? price = null, decimal quantity = 1m, decimal? stopLossPct = null)
    {
        var request = Buy(type, price, quantity);
        var plan = stopLossPct is null ? null : ProtectionPlan.None with { StopLossPct = stopLossPct };
        var context = new OrderContext("alice", "", 0, "simulated", null, Trader.Instrument, plan, Price, null);
        Assert.True((await JudgeAsync(request)).IsApproved);
        await OrderOf(request).Place(request, context);
        return request;
    }

    public OrderRequest Buy(OrderType type = OrderType.Market, decimal? price = null, decimal quantity = 1m) => new(
        ClientOrderId.Create(Account, "", $"key:alice:{Account}:{++_ordinal}", 0), Account, "", "", OrderPurpose.Manual, Trader.Btc, Side.Buy, type,
        TimeInForce.Gtc, quantity, price, null, ReduceOnly: false, 1, OrderProtocol.TimeoutDefault, Now);

    public Task<RiskVerdict> JudgeAsync(OrderRequest request) =>
        Accounts.Judge(request, Trader.Instrument, RiskMarket.Quote(100m, 100m, 99.9m, 100.1m, Now), Now);

    /// <summary>What the position holds, and what the account has booked of it.</summary>
    public async Task<(decimal Position, decimal Account)> HeldAsync() =>
        ((await Position.Find())?.Position.Quantity ?? 0m, (await Accounts.Find(null))!.Account.SymbolOf(Trader.Btc).Quantity);

    /// <summary>Why the account takes no entries of the symbol; empty when it does.</summary>
    public async Task<string> FrozenAsync() => (await Accounts.Find(null))!.Account.SymbolOf(Trader.Btc).Frozen;

    public IOrderGrain OrderOf(OrderRequest request) => OrderOf(request.Id);

    public IOrderGrain OrderOf(string id) => grains.GetGrain<IOrderGrain>(id);

    /// <summary>Id of an order that the position makes.</summary>
    public string ExitId(string purpose, int ordinal, int trip = 1) =>
        ClientOrderId.Create(Account, "", FormattableString.Invariant($"pos:{GrainKeys.ForPosition(Account, Trader.Btc)}:{trip}:{purpose}"), ordinal);

    /// <summary>The market goes on until the order stands so.</summary>
    public Task UntilAsync(OrderRequest request, OrderStatus status, bool isMoving = true) => UntilAsync(
        async () => (await OrderOf(request).Find())?.Order.Status == status, isMoving, async () => $"{(await OrderOf(request).Find())?.Order.Status} is not {status}");

    public async Task UntilAsync(Func<Task<bool>> holds, bool isMoving = true, Func<Task<string>>? otherwise = null)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await holds())
        {
            if (isMoving)
            {
                await QuoteAsync();
            }

            await Task.Delay(LookPause, TestContext.Current.CancellationToken);
            Assert.False(limit.IsCancellationRequested, otherwise is null ? "It did not hold in time." : await otherwise());
        }
    }
}
