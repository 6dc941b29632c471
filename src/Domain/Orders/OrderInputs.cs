using System.Collections.Immutable;
using Trading.Domain.Exchanges;

namespace Trading.Domain.Orders;

/// <summary>Something that an order may have to answer to. Each may come twice, late, or not at all.</summary>
/// <param name="At">Now: event time in lock-step, wall time on a live venue.</param>
public abstract record OrderInput(DateTimeOffset At);

/// <summary>Approved by risk, its margin reserved: store it and send it. Repeating it gives the stored order.</summary>
public sealed record PlaceOrder(OrderRequest Request, DateTimeOffset At) : OrderInput(At);

/// <summary>Refused by risk or filters: store it Rejected.</summary>
public sealed record RefuseOrder(OrderRequest Request, ImmutableArray<string> Reasons, DateTimeOffset At) : OrderInput(At);

/// <summary>The account asks after a reservation that nobody claimed.</summary>
/// <param name="Request">As far as the account knows it; its id and account are true.</param>
public sealed record InquireAfterOrder(OrderRequest Request, DateTimeOffset At) : OrderInput(At);

/// <summary>The caller was told that placing failed (its write or its reminder), though the write may have stood.</summary>
public sealed record PlaceFailed(DateTimeOffset At) : OrderInput(At);

/// <summary>The answer to <see cref="Proceed"/>: everything before it holds.</summary>
public sealed record OrderProceeds(DateTimeOffset At) : OrderInput(At);

/// <summary>The activation was just loaded, whatever ended the one before.</summary>
public sealed record OrderActivated(DateTimeOffset At) : OrderInput(At);

/// <summary>Time passed. Which timer or reminder rang does not matter: the order decides from what is stored.</summary>
public sealed record OrderTick(DateTimeOffset At) : OrderInput(At);

/// <summary>The venue took the order.</summary>
public sealed record SendAccepted(int Attempt, string? VenueOrderId, DateTimeOffset At) : OrderInput(At);

/// <summary>A definite no: a code that the adapter's table lists as one.</summary>
public sealed record SendRejected(int Attempt, string Reason, DateTimeOffset At) : OrderInput(At);

/// <summary>Anything else: no answer, an unlisted code, a broken connection.</summary>
public sealed record SendUncertain(int Attempt, string Reason, DateTimeOffset At) : OrderInput(At);

/// <summary>The request certainly never left the process: no token, open breaker.</summary>
/// <param name="RetryAfter">The venue's own wish; null for the protocol's back-off.</param>
public sealed record SendNotSent(int Attempt, string Reason, TimeSpan? RetryAfter, DateTimeOffset At) : OrderInput(At);

/// <summary>The venue said something of this order by itself.</summary>
public sealed record VenueReported(VenueReport Report, DateTimeOffset At) : OrderInput(At);

/// <summary>A query found the order.</summary>
/// <param name="AskedAt">When the query was sent.</param>
public sealed record QueryFound(VenueOrder Found, DateTimeOffset AskedAt, DateTimeOffset At) : OrderInput(At);

/// <summary>A good query did not find the order.</summary>
public sealed record QueryNotFound(DateTimeOffset AskedAt, DateTimeOffset At) : OrderInput(At);

/// <summary>A good listing of the venue's trigger orders, whatever is in it.</summary>
public sealed record OrdersListed(ImmutableArray<ListedOrder> Orders, DateTimeOffset AskedAt, DateTimeOffset At) : OrderInput(At);

/// <summary>The query told nothing.</summary>
public sealed record QueryFailed(TimeSpan? RetryAfter, DateTimeOffset At) : OrderInput(At);

/// <summary>Somebody wants the order gone.</summary>
/// <param name="Reason"><see cref="OrderReasons.Requested"/>, <see cref="OrderReasons.SessionStopped"/>, ….</param>
public sealed record RequestCancel(string Reason, DateTimeOffset At) : OrderInput(At)
{
    /// <summary>
    /// What the asker knows of the order, its id and account true; null when it was told that the order is stored. With it a
    /// cancel that overtakes the place is not lost: the order is disowned, and the late place refused.
    /// </summary>
    public OrderRequest? Known { get; init; }
}

/// <summary>What became of the cancel request itself. None of the outcomes ends the order: only a report or a query does.</summary>
public sealed record CancelAnswered(CancelOutcome Outcome, TimeSpan? RetryAfter, DateTimeOffset At) : OrderInput(At);

public enum CancelOutcome : byte
{
    /// <summary>The venue will cancel it; its report follows.</summary>
    Accepted = 0,

    /// <summary>The venue knows no such working order: it may be over, or not there yet.</summary>
    Refused = 1,

    /// <summary>Not known.</summary>
    Failed = 2,
}

/// <summary>A receiver has every entry of the outbox up to a sequence.</summary>
public sealed record OutboxAcknowledged(OrderReceivers Receiver, long UpTo, DateTimeOffset At) : OrderInput(At);
