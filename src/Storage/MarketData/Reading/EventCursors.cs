using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Reading;

internal sealed class TradeCursor(ISegmentSource segments, DatasetSymbol symbol, long fromMs, long toMs, CancellationToken cancellation)
    : EventCursor(segments, symbol, SeriesKind.Trades, fromMs, toMs, cancellation)
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

internal sealed class BookCursor(ISegmentSource segments, DatasetSymbol symbol, long fromMs, long toMs, CancellationToken cancellation)
    : EventCursor(segments, symbol, SeriesKind.Book, fromMs, toMs, cancellation)
{
    private readonly long[][] _columns = new long[SeriesSchema.Of(SeriesKind.Book).Columns.Count][];

    // A level that a segment does not have reads as zeros, never as what an earlier segment left there.
    private readonly long[] _absent = new long[SeriesSchema.SegmentRows];

    protected override void Write(EventBuffer buffer, int count, int end)
    {
        var (times, bids, bidQuantities) = (Times, _columns[SeriesSchema.Bid], _columns[SeriesSchema.BidQuantity]);
        var (asks, askQuantities) = (_columns[SeriesSchema.Ask], _columns[SeriesSchema.AskQuantity]);
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
                DepthIndex = buffer.DepthLevels == 0 ? -1 : WriteDepth(buffer, row),
            };
        }
    }

    /// <summary>Runs are short: looking up each column of the segment once pays.</summary>
    protected override void OnLoaded()
    {
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
    : EventCursor(segments, symbol, SeriesKind.Mark, fromMs, toMs, cancellation)
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
    : EventCursor(segments, symbol, SeriesKind.Funding, fromMs, toMs, cancellation)
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
