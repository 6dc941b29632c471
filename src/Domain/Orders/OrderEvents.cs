using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;

namespace Trading.Domain.Orders;

/// <summary>Something that happened to an order. Folding them in order gives the order.</summary>
/// <param name="At">Venue time for what the venue reported, else the time that the input carried.</param>
[JsonDerivedType(typeof(OrderPlaced), "placed")]
[JsonDerivedType(typeof(OrderRefused), "refused")]
[JsonDerivedType(typeof(OrderDisowned), "disowned")]
[JsonDerivedType(typeof(OrderIdentified), "identified")]
[JsonDerivedType(typeof(OrderInquired), "inquired")]
[JsonDerivedType(typeof(OrderFenced), "fenced")]
[JsonDerivedType(typeof(OrderDeferred), "deferred")]
[JsonDerivedType(typeof(OrderUnresolved), "unresolved")]
[JsonDerivedType(typeof(OrderAccepted), "accepted")]
[JsonDerivedType(typeof(OrderTriggered), "triggered")]
[JsonDerivedType(typeof(OrderFilled), "filled")]
[JsonDerivedType(typeof(OrderCancelRequested), "cancel_requested")]
[JsonDerivedType(typeof(OrderClosing), "closing")]
[JsonDerivedType(typeof(OrderEnded), "ended")]
[JsonDerivedType(typeof(OrderRenewalDue), "renewal_due")]
[JsonDerivedType(typeof(OrderQueried), "queried")]
[JsonDerivedType(typeof(OrderHeld), "held")]
[JsonDerivedType(typeof(OrderAcknowledged), "acknowledged")]
[JsonDerivedType(typeof(OrderRetired), "retired")]
[GenerateSerializer, Immutable, Alias("order-event")]
public abstract record OrderEvent([property: Id(0)] DateTimeOffset At);

/// <summary>The intent is stored: PendingNew.</summary>
/// <param name="DeadlineAt">Null for none.</param>
[GenerateSerializer, Immutable, Alias("order-placed")]
public sealed record OrderPlaced([property: Id(0)] OrderRequest Request, [property: Id(1)] DateTimeOffset? DeadlineAt, DateTimeOffset At)
    : OrderEvent(At);

/// <summary>Risk or the symbol's filters refused it: Rejected, nothing was sent.</summary>
/// <param name="Reasons">Every reason, at least one; the first is the order's reason.</param>
[GenerateSerializer, Immutable, Alias("order-refused")]
public sealed record OrderRefused([property: Id(0)] OrderRequest Request, [property: Id(1)] ImmutableArray<string> Reasons, DateTimeOffset At)
    : OrderEvent(At);

/// <summary>The account asked after an order that was never placed: NotPlaced from the first, so that a late place is refused.</summary>
[GenerateSerializer, Immutable, Alias("order-disowned")]
public sealed record OrderDisowned([property: Id(0)] OrderRequest Request, DateTimeOffset At) : OrderEvent(At);

/// <summary>The late place of a disowned order tells what it would have been. It stays NotPlaced.</summary>
[GenerateSerializer, Immutable, Alias("order-identified")]
public sealed record OrderIdentified([property: Id(0)] OrderRequest Request, DateTimeOffset At) : OrderEvent(At);

/// <summary>The account is told once more whether its reservation is claimed or free. Changes nothing in the order.</summary>
[GenerateSerializer, Immutable, Alias("order-inquired")]
public sealed record OrderInquired(DateTimeOffset At) : OrderEvent(At);

/// <summary>From here on a request may be on the wire: Submitting.</summary>
/// <param name="SendAt">The request time that the venue judges the request by.</param>
/// <param name="Attempt">From 1.</param>
[GenerateSerializer, Immutable, Alias("order-fenced")]
public sealed record OrderFenced([property: Id(0)] DateTimeOffset SendAt, [property: Id(1)] int Attempt, DateTimeOffset At) : OrderEvent(At);

/// <summary>The attempt never left the process and the order waits for the next one: back to PendingNew. Reducing orders only.</summary>
[GenerateSerializer, Immutable, Alias("order-deferred")]
public sealed record OrderDeferred([property: Id(0)] string Reason, DateTimeOffset At) : OrderEvent(At);

