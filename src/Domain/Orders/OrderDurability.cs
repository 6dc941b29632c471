namespace Trading.Domain.Orders;

/// <summary>Which events are worth a write, and which of those may wait for the next one.</summary>
internal static class OrderDurability
{
    public static Persist? Of(Order order, OrderEvent change) => change switch
    {
        OrderQueried or OrderHeld => null,

        // What the venue would tell again after a crash, or what the next activation would find out by itself.
        OrderAccepted or OrderTriggered or OrderClosing or OrderUnresolved or OrderDeferred or OrderRenewalDue or OrderInquired
            or OrderRetired => Persist.Soon,

        // A lost acknowledgement only repeats an entry that its receiver drops. Once an order rests, the last one is written,
        // so that a sweep over storage lets it rest.
        OrderAcknowledged => order.Outbox.IsEmpty && IsAtRest(order) ? Persist.Soon : null,
        _ => Persist.Now,
    };

    private static bool IsAtRest(Order order) => order.IsOver || order.Status is OrderStatus.New or OrderStatus.PartiallyFilled;
}
