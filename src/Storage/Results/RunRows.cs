using Trading.Domain.Instruments;

namespace Trading.Storage.Results;

/// <summary>A position from its first fill until it was flat again; money in quote units, funding above 0 is received.</summary>
/// <param name="Sequence">Place in the session's stream of events.</param>
/// <param name="Side"><c>long</c> or <c>short</c>.</param>
/// <param name="DurationMs">Entry to exit.</param>
public sealed record RoundTripRow(
    string SessionId, long Sequence, string AccountId, string Strategy, Symbol Symbol, string Side, DateTimeOffset EntryAt, DateTimeOffset ExitAt,
    decimal EntryPrice, decimal ExitPrice, decimal Quantity, decimal GrossPnl, decimal Fees, decimal Funding, decimal NetPnl, decimal Mae, decimal Mfe,
    long DurationMs, string ExitReason);

/// <param name="DrawdownPct">Fall from the highest equity so far, percent.</param>
public sealed record EquityRow(string SessionId, long Sequence, DateTimeOffset At, decimal Equity, decimal Balance, double DrawdownPct);

/// <param name="Leaves">What the section's conditions read, as a JSON array.</param>
public sealed record InstanceTransitionRow(
    string SessionId, long Sequence, DateTimeOffset At, string Strategy, int Version, Symbol Symbol, string? SignalId, string FromState, string ToState,
    string Section, decimal? Price, string Leaves, string? OrderId, string? Reason);

/// <param name="Sequence">Place of the signal in the session's stream of events; the row is replaced when its outcome is known.</param>
/// <param name="Outcome"><c>canceled</c>, <c>expired</c>, <c>refused</c>, <c>entered</c>, or null while open.</param>
public sealed record SignalRow(
    string SessionId, long Sequence, string Id, string Strategy, int Version, Symbol Symbol, DateTimeOffset At, decimal Price, string? Outcome,
    string? Reason, string? OrderId);

/// <summary>Where an instance stands.</summary>
/// <param name="Ordinal">Session order of strategy, then symbol.</param>
/// <param name="Why">Leaves that led to the state, as a JSON array.</param>
/// <param name="WhyNot">What is still missing, as JSON.</param>
public sealed record InstanceRow(
    string SessionId, int Ordinal, string Strategy, int Version, Symbol Symbol, string State, DateTimeOffset? Since, double WarmupPct, string Why,
    string WhyNot);

/// <summary>The last prices that the session saw of a symbol.</summary>
public sealed record SessionMarketRow(
    string SessionId, Symbol Symbol, decimal? LastPrice, decimal? MarkPrice, decimal? Bid, decimal? Ask, DateTimeOffset? At, string Freshness);

/// <param name="Fingerprint">SHA-256, lower-case hex.</param>
/// <param name="Document">The whole report as JSON.</param>
public sealed record ReportRow(string SessionId, string Fingerprint, decimal FinalEquity, string Document, DateTimeOffset CreatedAt);

/// <param name="CompletedAt">Null while the run goes on, or since it died.</param>
public sealed record RunRow(string SessionId, string RunId, DateTimeOffset BeganAt, DateTimeOffset? CompletedAt);
