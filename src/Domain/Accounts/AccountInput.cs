using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Risk;

namespace Trading.Domain.Accounts;

/// <summary>What an account is asked or told. Every one may be repeated.</summary>
public abstract record AccountInput(DateTimeOffset At);

/// <param name="Cause">Id of the command; applied once.</param>
/// <param name="Amount">Above 0, at most 12 decimals.</param>
public sealed record Deposit(string Cause, decimal Amount, DateTimeOffset At) : AccountInput(At);

/// <param name="Amount">Above 0, at most 12 decimals, at most what is available.</param>
public sealed record Withdraw(string Cause, decimal Amount, DateTimeOffset At) : AccountInput(At);

/// <param name="Amount">Signed; what the exchange has more than we do. Neither peak nor the day's opening move with it.</param>
public sealed record Correct(string Cause, decimal Amount, Symbol? Symbol, DateTimeOffset At) : AccountInput(At);

/// <summary>Judge an order and, when it is approved, reserve its margin, in one step.</summary>
public sealed record JudgeOrder(OrderRequest Request, Instrument Instrument, RiskMarket Market, DateTimeOffset At) : AccountInput(At);

/// <summary>Book what happened to a position: ledger lines, the reservation's share, the new margin.</summary>
public sealed record BookPosition(PositionBooking Booking) : AccountInput(Booking.Event.At);

/// <summary>The order is durable: its reservation need not be asked after.</summary>
public sealed record ClaimOrder(string OrderId, DateTimeOffset At) : AccountInput(At);

/// <summary>The order is over. What was filled and is not booked yet stays reserved until it is.</summary>
/// <param name="FilledQuantity">Base units filled in all.</param>
public sealed record EndOrder(string OrderId, decimal FilledQuantity, DateTimeOffset At) : AccountInput(At);

/// <summary>Marks as of now; evaluates equity, day and peak. A symbol not named keeps its mark.</summary>
public sealed record RefreshMarks(ImmutableArray<SymbolMark> Marks, DateTimeOffset At) : AccountInput(At);

/// <summary>The session's start. Nothing once its gate was closed.</summary>
public sealed record OpenGate(string Session, DateTimeOffset At) : AccountInput(At);

/// <summary>No order of the session that does not reduce is approved from here on, for good.</summary>
public sealed record CloseGate(string Session, DateTimeOffset At) : AccountInput(At);

/// <param name="ClosePositions">Close at market as well as cancel the entries.</param>
public sealed record TripKillSwitch(string Reason, string Actor, bool ClosePositions, DateTimeOffset At) : AccountInput(At);

/// <param name="Reason">Required.</param>
public sealed record ResetKillSwitch(string Reason, string Actor, DateTimeOffset At) : AccountInput(At);

public sealed record SetStale(bool IsStale, DateTimeOffset At) : AccountInput(At);

/// <param name="Reason">Why; empty unfreezes.</param>
public sealed record FreezeSymbol(Symbol Symbol, string Reason, DateTimeOffset At) : AccountInput(At);

/// <summary>The instance gives up a symbol whose entry it never sent; nothing when another holds it or it is not flat.</summary>
public sealed record ReleaseSymbol(Symbol Symbol, string Instance, DateTimeOffset At) : AccountInput(At);

public sealed record ChangeLimits(RiskLimits Limits, DateTimeOffset At) : AccountInput(At);

/// <summary>Make the reservations those of the orders that are open, and no others.</summary>
public sealed record RebuildReservations(ImmutableArray<OpenOrder> Orders, DateTimeOffset At) : AccountInput(At);

/// <param name="FilledQuantity">Base units of it that the position has booked.</param>
public sealed record OpenOrder(OrderRequest Request, decimal FilledQuantity);

/// <param name="Mark">Quote units for one base unit.</param>
[GenerateSerializer, Immutable, Alias("symbol-mark")]
public readonly record struct SymbolMark([property: Id(0)] Symbol Symbol, [property: Id(1)] decimal Mark);
