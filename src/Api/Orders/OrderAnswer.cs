using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.Api.Sessions;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Grains.Abstractions.Orders;
using Trading.Storage.Json;
using Trading.Storage.Results;

namespace Trading.Api.Orders;

/// <param name="Reason">First reason of a refusal or of the end.</param>
/// <param name="Reasons">All reasons of a refusal.</param>
/// <param name="Sequence">Where the order was made in the session's stream of events, which orders, fills and equity points share.</param>
/// <param name="Revision">Where it last changed in that stream: its end, once it is over.</param>
/// <param name="History">Only when one order is asked for.</param>
/// <param name="Fills">Only when one order is asked for.</param>
public sealed record OrderAnswer(
    string Id, OrderStatus Status, string? Session, string Account, string? Strategy, OrderPurpose Purpose, Symbol Symbol, Side Side, OrderType Type,
    TimeInForce TimeInForce, decimal Quantity, decimal? Price, decimal? StopPrice, bool ReduceOnly, int Leverage, decimal FilledQuantity,
    decimal? AveragePrice, decimal Fees, string? Reason, ImmutableArray<string> Reasons, DateTimeOffset CreatedAt, DateTimeOffset? Deadline,
    DateTimeOffset UpdatedAt, long Sequence, long Revision,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<OrderHistoryAnswer>? History = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FillAnswer>? Fills = null)
{
    public static OrderAnswer From(OrderRow row) => new(
        row.Id, row.Status, row.SessionId, row.AccountId, row.Strategy, row.Purpose, row.Symbol, row.Side, row.Type, row.TimeInForce, row.Quantity,
        row.Price, row.StopPrice, row.ReduceOnly, row.Leverage, row.FilledQuantity, row.AveragePrice, row.Fees, row.Reason,
        JsonSerializer.Deserialize<ImmutableArray<string>>(row.Reasons, TradingJson.Options), row.CreatedAt, row.Deadline, row.UpdatedAt,
        row.Sequence, row.Revision);

    /// <summary>As the order's grain knows it, with what it keeps of history and fills.</summary>
    public static OrderAnswer From(PlacedOrder placed)
    {
        var (order, context) = placed;
        var request = order.Request;
        var sequence = order.PlacedAt.Ticks / TimeSpan.TicksPerMicrosecond;
        var strategy = context.Strategy.Length == 0 ? null : context.Strategy;
        return new OrderAnswer(
            order.Id, order.Status, request.Session.Length == 0 ? null : request.Session, request.Account, strategy, request.Purpose, request.Symbol,
            request.Side, request.Type, request.TimeInForce, request.Quantity, request.Price, request.StopPrice, request.ReduceOnly, request.Leverage,
            order.FilledQuantity, order.AverageFillPrice, order.Fees, order.Reason, order.Reasons, request.CreatedAt, order.DeadlineAt, order.UpdatedAt,
            sequence, order.Sequence,
            [.. order.History.Select(step => new OrderHistoryAnswer(step.At, step.Status, step.Event, step.Reason))],
            [.. order.Fills.Select(fill => new FillAnswer(
                fill.TradeId, order.Id, request.Symbol, request.Side, fill.Price, fill.Quantity, fill.Fee, fill.Liquidity, fill.At, strategy, sequence))]);
    }
}

public sealed record OrderHistoryAnswer(DateTimeOffset At, OrderStatus Status, string Event, string? Reason);
