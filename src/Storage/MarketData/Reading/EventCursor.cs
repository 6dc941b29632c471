using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Reading;

/// <summary>Turns the rows of one series into market events, a run at a time.</summary>
/// <param name="columns">How many of the first columns events are made of.</param>
internal abstract class EventCursor(
    ISegmentSource segments, DatasetSymbol symbol, SeriesKind kind, int columns, long fromMs, long toMs, CancellationToken cancellation)
    : SeriesCursor(segments, symbol, kind, columns, fromMs, toMs, cancellation)
{
    /// <summary>Writes the coming rows up to the limit, inclusive, as long as there is room.</summary>
    /// <returns>Events in the batch now.</returns>
    public int Emit(EventBuffer buffer, int count, long limitMs)
    {
        var room = buffer.Capacity - count;
        var times = Times;
        var end = Row;
        var last = Math.Min(Rows, Row + room);
        while (end < last && times[end] <= limitMs)
        {
            end++;
        }

        Write(buffer, count, end);
        count += end - Row;
        Row = end;
        if (Row == Rows)
        {
            Load();
        }

        return count;
    }

    /// <summary>Writes the rows from the current one to the end, exclusive.</summary>
    protected abstract void Write(EventBuffer buffer, int count, int end);
}
