using System.Collections.Immutable;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Outboxes;
using Trading.Domain.Positions;

namespace Trading.Domain.Tests.Positions;

/// <summary>Deliveries of orders, as their outboxes make them.</summary>
internal static class BookSamples
{
    public const string Account = "acc-alice:demo";
    public const string Id = "pos-alice:demo:btc_usdt";
    public const string Instance = "str-ses-a:fade:btc_usdt";

    public static readonly Symbol Btc = Symbol.Parse("BTC_USDT");
    public static readonly Instrument Instrument = Instrument.WithDefaults(Btc, "simulated", 0.1m, 0.001m);
    public static readonly DateTimeOffset T0 = DateTimeOffset.UnixEpoch.AddYears(56);

    public static OrderContext Context(ProtectionPlan? plan = null, string? exitReason = null) =>
        new("alice", "fade", 1, "simulated", null, Instrument, plan, 100m, exitReason);

    public static OrderRequest Request(
        string name, Side side = Side.Buy, decimal quantity = 1m, OrderPurpose purpose = OrderPurpose.Entry, string instance = Instance) => new(
        ClientOrderId.Create(Account, "ses-a", "sig:" + name, 0), Account, "ses-a", instance, purpose, Btc, side, OrderType.Market, TimeInForce.Gtc,
        quantity, null, null, purpose is not (OrderPurpose.Entry or OrderPurpose.Manual), 2, null, T0);

    public static OrderDelivery Delivery(OrderRequest request, OrderContext context, params ReadOnlySpan<(long Sequence, OrderEvent Event)> entries)
    {
        var made = ImmutableArray.CreateBuilder<OutboxEntry>();
        foreach (var (sequence, change) in entries)
        {
            made.Add(new(sequence, OrderReceivers.Position, change is OrderEnded ended ? ended.Status : OrderStatus.New, change));
        }

        return new(request, context, made.ToImmutable());
    }

    public static OrderFilled Filled(string tradeId, decimal quantity, decimal price = 100m) =>
        new(new Fill(tradeId, price, quantity, 0.01m, Liquidity.Taker, T0), null, T0);

    public static OrderEnded Ended(OrderStatus status, string? reason = null, decimal filled = 0m) => new(status, reason, filled, null, T0);

    /// <summary>A position of one unit, opened by an instance.</summary>
    public static PositionBook Long(ProtectionPlan? plan = null, string instance = Instance) =>
        PositionBookMachine.Hear(null, Id, Delivery(Request("entry", instance: instance), Context(plan), (2, Filled("t-1", 1m))), T0).After!;

    public static IEnumerable<OrderCommand> Commands(PositionBook book) => book.ForOrders().Select(delivery => delivery.Command);

    public static PositionBook AcknowledgeAll(PositionBook book)
    {
        foreach (var entry in book.Outbox)
        {
            foreach (var receiver in new[] { book.Account, entry.Instance, OutboxLimits.Journal, (entry.News as PositionCommandsOrder)?.Command.OrderId })
            {
                book = PositionBookMachine.Acknowledge(book, receiver ?? "", entry.Sequence).After!;
            }
        }

        return book;
    }
}
