namespace Trading.Domain.Orders;

/// <summary>Who is told what.</summary>
internal static class OrderAudience
{
    public static OrderReceivers Of(Order order, OrderEvent change) => change switch
    {
        OrderQueried or OrderHeld or OrderAcknowledged => OrderReceivers.None,
        OrderInquired => OrderReceivers.Account,
        OrderRetired => OrderReceivers.Position | OrderReceivers.Account | Instance(order),
        OrderPlaced => OrderReceivers.Journal | (order.IsReducing ? OrderReceivers.None : OrderReceivers.Account),
        OrderRefused => OrderReceivers.Journal | Owner(order),
        OrderFilled => OrderReceivers.Journal | OrderReceivers.Account | OrderReceivers.Position | Instance(order),
        OrderEnded or OrderDisowned => OrderReceivers.Journal | OrderReceivers.Account | Owner(order) | Instance(order),
        OrderAccepted when !order.IsOver => OrderReceivers.Journal | Owner(order) | Instance(order),
        OrderTriggered => OrderReceivers.Journal | Owner(order),
        OrderRenewalDue => OrderReceivers.Journal | OrderReceivers.Position,
        _ => OrderReceivers.Journal,
    };

    /// <summary>The short name that history shows and JSON carries.</summary>
    public static string NameOf(OrderEvent change) => change switch
    {
        OrderPlaced => "placed",
        OrderRefused => "refused",
        OrderDisowned => "disowned",
        OrderIdentified => "identified",
        OrderInquired => "inquired",
        OrderFenced => "fenced",
        OrderDeferred => "deferred",
        OrderUnresolved => "unresolved",
        OrderAccepted => "accepted",
        OrderTriggered => "triggered",
        OrderFilled => "filled",
        OrderCancelRequested => "cancel_requested",
        OrderClosing => "closing",
        OrderEnded => "ended",
        OrderRenewalDue => "renewal_due",
        OrderQueried => "queried",
        OrderHeld => "held",
        OrderAcknowledged => "acknowledged",
        OrderRetired => "retired",
        _ => throw new InvariantException($"Unknown order event {change.GetType().Name}."),
    };

    private static OrderReceivers Instance(Order order) =>
        order.Request.Instance.Length == 0 ? OrderReceivers.None : OrderReceivers.Instance;

    // A position follows the orders that it made itself, and every order that rests on a trigger.
    private static OrderReceivers Owner(Order order) =>
        order.IsTriggerOrder || order.Request.Purpose is OrderPurpose.Stop or OrderPurpose.Target or OrderPurpose.Close
            ? OrderReceivers.Position
            : OrderReceivers.None;
}
