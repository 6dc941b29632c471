using Trading.Domain.Accounts;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Risk;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Orders;
using Trading.Grains.Abstractions.Positions;

namespace Trading.Cluster.Tests.Desk;

/// <summary>A trader of one test: an account of his own, and orders under keys of his own.</summary>
internal sealed class Trader(OrderDesk desk)
{
    public static readonly Symbol Btc = Symbol.Parse("BTC_USDT");
    public static readonly Instrument Instrument = Instrument.WithDefaults(Btc, "simulated", 0.1m, 0.001m);

    private static int _made;

    private int _ordinal;

    public string Account { get; } = GrainKeys.ForAccount("alice", $"a{Interlocked.Increment(ref _made)}-{Guid.NewGuid():n}"[..20]);

    public OrderContext Context { get; init; } = new("alice", "", 0, "simulated", null, Instrument, null, 100m, null);

    public IAccountGrain Accounts => desk.Client.GetGrain<IAccountGrain>(Account);

    public IPositionGrain Position => desk.Client.GetGrain<IPositionGrain>(GrainKeys.ForPosition(Account, Btc));

    public DateTimeOffset Now => desk.Clock.GetUtcNow();

    public async Task<Trader> Open(decimal balance = 10_000m, RiskLimits? limits = null)
    {
        await Accounts.Open(new AccountOpening(
            "alice", "demo", null, "simulated", "USDT", 0.001m, limits ?? RiskLimits.Default, balance, null, Now));
        return this;
    }

    public OrderRequest Request(decimal quantity = 1m, decimal price = 100m, Side side = Side.Buy, TimeSpan? timeout = null) => new(
        ClientOrderId.Create(Account, "", $"key:alice:{Account}:{++_ordinal}", 0), Account, "", "", OrderPurpose.Manual, Btc, side, OrderType.Limit,
        TimeInForce.Gtc, quantity, price, null, ReduceOnly: false, 1, timeout ?? OrderProtocol.TimeoutDefault, Now);

    /// <summary>A reducing order that rests on its trigger for as long as it takes.</summary>
    public OrderRequest Trigger() => Request(price: 90m, side: Side.Sell) with
    {
        Type = OrderType.StopMarket,
        Price = null,
        StopPrice = 90m,
        ReduceOnly = true,
        Timeout = null,
    };

    public Task<RiskVerdict> Judge(OrderRequest request) =>
        Accounts.Judge(request, Instrument, RiskMarket.Quote(100m, 100m, 99.9m, 100.1m, Now), Now);

    /// <summary>Judged, placed, and held by the venue.</summary>
    public async Task<OrderRequest> Work(decimal quantity = 1m)
    {
        var request = Request(quantity);
        Assert.True((await Judge(request)).IsApproved);
        await desk.Order(request.Id).Place(request, Context);
        await desk.Until(request.Id, OrderStatus.New);
        return request;
    }

    /// <summary>The venue fills all of an order and reports it.</summary>
    public async Task Fill(OrderRequest request, decimal price = 100m)
    {
        var report = desk.Venue.Of(request.Id).Complete("t-" + request.Id, price, request.Quantity, Now);
        await desk.Order(request.Id).Report(new(null, 0, [report]));
        await desk.Until(request.Id, OrderStatus.Filled);
    }

    /// <summary>Id of an order that the position makes for its first round trip.</summary>
    public string OrderOfPosition(string purpose, int ordinal = 0) =>
        ClientOrderId.Create(Account, "", $"pos:{GrainKeys.ForPosition(Account, Btc)}:1:{purpose}", ordinal);

    public IOrderGrain Order(OrderRequest request) => desk.Order(request.Id);
}
