using System.Collections.Immutable;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Domain.Tests.Orders;

/// <summary>Orders and messages that the tests speak of, and an interpreter that only folds.</summary>
internal static class OrderSamples
{
    public const string Id = "ord-abcdefghijklmnopqrstuvwxyz23";
    public const string VenueId = "v-1";

    public static readonly DateTimeOffset T0 = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly OrderProtocol Protocol = new();

    public static readonly OrderRequest Entry = new(
        Id, "acc-alice:demo", "ses-abc", "str-ses-abc:fade:btc_usdt", OrderPurpose.Entry, Symbol.Parse("BTC_USDT"), Side.Buy, OrderType.Limit,
        TimeInForce.Gtc, Quantity: 1m, Price: 100m, StopPrice: null, ReduceOnly: false, Leverage: 3, Timeout: TimeSpan.FromSeconds(60), CreatedAt: T0);

    public static readonly OrderRequest Exit = Entry with
    {
        Purpose = OrderPurpose.Exit,
        Side = Side.Sell,
        Type = OrderType.Market,
        Price = null,
        ReduceOnly = true,
        Timeout = null,
    };

    public static readonly OrderRequest Stop = Exit with { Purpose = OrderPurpose.Stop, Type = OrderType.StopMarket, StopPrice = 95m };

    public static DateTimeOffset At(double seconds) => T0.AddSeconds(seconds);

    public static Fill Fill(string tradeId, decimal quantity, double seconds = 3, decimal price = 100m) =>
        new(tradeId, price, quantity, Fee: 0.01m * quantity, Liquidity.Taker, At(seconds));

    public static VenueReported Filled(string tradeId, decimal quantity, double seconds = 3) =>
        new(new VenueFilled(Id, Fill(tradeId, quantity, seconds)), At(seconds));

    public static VenueReported Accepted(double seconds = 2, string venueId = VenueId) => new(new VenueAccepted(Id, venueId, At(seconds)), At(seconds));

    public static VenueReported Rejected(double seconds = 2) => new(new VenueRejected(Id, "exchange:2011", At(seconds)), At(seconds));

    public static VenueReported Canceled(decimal filled, double seconds = 4, string reason = OrderReasons.Requested) =>
        new(new VenueCanceled(Id, reason, filled, At(seconds)), At(seconds));

    public static VenueReported Triggered(double seconds = 3) => new(new VenueTriggered(Id, At(seconds)), At(seconds));

    public static VenueOrder Shown(OrderStatus status, decimal filled = 0m, params ImmutableArray<Fill> fills) =>
        new(Id, VenueId, status, filled, fills, status is OrderStatus.Canceled ? OrderReasons.Requested : null, At(4));

    public static QueryFound Found(OrderStatus status, double askedSeconds, decimal filled = 0m, params ImmutableArray<Fill> fills) =>
        new(Shown(status, filled, fills), At(askedSeconds), At(askedSeconds));

    public static QueryNotFound NotFound(double askedSeconds) => new(At(askedSeconds), At(askedSeconds));

    public static OrderTick Tick(double seconds) => new(At(seconds));

    public static Order Play(OrderRequest request, params ReadOnlySpan<OrderInput> inputs) =>
        Play(OrderMachine.Decide(null, new PlaceOrder(request, T0), Protocol).Order!, inputs);

    public static Order Play(Order order, params ReadOnlySpan<OrderInput> inputs)
    {
        foreach (var input in inputs)
        {
            order = OrderMachine.Decide(order, input, Protocol).Order!;
        }

        return order;
    }

    public static OrderDecision Last(OrderRequest request, params ReadOnlySpan<OrderInput> inputs) =>
        OrderMachine.Decide(Play(request, inputs[..^1]), inputs[^1], Protocol);

    /// <summary>An order in each status, reached by the shortest true path.</summary>
    public static Order InStatus(OrderStatus status, OrderRequest? request = null)
    {
        var asked = request ?? Entry;
        var proceeds = new OrderProceeds(T0);
        return status switch
        {
            OrderStatus.PendingNew => Play(asked),
            OrderStatus.Submitting => Play(asked, proceeds),
            OrderStatus.Unknown => Play(asked, proceeds, new SendUncertain(1, "no_answer", At(1))),
            OrderStatus.New => Play(asked, proceeds, new SendAccepted(1, VenueId, At(1))),
            OrderStatus.PartiallyFilled => Play(InStatus(OrderStatus.New, asked), Filled("t-1", 0.4m, 1.5)),
            OrderStatus.PendingCancel => Play(InStatus(OrderStatus.New, asked), new RequestCancel(OrderReasons.Requested, At(1.5))),
            OrderStatus.Filled => Play(InStatus(OrderStatus.New, asked), Filled("t-1", 1m, 1.5)),
            OrderStatus.Canceled => Play(InStatus(OrderStatus.PendingCancel, asked), Canceled(0m, 1.8)),
            OrderStatus.Rejected => Play(asked, proceeds, new SendRejected(1, "exchange:2011", At(1))),
            OrderStatus.Expired => Play(InStatus(OrderStatus.New, asked), Canceled(0m, 1.8, OrderReasons.VenueExpired)),
            OrderStatus.NotPlaced => Play(asked, new PlaceFailed(T0)),
            _ => throw new ArgumentOutOfRangeException(nameof(status)),
        };
    }
}
