using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Exchanges.Remote.Wire;
using Trading.ExchangeSimulator.Faults;

namespace Trading.ExchangeSimulator.Ledger;

/// <summary>Something that changes the exchange. The same inputs in the same order give the same exchange and the same ledger.</summary>
/// <param name="ReceivedAt">Wall time.</param>
[JsonDerivedType(typeof(Opened), "opened")]
[JsonDerivedType(typeof(Submitted), "submitted")]
[JsonDerivedType(typeof(TurnedAway), "turned-away")]
[JsonDerivedType(typeof(CancelAsked), "cancel-asked")]
[JsonDerivedType(typeof(Advanced), "advanced")]
[JsonDerivedType(typeof(DataEnded), "data-ended")]
[JsonDerivedType(typeof(ClosedAtEnd), "closed-at-end")]
[JsonDerivedType(typeof(Transferred), "transferred")]
[JsonDerivedType(typeof(TimePassed), "time-passed")]
[JsonDerivedType(typeof(TradedByHand), "traded-by-hand")]
[JsonDerivedType(typeof(LiquidatedByHand), "liquidated-by-hand")]
[JsonDerivedType(typeof(FaultSet), "fault-set")]
[JsonDerivedType(typeof(FaultsCleared), "faults-cleared")]
[JsonDerivedType(typeof(FaultInjected), "fault-injected")]
[JsonDerivedType(typeof(ClockSet), "clock-set")]
[JsonDerivedType(typeof(Reset), "reset")]
internal abstract record Input(DateTimeOffset ReceivedAt);

internal sealed record Opened(VenueTerms Terms, DateTimeOffset ReceivedAt) : Input(ReceivedAt);

internal sealed record Submitted(string Account, OrderRequest Request, DateTimeOffset SentAt, DateTimeOffset ReceivedAt) : Input(ReceivedAt);

/// <summary>An order that never reached the matching: too late, or refused by a fault.</summary>
internal sealed record TurnedAway(string Account, OrderRequest Request, DateTimeOffset SentAt, string Code, DateTimeOffset ReceivedAt) : Input(ReceivedAt);

/// <param name="FillsFirst">A fault: an execution gets in the cancel's way.</param>
internal sealed record CancelAsked(string Account, string OrderId, DateTimeOffset SentAt, bool FillsFirst, DateTimeOffset ReceivedAt) : Input(ReceivedAt);

internal sealed record Advanced(string Account, string Feed, long First, bool StopsAtReport, WireBatch Batch, DateTimeOffset ReceivedAt) : Input(ReceivedAt);

internal sealed record DataEnded(string Account, ImmutableArray<Symbol> Symbols, DateTimeOffset ReceivedAt) : Input(ReceivedAt);

internal sealed record ClosedAtEnd(string Account, OrderRequest Request, DateTimeOffset ReceivedAt) : Input(ReceivedAt);

/// <param name="Amount">Signed, quote units.</param>
internal sealed record Transferred(string Account, string Cause, decimal Amount, DateTimeOffset ReceivedAt) : Input(ReceivedAt);

/// <summary>No market event says so, but what was sent before this has arrived.</summary>
internal sealed record TimePassed(string Account, DateTimeOffset To, DateTimeOffset ReceivedAt) : Input(ReceivedAt);

internal sealed record TradedByHand(string Account, Symbol Symbol, decimal Quantity, DateTimeOffset ReceivedAt) : Input(ReceivedAt);

internal sealed record LiquidatedByHand(string Account, Symbol Symbol, DateTimeOffset ReceivedAt) : Input(ReceivedAt);

internal sealed record FaultSet(FaultRule Rule, DateTimeOffset ReceivedAt) : Input(ReceivedAt);

internal sealed record FaultsCleared(DateTimeOffset ReceivedAt) : Input(ReceivedAt);

/// <param name="Rule">Key of the rule that drew it.</param>
/// <param name="Left">What is left of its <c>next</c>.</param>
internal sealed record FaultInjected(string Kind, string Account, string? OrderId, string Rule, int Left, DateTimeOffset ReceivedAt) : Input(ReceivedAt);

internal sealed record ClockSet(long SkewMs, DateTimeOffset ReceivedAt) : Input(ReceivedAt);

internal sealed record Reset(DateTimeOffset ReceivedAt) : Input(ReceivedAt);
