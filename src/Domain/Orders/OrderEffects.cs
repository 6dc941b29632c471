namespace Trading.Domain.Orders;

/// <summary>
/// Something that the order asks of the world, as data. They are carried out in the order given, each only once those
/// before it hold; a crash between two leaves a state from which <see cref="OrderActivated"/> goes on.
/// </summary>
public abstract record OrderEffect;

/// <summary>
/// Write the order, guarded by its ETag. A failed write or a conflict ends the activation: nothing that follows is done.
/// An <see cref="ArmTimer"/> of the deadline right behind the first one may run beside it; both must hold.
/// </summary>
/// <param name="CanWait">
/// May join the next write, within a second: a loss would be learnt again from the venue. What it changed is not shown and
/// not told before it is written.
/// </param>
public sealed record Persist(bool CanWait) : OrderEffect
{
    public static Persist Now { get; } = new(CanWait: false);

    public static Persist Soon { get; } = new(CanWait: true);
}

/// <summary>The account's reservation for this opening order is claimed. In a cluster the outbox entry carries it.</summary>
public sealed record Reserve(string OrderId, long Sequence) : OrderEffect;

/// <summary>What is left of the reservation is freed. In a cluster the outbox entry carries it.</summary>
public sealed record Release(string OrderId, long Sequence) : OrderEffect;

/// <summary>Tell the receivers, through the durable outbox. The account's part of placing and ending is <see cref="Reserve"/> and <see cref="Release"/>.</summary>
public sealed record Tell(long Sequence, OrderReceivers Receivers, OrderEvent Event) : OrderEffect;

/// <summary>Send every outbox entry that is not acknowledged once more.</summary>
public sealed record DeliverOutbox : OrderEffect
{
    public static DeliverOutbox All { get; } = new();
}

/// <summary>The caller may be answered: the order is durable and watched.</summary>
public sealed record AnswerCaller : OrderEffect
{
    public static AnswerCaller Now { get; } = new();
}

/// <summary>Come back at once with <see cref="OrderProceeds"/>.</summary>
public sealed record Proceed : OrderEffect
{
    public static Proceed Now { get; } = new();
}

/// <summary>Send the order, signed with the stored time; answer with one of the Send inputs, carrying the attempt.</summary>
public sealed record SendOrder(OrderRequest Request, DateTimeOffset SendAt, int Attempt, TimeSpan ReceiveWindow) : OrderEffect;

/// <summary>Ask the venue what became of the order.</summary>
/// <param name="VenueOrderId">Null while not known: asked by client order id.</param>
/// <param name="Listing">Set when the order can only be found by listing.</param>
public sealed record QueryVenue(OrderRequest Request, string? VenueOrderId, OrderListing? Listing) : OrderEffect;

/// <summary>Ask the venue to cancel; answer with <see cref="CancelAnswered"/>.</summary>
/// <param name="VenueOrderId">Null while not known: cancelled by client order id.</param>
public sealed record SendCancel(OrderRequest Request, string? VenueOrderId) : OrderEffect;

/// <summary>Be woken with <see cref="OrderTick"/> at a time. Replaces an earlier one of the same kind.</summary>
public sealed record ArmTimer(OrderTimer Timer, DateTimeOffset At) : OrderEffect;

/// <summary>No longer be woken by this kind.</summary>
public sealed record DisarmTimer(OrderTimer Timer) : OrderEffect;

/// <summary>Tell a person.</summary>
/// <param name="Code">One of <see cref="OrderAlerts"/>.</param>
public sealed record RaiseAlert(string OrderId, string Code, string Detail) : OrderEffect;

public enum OrderTimer : byte
{
    /// <summary>Durable (a reminder), and precise while the activation lives.</summary>
    Deadline = 0,

    /// <summary>Lives with the activation.</summary>
    Retry = 1,

    /// <summary>Renewal before the venue's own expiry; durable.</summary>
    Renewal = 2,
}
