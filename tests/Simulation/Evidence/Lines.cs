namespace Trading.Simulation.Evidence;

/// <summary>A line of the venue's own ledger.</summary>
/// <param name="Order">Client order id; the symbol for what is about a position.</param>
internal sealed record VenueLine(
    long AtMs, string Order, string Kind, long First, long Second, decimal Price, decimal Quantity, decimal Amount, string? Detail);

/// <summary>A create that reached the venue.</summary>
/// <param name="DecidedAtMs">When the sending process let go of it.</param>
/// <param name="IsTaken">The venue admitted it.</param>
/// <param name="IsLie">It answered with a definite no all the same.</param>
internal sealed record CreateLine(
    long AtMs, long DecidedAtMs, string Order, int Attempt, bool IsTaken, bool IsLie, string? Reason, string Symbol, string Side, string Type,
    decimal Quantity, decimal? Price, decimal? StopPrice, bool ReduceOnly, string Purpose);

/// <summary>What a client did and was told.</summary>
/// <param name="Kind"><c>asked</c>, <c>accepted</c> (2xx), <c>refused</c> (2xx, Rejected), <c>failed</c>, <c>stop-asked</c>, <c>stopped</c>, <c>started</c>.</param>
/// <param name="Subject">Order or session.</param>
internal sealed record ClientLine(
    long AtMs, string Kind, string Subject, string Origin, string Symbol, string Side, string Type, decimal Quantity, decimal? Price, bool ReduceOnly, int Leverage);

/// <summary>A step of an order as the journal has it.</summary>
internal sealed record JournalLine(string Order, long Sequence, string Event, string Status);

/// <summary>An order as the service shows it at the end.</summary>
internal sealed record OrderAnswer(
    string Order, string Status, string? Reason, string Symbol, string Side, string Type, decimal Quantity, decimal? Price, decimal? StopPrice,
    bool ReduceOnly, string Purpose, decimal Filled, decimal Fees, string[] TradeIds, string[] Corrections, int Attempts, long? EndedAtMs, long? DeadlineAtMs,
    long PlacedAtMs, int OutboxLength, bool IsRetired, int Writes);

internal sealed record PositionAnswer(
    string Symbol, decimal Quantity, decimal Cost, int OutboxLength, int ProtectiveOrders, int RememberedOrders, decimal Fees);

internal sealed record LedgerLine(long Sequence, string Kind, decimal Amount, decimal Balance, string? Order, string? Trade);

/// <summary>An approval, with what the account stood on when it gave it.</summary>
/// <param name="Worse">The largest position that the account's own books allowed for, this order included.</param>
internal sealed record ApprovalLine(
    long AtMs, string Order, string Symbol, string Side, decimal Quantity, decimal Mark, decimal Equity, decimal Worse);

internal sealed record AlertLine(string Order, string Code);

/// <summary>An order became over in storage for the first time.</summary>
internal sealed record EndLine(string Order, long AtMs);
