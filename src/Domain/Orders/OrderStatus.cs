namespace Trading.Domain.Orders;

/// <summary>State of an order (spec: orders, Vocabulary).</summary>
public enum OrderStatus : byte
{
    /// <summary>The intent is durable; nothing was sent.</summary>
    PendingNew = 0,

    /// <summary>Fenced: a request may be on the wire.</summary>
    Submitting = 1,

    /// <summary>The request's outcome is not known; being resolved by query.</summary>
    Unknown = 2,

    /// <summary>The venue holds it.</summary>
    New = 3,
    PartiallyFilled = 4,

    /// <summary>A cancel was sent, its outcome is open.</summary>
    PendingCancel = 5,
    Filled = 6,
    Canceled = 7,
    Rejected = 8,
    Expired = 9,
    NotPlaced = 10,
}

public static class OrderStatusExtensions
{
    extension(OrderStatus status)
    {
        /// <summary>Over: accepts no command; a late fill may still arrive and is always applied.</summary>
        public bool IsTerminal => status is OrderStatus.Filled or OrderStatus.Canceled or OrderStatus.Rejected
            or OrderStatus.Expired or OrderStatus.NotPlaced;
    }
}
