using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Reading;

/// <summary>Turns the rows of one series into market events, a run at a time.</summary>
/// <param name="columns">How many of the first columns are read into the block.</param>
internal abstract class EventCursor(
    ISegmentSource segments, DatasetSymbol symbol, SeriesKind kind, int columns, long fromMs, long toMs, CancellationToken cancellation)
    : SeriesCursor(segments, symbol, kind, columns, fromMs, toMs, cancellation)
{
    private static readonly ushort[] InTurn = [.. Enumerable.Range(0, ushort.MaxValue + 1).Select(place => (ushort)place)];

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

        var written = end - Row;
        Emit(buffer, InTurn.AsSpan(count, written));
        return count + written;
    }

    /// <summary>Writes coming rows of this segment, each in its place of the batch, and goes on behind them.</summary>
    public void Emit(EventBuffer buffer, ReadOnlySpan<ushort> places)
    {
        Write(buffer, places);
        MoveTo(Row + places.Length);
    }

    /// <summary>Writes the rows from the current one on, one for each place.</summary>
    protected abstract void Write(EventBuffer buffer, ReadOnlySpan<ushort> places);
}
