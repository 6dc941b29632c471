using Trading.Domain.Orders;

namespace Trading.Backtest.Orders;

/// <summary>An order of the run with what the desk must know to tell its story.</summary>
/// <param name="owner">The instance that asked for it; null for a protective order of a position.</param>
/// <param name="reference">Mid (else last price) at the decision.</param>
internal sealed class DeskOrder(ReplaySymbol symbol, ReplayInstance? owner, string strategy, decimal reference)
{
    public ReplaySymbol Symbol => symbol;

    public ReplayInstance? Owner => owner;

    public string Strategy => strategy;

    public decimal Reference => reference;

    /// <summary>Exit reason should a fill of it close the position; null for what its instance or its purpose say.</summary>
    public string? ExitReason { get; init; }

    /// <summary>Null until the machine has stored it.</summary>
    public Order? Order { get; set; }
}
