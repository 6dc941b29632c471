using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Reading;

internal sealed class TradeCursor(ISegmentSource segments, DatasetSymbol symbol, long fromMs, long toMs, CancellationToken cancellation)
    : EventCursor(segments, symbol, SeriesKind.Trades, SeriesSchema.TradeId, fromMs, toMs, cancellation)
{
    protected override void Write(EventBuffer buffer, int count, int end)
    {
        var (times, prices) = (Times, Column(SeriesSchema.TradePrice));
        var (quantities, sides) = (Column(SeriesSchema.TradeQuantity), Column(SeriesSchema.TradeSide));
        for (var row = Row; row < end; row++)
        {
            buffer.Events[count++] = new MarketEvent
            {
                TimeMs = times[row],
                Price = prices[row],
                Quantity = quantities[row],
                Side = (TakerSide)sides[row],
                Kind = MarketEventKind.Trade,
                DepthIndex = -1,
            };
        }
    }
}

/// <param name="depthLevels">Deeper levels that are written with each event.</param>
/// <param name="depth">Takes the segments over to read deeper levels on demand; null where that is not wanted.</param>
internal sealed class BookCursor(
    ISegmentSource segments, DatasetSymbol symbol, int depthLevels, RecordedDepth? depth, long fromMs, long toMs, CancellationToken cancellation)
    : EventCursor(
        segments, symbol, SeriesKind.Book, SeriesSchema.Depth + (depthLevels * SeriesSchema.DepthColumns), fromMs, toMs, cancellation)
{
    private readonly long[][] _columns = new long[SeriesSchema.Of(SeriesKind.Book).Columns.Count][];

    // A level that a segment does not have reads as zeros, never as what an earlier segment left there.
    private readonly long[] _absent = depthLevels == 0 ? [] : new long[SeriesSchema.SegmentRows];

    private int _firstIndex = -1;

    /// <summary>Depth index of the newest book written; −1 before the first, and when it has no deeper level.</summary>
    public int NewestIndex { get; private set; } = -1;

    protected override void Write(EventBuffer buffer, int count, int end)
    {
        var (times, bids, bidQuantities) = (Times, _columns[SeriesSchema.Bid], _columns[SeriesSchema.BidQuantity]);
        var (asks, askQuantities) = (_columns[SeriesSchema.Ask], _columns[SeriesSchema.AskQuantity]);
        var (firstIndex, hasIndex) = (_firstIndex, _firstIndex >= 0);
        for (var row = Row; row < end; row++)
        {
            buffer.Events[count++] = new MarketEvent
            {
                TimeMs = times[row],
                Price = bids[row],
                Quantity = bidQuantities[row],
                AskPrice = asks[row],
                AskQuantity = askQuantities[row],
                Kind = MarketEventKind.Book,
                DepthIndex = hasIndex ? firstIndex + row : depthLevels == 0 ? -1 : WriteDepth(buffer, row),
            };
        }

        NewestIndex = hasIndex && end > Row ? firstIndex + end - 1 : end > Row ? -1 : NewestIndex;
    }

    /// <summary>Runs are short: looking up each column of the segment once pays.</summary>
    protected override void OnLoaded(SegmentReader segment)
    {
        if (depth is null)
        {
            base.OnLoaded(segment);
        }
        else
        {
            _firstIndex = depth.Take(segment);
        }

        for (var column = 0; column < _columns.Length; column++)
        {
            _columns[column] = Has(column) ? Column(column) : _absent;
        }
    }

    /// <returns>Index of the first level, or -1 when the row has only the top.</returns>
    private int WriteDepth(EventBuffer buffer, int row)
    {
        var columns = _columns.AsSpan(SeriesSchema.Depth);
        if (columns[0][row] == 0 && columns[2][row] == 0)
        {
            return -1;
        }

        var first = buffer.LevelCount;
        foreach (ref var level in buffer.AddLevels())
        {
            level.BidPrice = columns[0][row];
            level.BidQuantity = columns[1][row];
            level.AskPrice = columns[2][row];
            level.AskQuantity = columns[3][row];
            columns = columns[SeriesSchema.DepthColumns..];
        }

        return first;
    }
}

internal sealed class MarkCursor(ISegmentSource segments, DatasetSymbol symbol, long fromMs, long toMs, CancellationToken cancellation)
    : EventCursor(segments, symbol, SeriesKind.Mark, SeriesSchema.MarkRate + 1, fromMs, toMs, cancellation)
{
    protected override void Write(EventBuffer buffer, int count, int end)
    {
        var marks = Column(SeriesSchema.MarkPrice);
        for (var row = Row; row < end; row++)
        {
            buffer.Events[count++] = new MarketEvent
            {
                TimeMs = Times[row],
                Price = marks[row],
                AskPrice = Has(SeriesSchema.IndexPrice) ? Column(SeriesSchema.IndexPrice)[row] : 0,
                AskQuantity = Has(SeriesSchema.MarkRate) ? Column(SeriesSchema.MarkRate)[row] : MarketEvent.None,
                Kind = MarketEventKind.Mark,
                DepthIndex = -1,
            };
        }
    }
}

internal sealed class FundingCursor(ISegmentSource segments, DatasetSymbol symbol, long fromMs, long toMs, CancellationToken cancellation)
    : EventCursor(segments, symbol, SeriesKind.Funding, SeriesSchema.FundingRate + 1, fromMs, toMs, cancellation)
{
    protected override void Write(EventBuffer buffer, int count, int end)
    {
        var rates = Column(SeriesSchema.FundingRate);
        for (var row = Row; row < end; row++)
        {
            buffer.Events[count++] = new MarketEvent
            {
                TimeMs = Times[row],
                Quantity = rates[row],
                Kind = MarketEventKind.Funding,
                DepthIndex = -1,
            };
        }
    }
}
