using Trading.Domain.Orders;

namespace Trading.Backtest.Orders;

/// <summary>An order of the run with what the desk must know to tell its story.</summary>
/// <param name="owner">The instance that asked for it; null for a protective order of a position.</param>
/// <param name="reference">Mid (else last price) at the decision.</param>
/// <param name="cell">Where its results are attributed to.</param>
internal sealed class DeskOrder(ReplaySymbol symbol, ReplayInstance? owner, int cell, string strategy, decimal reference)
{
    public ReplaySymbol Symbol => symbol;

    public ReplayInstance? Owner => owner;

    public int Cell => cell;

    public string Strategy => strategy;

    /// <summary>Counts the session's orders in the order in which they were made, from 1.</summary>
    public long Ordinal { get; set; }

    public decimal Reference => reference;

    /// <summary>Exit reason should a fill of it close the position, fixed when it is placed; null for the one of its purpose.</summary>
    public string? ExitReason { get; init; }

    /// <summary>Null until the machine has stored it.</summary>
    public Order? Order { get; set; }
}
