using System.Collections.Immutable;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Remote.Wire;

/// <param name="SentAt">The persisted send time, as the platform counts it; latency counts from it.</param>
/// <param name="SignedAt">The same moment by the venue's clock, as far as the platform knows that; judged with the receive window.</param>
public sealed record WireSubmit(OrderRequest Request, DateTimeOffset SentAt, DateTimeOffset SignedAt, int ReceiveWindowMs);

public sealed record WireCancel(Symbol Symbol, DateTimeOffset SentAt);

/// <param name="Report">Null when the outcome comes later, by push or query.</param>
public sealed record WireAnswer(VenueReport? Report);

public sealed record WireMarket(string Account, string Feed, long First, bool StopsAtReport, WireBatch Batch);

public sealed record WireEnd(string Account, ImmutableArray<Symbol> Symbols);

/// <param name="Cause">Id of the command; applied once.</param>
/// <param name="Amount">Signed, quote units.</param>
public sealed record WireTransfer(string Cause, decimal Amount);

/// <summary>What a refusal says: a fixed code and a sentence.</summary>
public sealed record WireProblem(string Code, string Detail);
