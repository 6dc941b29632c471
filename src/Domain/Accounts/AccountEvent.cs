using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;
using Trading.Domain.Instruments;
using Trading.Domain.Risk;

namespace Trading.Domain.Accounts;

/// <summary>What happened to an account.</summary>
[JsonDerivedType(typeof(LedgerPosted), "ledger-posted")]
[JsonDerivedType(typeof(PositionBooked), "position-booked")]
[JsonDerivedType(typeof(OrderReserved), "order-reserved")]
[JsonDerivedType(typeof(ReservationChanged), "reservation-changed")]
[JsonDerivedType(typeof(ReservationReleased), "reservation-released")]
[JsonDerivedType(typeof(SymbolHeld), "symbol-held")]
[JsonDerivedType(typeof(SymbolMarked), "symbol-marked")]
[JsonDerivedType(typeof(SymbolFrozen), "symbol-frozen")]
[JsonDerivedType(typeof(DayOpened), "day-opened")]
[JsonDerivedType(typeof(EquityEvaluated), "equity-evaluated")]
[JsonDerivedType(typeof(KillSwitchTripped), "kill-switch-tripped")]
[JsonDerivedType(typeof(KillSwitchReset), "kill-switch-reset")]
[JsonDerivedType(typeof(GatesChanged), "gates-changed")]
[JsonDerivedType(typeof(StaleChanged), "stale-changed")]
[JsonDerivedType(typeof(LimitsChanged), "limits-changed")]
[GenerateSerializer, Immutable, Alias("account-event")]
public abstract record AccountEvent([property: Id(0)] DateTimeOffset At);

/// <summary>A line of the ledger; deposits and withdrawals also move the peak and the day's opening.</summary>
[GenerateSerializer, Immutable, Alias("ledger-posted")]
public sealed record LedgerPosted([property: Id(0)] LedgerEntry Entry) : AccountEvent(Entry.At);

/// <summary>The position's quantity, cost and margin as of its event.</summary>
[GenerateSerializer, Immutable, Alias("position-booked")]
public sealed record PositionBooked(
    DateTimeOffset At,
    [property: Id(0)] Symbol Symbol,
    [property: Id(1)] long PositionSequence,
    [property: Id(2)] decimal Quantity,
    [property: Id(3)] decimal Cost,
    [property: Id(4)] decimal Margin,
    [property: Id(5)] int Leverage,
    [property: Id(6)] decimal Mark) : AccountEvent(At);

/// <summary>The order was approved and its margin set aside.</summary>
/// <param name="Approved">For the limits on pace and repetition; null when rebuilt.</param>
[GenerateSerializer, Immutable, Alias("order-reserved")]
public sealed record OrderReserved(DateTimeOffset At, [property: Id(0)] Reservation Reservation, [property: Id(1)] RecentOrder? Approved)
    : AccountEvent(At);

/// <summary>Claimed, partly filled, or ended with fills on their way.</summary>
[GenerateSerializer, Immutable, Alias("reservation-changed")]
public sealed record ReservationChanged(DateTimeOffset At, [property: Id(0)] Reservation Reservation) : AccountEvent(At);

[GenerateSerializer, Immutable, Alias("reservation-released")]
public sealed record ReservationReleased(DateTimeOffset At, [property: Id(0)] string OrderId) : AccountEvent(At);

/// <param name="Holder">Instance, or empty when the symbol is free again.</param>
[GenerateSerializer, Immutable, Alias("symbol-held")]
public sealed record SymbolHeld(DateTimeOffset At, [property: Id(0)] Symbol Symbol, [property: Id(1)] string Holder) : AccountEvent(At);

[GenerateSerializer, Immutable, Alias("symbol-marked")]
public sealed record SymbolMarked(DateTimeOffset At, [property: Id(0)] Symbol Symbol, [property: Id(1)] decimal Mark) : AccountEvent(At);

/// <param name="Reason">Empty when it is no longer frozen.</param>
[GenerateSerializer, Immutable, Alias("symbol-frozen")]
public sealed record SymbolFrozen(DateTimeOffset At, [property: Id(0)] Symbol Symbol, [property: Id(1)] string Reason) : AccountEvent(At);

/// <summary>A UTC day began.</summary>
/// <param name="Equity">The day's opening equity.</param>
[GenerateSerializer, Immutable, Alias("day-opened")]
public sealed record DayOpened(DateTimeOffset At, [property: Id(0)] DateOnly Day, [property: Id(1)] decimal Equity) : AccountEvent(At);

/// <summary>Equity at refreshed marks; a new high is the new peak.</summary>
[GenerateSerializer, Immutable, Alias("equity-evaluated")]
public sealed record EquityEvaluated(DateTimeOffset At, [property: Id(0)] decimal Equity) : AccountEvent(At);

[GenerateSerializer, Immutable, Alias("kill-switch-tripped")]
public sealed record KillSwitchTripped([property: Id(0)] KillSwitch KillSwitch) : AccountEvent(KillSwitch.At);

/// <param name="Equity">The new peak.</param>
[GenerateSerializer, Immutable, Alias("kill-switch-reset")]
public sealed record KillSwitchReset(
    DateTimeOffset At, [property: Id(0)] string Reason, [property: Id(1)] string Actor, [property: Id(2)] decimal Equity) : AccountEvent(At);

/// <param name="OpenSessions">Sessions whose gate is open after it.</param>
/// <param name="ClosedSessions">The latest sessions whose gate was closed for good.</param>
[GenerateSerializer, Immutable, Alias("gates-changed")]
public sealed record GatesChanged(
    DateTimeOffset At, [property: Id(0)] ImmutableArray<string> OpenSessions, [property: Id(1)] ImmutableArray<string> ClosedSessions) : AccountEvent(At);

[GenerateSerializer, Immutable, Alias("stale-changed")]
public sealed record StaleChanged(DateTimeOffset At, [property: Id(0)] bool IsStale) : AccountEvent(At);

[GenerateSerializer, Immutable, Alias("limits-changed")]
public sealed record LimitsChanged(DateTimeOffset At, [property: Id(0)] RiskLimits Limits) : AccountEvent(At);
