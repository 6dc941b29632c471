using System.Text.Json;
using Trading.Domain.Positions;
using Trading.Grains.Journal;
using Trading.Storage.Accounts;
using Trading.Storage.Alerts;
using Trading.Storage.Journal;
using Trading.Storage.Json;
using Trading.Storage.Results;

namespace Trading.Grains.Positions;

/// <summary>What a position tells, as entries and rows.</summary>
internal static class PositionRecords
{
    public static JournalBatch Of(PositionBook book, IReadOnlyList<PositionOutboxEntry> entries, DateTimeOffset now) => new()
    {
        Records = [.. entries.Select(entry => RecordOf(book, entry))],
        Rows = new ResultBatch { Positions = [RowOf(book, now)] },
        Alerts = [.. entries.Where(entry => entry.News is PositionAlerted).Select(entry => AlertOf(book, entry.Sequence, (PositionAlerted)entry.News))],
    };

    private static LiveRecord RecordOf(PositionBook book, PositionOutboxEntry entry)
    {
        var moved = (entry.News as PositionMoved)?.Booking.Event;
        var trip = (moved as PositionClosed)?.RoundTrip;
        if (moved is PositionLiquidated liquidated)
        {
            // Decided together with its round trip, which knows whose it was; the journal has acknowledged neither.
            trip = book.Outbox.Select(later => (later.News as PositionMoved)?.Booking.Event).OfType<PositionClosed>()
                .FirstOrDefault(closing => closing.Sequence == liquidated.Sequence + 1)?.RoundTrip;
        }

        var session = SessionOf(book, trip);
        return new LiveRecord(new JournalEntry(
            book.Position.Id, entry.Sequence, "position", book.Context.Owner, session, entry.News.At,
            JsonSerializer.Serialize(entry.News, TradingJson.Options)))
        {
            RoundTrip = moved is PositionClosed && trip is not null ? RowOf(book, trip) : null,
            Fill = moved is PositionLiquidated forced
                ? FillRow.OfLiquidation(book.Position, forced, session, book.Account, book.Context.Owner, 0, trip?.Owner.Strategy is { Length: > 0 } strategy ? strategy : null)
                : null,
        };
    }

    private static AlertRow AlertOf(PositionBook book, long sequence, PositionAlerted alert) => new(
        FormattableString.Invariant($"alr-{book.Position.Id}.{sequence}"), book.Context.Owner, SessionOf(book, null),
        alert.Code is PositionAlert.MarginLevel ? "warning" : "critical", alert.Code, alert.Detail, alert.At);

    private static RoundTripRow RowOf(PositionBook book, RoundTrip trip) => new(
        trip.Owner.Session, 0, book.Account, trip.Owner.Strategy, trip.Symbol, trip.Side is PositionSide.Long ? "long" : "short", trip.EntryAt,
        trip.ExitAt, trip.EntryPrice, trip.ExitPrice, trip.Quantity, trip.GrossPnl, trip.Fees, trip.Funding, trip.NetPnl, trip.Mae, trip.Mfe,
        (long)trip.Duration.TotalMilliseconds, trip.ExitReason);

    private static PositionRow RowOf(PositionBook book, DateTimeOffset now)
    {
        var position = book.Position;
        return new PositionRow(
            position.Id, book.Account, SessionOf(book, null), book.Context.Owner, position.Symbol, position.Quantity, position.EntryPrice,
            position.MarkPrice, position.IsFlat ? 0m : position.UnrealizedPnl, position.TotalRealizedPnl, position.TotalFees, position.TotalFunding,
            position.Leverage, position.Margin.Total, position.IsFlat ? null : (double?)position.MarginRatioPct(position.MarkPrice),
            position.Margin.LiquidationPrice, position.IsFlat ? null : book.StopPrice, position.IsFlat ? null : book.TakeProfitPrice,
            position.Open?.EntryAt, now, book.Sequence);
    }

    private static string? SessionOf(PositionBook book, RoundTrip? trip) =>
        (trip?.Owner ?? book.Position.Open?.Owner)?.Session is { Length: > 0 } session ? session : null;
}
