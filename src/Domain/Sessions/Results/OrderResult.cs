using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Domain.Sessions.Results;

/// <summary>An order at its end.</summary>
/// <param name="Cell">Index into the builder's cells.</param>
/// <param name="Ordinal">Counts the session's orders in the order in which they were made, from 1.</param>
/// <param name="Price">Limit price, else trigger price, else null.</param>
/// <param name="At">When it was made.</param>
public readonly record struct OrderResult(
    int Cell, long Ordinal, Symbol Symbol, Side Side, OrderType Type, decimal Quantity, decimal? Price, DateTimeOffset At,
    OrderStatus Status, string? Reason, decimal FilledQuantity, decimal? AveragePrice)
{
    public static OrderResult Of(Order order, int cell, long ordinal)
    {
        ArgumentNullException.ThrowIfNull(order);
        var request = order.Request;
        return new OrderResult(
            cell, ordinal, request.Symbol, request.Side, request.Type, request.Quantity, request.Price ?? request.StopPrice, request.CreatedAt,
            order.Status, order.Reason, order.FilledQuantity, order.AverageFillPrice);
    }
}
