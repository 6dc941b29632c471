using System.Text.Json;
using Trading.Domain.Orders;
using Trading.Grains.Journal;
using Trading.Storage.Alerts;
using Trading.Storage.Journal;
using Trading.Storage.Json;
using Trading.Storage.Results;

namespace Trading.Grains.Orders;

/// <summary>What an order tells, as entries and rows.</summary>
internal static class OrderRecords
{
    public static JournalBatch Of(Order order, long? place, OrderDelivery delivery)
    {
        var context = delivery.Context;
        return new JournalBatch
        {
            Records = [.. delivery.Entries.Select(entry => RecordOf(order, context, entry))],
            Rows = new ResultBatch
            {
                Orders = [RowOf(order, place, context)],
                OrderEvents = [.. delivery.Entries.Select(entry => new OrderEventRow(
                    order.Id, entry.Sequence, NullIfEmpty(order.Request.Session), entry.Event.At, entry.Status, entry.Name, entry.Reason))],
            },
        };
    }

    public static JournalBatch Of(Order order, OrderContext context, RaiseAlert alert, DateTimeOffset at) => new()
    {
        Alerts =
        [
            new AlertRow(
                FormattableString.Invariant($"alr-{order.Id}.{alert.Code}.{order.Sequence}"), context.Owner, NullIfEmpty(order.Request.Session), "warning",
                alert.Code, alert.Detail, at),
        ],
    };

    private static LiveRecord RecordOf(Order order, OrderContext context, OutboxEntry entry)
    {
        var session = NullIfEmpty(order.Request.Session);
        var record = new LiveRecord(new JournalEntry(
            order.Id, entry.Sequence, "order", context.Owner, session, entry.Event.At, JsonSerializer.Serialize(entry.Event, TradingJson.Options)));
        return entry.Event is OrderFilled { Fill: var fill }
            ? record with
            {
                Fill = new FillRow(
                    order.Id, fill.TradeId, session, order.Request.Account, context.Owner, 0, NullIfEmpty(context.Strategy), order.Request.Symbol,
                    order.Request.Side, fill.Price, fill.Quantity, fill.Fee, fill.Liquidity, fill.At),
            }
            : record;
    }

    private static OrderRow RowOf(Order order, long? place, OrderContext context)
    {
        var request = order.Request;
        return new OrderRow(
            order.Id, NullIfEmpty(request.Session), request.Account, context.Owner, place ?? order.PlacedAt.Ticks / TimeSpan.TicksPerMicrosecond,
            NullIfEmpty(request.Instance), NullIfEmpty(context.Strategy), null, request.Purpose, request.Symbol, request.Side, request.Type,
            request.TimeInForce, request.Quantity, request.Price, request.StopPrice, request.ReduceOnly, request.Leverage, order.Status,
            order.FilledQuantity, order.AverageFillPrice, order.Fees, order.Reason, JsonSerializer.Serialize(order.Reasons, TradingJson.Options),
            request.CreatedAt, order.DeadlineAt, order.UpdatedAt, order.Sequence, context.ReferencePrice);
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
