using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Positions;

namespace Trading.Storage.Results;

/// <summary>An order as lists show it.</summary>
/// <param name="SessionId">Null for a manual order outside a session.</param>
/// <param name="Sequence">Orders orders of one instant: their place in the session's stream of events.</param>
/// <param name="InstanceId">Key of the strategy instance; null for a manual order.</param>
/// <param name="Fees">Quote units; above 0 is paid.</param>
/// <param name="Reason">First reason of a refusal or of the end; null when there is none.</param>
/// <param name="Reasons">All reasons, as a JSON array.</param>
/// <param name="Revision">The higher one is the newer truth.</param>
/// <param name="ReferencePrice">Mid, else last price, at the decision, which slippage is measured against; null when unknown.</param>
public sealed record OrderRow(
    string Id, string? SessionId, string AccountId, string Owner, long Sequence, string? InstanceId, string? Strategy, string? SignalId,
    OrderPurpose Purpose, Symbol Symbol, Side Side, OrderType Type, TimeInForce TimeInForce, decimal Quantity, decimal? Price, decimal? StopPrice,
    bool ReduceOnly, int Leverage, OrderStatus Status, decimal FilledQuantity, decimal? AveragePrice, decimal Fees, string? Reason, string Reasons,
    DateTimeOffset CreatedAt, DateTimeOffset? Deadline, DateTimeOffset UpdatedAt, long Revision, decimal? ReferencePrice = null);

/// <summary>One entry of an order's history.</summary>
/// <param name="Sequence">Counts the order's own events, from 0.</param>
/// <param name="Detail">What came with the event, as JSON; null when nothing did.</param>
public sealed record OrderEventRow(
    string OrderId, long Sequence, string? SessionId, DateTimeOffset At, OrderStatus Status, string Event, string? Detail);

/// <param name="OrderId">Of a liquidation, which has no order, the id of its position.</param>
/// <param name="Sequence">Place in the session's stream of events.</param>
public sealed record FillRow(
    string OrderId, string TradeId, string? SessionId, string AccountId, string Owner, long Sequence, string? Strategy, Symbol Symbol, Side Side,
    decimal Price, decimal Quantity, decimal Fee, Liquidity Liquidity, DateTimeOffset At)
{
    private const string PositionPrefix = "pos-";

    /// <summary>The fill by which the venue closed a position: against what was held, at the bankruptcy price, without a fee (it is part of the margin that is lost).</summary>
    public static FillRow OfLiquidation(
        Position position, PositionLiquidated liquidated, string? session, string account, string owner, long sequence, string? strategy)
    {
        ArgumentNullException.ThrowIfNull(position);
        ArgumentNullException.ThrowIfNull(liquidated);
        return new FillRow(
            position.Id, liquidated.TradeId, session, account, owner, sequence, strategy, position.Symbol, liquidated.Quantity > 0m ? Side.Sell : Side.Buy,
            liquidated.Price, Math.Abs(liquidated.Quantity), 0m, Liquidity.Taker, liquidated.At);
    }

    /// <summary>Whether the venue closed the position by force: then there is no order.</summary>
    public bool IsLiquidation() => OrderId.StartsWith(PositionPrefix, StringComparison.Ordinal);
}
