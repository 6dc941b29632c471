namespace Trading.Domain.Orders;

/// <summary>The paths of the order machine: every history is one of them.</summary>
public static class OrderTransitions
{
    private static readonly OrderStatus[] Beginnings = [OrderStatus.PendingNew, OrderStatus.Rejected, OrderStatus.NotPlaced];

    // A venue's word is believed in every live state, so that a state restored from a backup meets no impossible report.
    private static readonly OrderStatus[] VenueSays =
        [OrderStatus.New, OrderStatus.PartiallyFilled, OrderStatus.Filled, OrderStatus.Canceled, OrderStatus.Expired, OrderStatus.Rejected];

    private static readonly OrderStatus[][] Next = Build();

    /// <summary>Whether an order may go from one status to another; null is before it exists. Staying is always allowed.</summary>
    public static bool Allows(OrderStatus? from, OrderStatus to) =>
        from == to || Array.IndexOf(from is { } status ? Next[(int)status] : Beginnings, to) >= 0;

    private static OrderStatus[][] Build()
    {
        var next = new OrderStatus[Enum.GetValues<OrderStatus>().Length][];
        Array.Fill(next, []);
        next[(int)OrderStatus.PendingNew] = [OrderStatus.Submitting, OrderStatus.NotPlaced, .. VenueSays];
        next[(int)OrderStatus.Submitting] =
            [OrderStatus.PendingNew, OrderStatus.Unknown, OrderStatus.PendingCancel, OrderStatus.NotPlaced, .. VenueSays];
        next[(int)OrderStatus.Unknown] =
            [OrderStatus.PendingNew, OrderStatus.Submitting, OrderStatus.PendingCancel, OrderStatus.NotPlaced, .. VenueSays];
        next[(int)OrderStatus.New] =
        [
            OrderStatus.PartiallyFilled, OrderStatus.Filled, OrderStatus.PendingCancel, OrderStatus.Canceled, OrderStatus.Expired,
            OrderStatus.Rejected,
        ];
        next[(int)OrderStatus.PartiallyFilled] =
            [OrderStatus.Filled, OrderStatus.PendingCancel, OrderStatus.Canceled, OrderStatus.Expired];
        next[(int)OrderStatus.PendingCancel] =
            [OrderStatus.Filled, OrderStatus.Canceled, OrderStatus.Expired, OrderStatus.Rejected, OrderStatus.NotPlaced];
        return next;
    }
}
