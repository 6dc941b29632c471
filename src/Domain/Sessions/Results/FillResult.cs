using Trading.Domain.Orders;

namespace Trading.Domain.Sessions.Results;

/// <summary>A fill once it is applied to position and ledger.</summary>
/// <param name="OrderOrdinal">Null for a liquidation, which has no order.</param>
/// <param name="Fee">Above 0 is paid.</param>
/// <param name="RealizedPnl">What the fill realised, fees excluded.</param>
/// <param name="DecisionPrice">Mid (else last) when the order was decided; null where there was no decision.</param>
public readonly record struct FillResult(
    int Cell, long? OrderOrdinal, Side Side, decimal Price, decimal Quantity, decimal Fee, Liquidity Liquidity, decimal RealizedPnl,
    decimal? DecisionPrice, DateTimeOffset At);
