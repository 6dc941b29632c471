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
    private long[][] _depth = [];

    protected override void Write(EventBuffer buffer, int count, int end)
    {
        var (times, bids, bidQuantities) = (Times, Column(SeriesSchema.Bid), Column(SeriesSchema.BidQuantity));
        var (asks, askQuantities) = (Column(SeriesSchema.Ask), Column(SeriesSchema.AskQuantity));
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

    protected override void OnLoaded() =>
        _depth = [.. Enumerable.Range(SeriesSchema.Depth, SeriesSchema.DepthLevelsMax * SeriesSchema.DepthColumns)
            .Select(column => Has(column) ? Column(column) : [])];

    /// <returns>Index of the first level, or -1 when the row has only the top.</returns>
    private int WriteDepth(EventBuffer buffer, int row)
    {
        if (Value(0, row) == 0 && Value(2, row) == 0)
        {
            return -1;
        }

        var first = buffer.LevelCount;
        var column = 0;
        foreach (ref var level in buffer.AddLevels())
        {
            level.BidPrice = Value(column, row);
            level.BidQuantity = Value(column + 1, row);
            level.AskPrice = Value(column + 2, row);
            level.AskQuantity = Value(column + 3, row);
            column += SeriesSchema.DepthColumns;
        }

        return first;
    }

    private long Value(int column, int row) => _depth[column] is { Length: > 0 } values ? values[row] : 0;
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