/// <summary>The request's outcome is not known: Unknown.</summary>
[GenerateSerializer, Immutable, Alias("order-unresolved")]
public sealed record OrderUnresolved([property: Id(0)] string Reason, DateTimeOffset At) : OrderEvent(At);

/// <summary>The venue holds the order.</summary>
/// <param name="VenueOrderId">Null when only a fill or a trigger tells that it does.</param>
[GenerateSerializer, Immutable, Alias("order-accepted")]
public sealed record OrderAccepted([property: Id(0)] string? VenueOrderId, DateTimeOffset At) : OrderEvent(At);

/// <summary>A trigger order reached its trigger.</summary>
[GenerateSerializer, Immutable, Alias("order-triggered")]
public sealed record OrderTriggered(DateTimeOffset At) : OrderEvent(At);

/// <summary>A part was executed.</summary>
/// <param name="Correction">Set when the fill came too late or was too much (<see cref="OrderAlerts"/>); it counts all the same.</param>
[GenerateSerializer, Immutable, Alias("order-filled")]
public sealed record OrderFilled([property: Id(0)] Fill Fill, [property: Id(1)] OrderCorrection? Correction, DateTimeOffset At)
    : OrderEvent(At);

/// <summary>A cancel is about to be sent: PendingCancel.</summary>
/// <param name="Reason">Becomes the order's reason if the venue confirms the cancel.</param>
[GenerateSerializer, Immutable, Alias("order-cancel-requested")]
public sealed record OrderCancelRequested([property: Id(0)] string Reason, DateTimeOffset At) : OrderEvent(At);

/// <summary>The venue ended the order; fills are still to come.</summary>
[GenerateSerializer, Immutable, Alias("order-closing")]
public sealed record OrderClosing([property: Id(0)] OrderEnding Ending, DateTimeOffset At) : OrderEvent(At);

/// <summary>The order is over.</summary>
/// <param name="FilledQuantity">Base units filled in all.</param>
/// <param name="AveragePrice">Null when nothing was filled.</param>
[GenerateSerializer, Immutable, Alias("order-ended")]
public sealed record OrderEnded(
    [property: Id(0)] OrderStatus Status,
    [property: Id(1)] string? Reason,
    [property: Id(2)] decimal FilledQuantity,
    [property: Id(3)] decimal? AveragePrice,
    DateTimeOffset At) : OrderEvent(At);

/// <summary>The venue will soon end this trigger order by itself: whoever owns it places the successor, then cancels this one.</summary>
[GenerateSerializer, Immutable, Alias("order-renewal-due")]
public sealed record OrderRenewalDue(DateTimeOffset At) : OrderEvent(At);

/// <summary>A query or a cancel brought nothing new. Counters only: never told, never worth a write.</summary>
/// <param name="GoodAbsences">Good queries in a row, past the horizon, that did not find the order or its missing fills.</param>
/// <param name="AskedAt">When the last of them was sent, so that one answer never counts twice.</param>
/// <param name="Failures">Queries, cancels or sends in a row that led nowhere; sets the back-off.</param>
[GenerateSerializer, Immutable, Alias("order-queried")]
public sealed record OrderQueried(
    [property: Id(0)] int GoodAbsences, [property: Id(1)] DateTimeOffset? AskedAt, [property: Id(2)] int Failures, DateTimeOffset At)
    : OrderEvent(At);

/// <summary>Fills are known to wait at the venue, or no longer. Never told: it is learnt again from the venue.</summary>
[GenerateSerializer, Immutable, Alias("order-held")]
public sealed record OrderHeld([property: Id(0)] bool IsHeld, DateTimeOffset At) : OrderEvent(At);

/// <summary>A receiver has everything up to a sequence.</summary>
[GenerateSerializer, Immutable, Alias("order-acknowledged")]
public sealed record OrderAcknowledged([property: Id(0)] OrderReceivers Receiver, [property: Id(1)] long UpTo, DateTimeOffset At)
    : OrderEvent(At);

/// <summary>Its receivers forget it; a fill that still comes is reconciliation's.</summary>
[GenerateSerializer, Immutable, Alias("order-retired")]
public sealed record OrderRetired(DateTimeOffset At) : OrderEvent(At);
