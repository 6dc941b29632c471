using Trading.Domain.MarketData;

namespace Trading.Storage.MarketData.Segments;

/// <summary>Market events as the rows of their series.</summary>
internal static class EventRows
{
    /// <summary>Values that a row has at most, whatever its kind.</summary>
    public static int ColumnsMax { get; } = SeriesSchema.Of(SeriesKind.Book).Columns.Count;

    /// <summary>Writes the event's values, at the scales of its batch, to the beginning of <paramref name="values"/>.</summary>
    /// <returns>The series that it belongs to and the number of values; null for what no series stores: heartbeats, gaps, candle steps.</returns>
    public static (SeriesKind Kind, int Columns)? Fill(MarketBatch batch, int index, Span<long> values)
    {
        ref readonly var market = ref batch.Events[index];
        values[SeriesSchema.Time] = market.TimeMs;
        switch (market.Kind)
        {
            case MarketEventKind.Funding:
                values[SeriesSchema.FundingRate] = market.Quantity;
                return (SeriesKind.Funding, 2);
            case MarketEventKind.Mark:
                (values[SeriesSchema.MarkPrice], values[SeriesSchema.IndexPrice], values[SeriesSchema.MarkRate]) =
                    (market.Price, market.AskPrice, market.AskQuantity);
                return (SeriesKind.Mark, 4);
            case MarketEventKind.Trade:
                (values[SeriesSchema.TradePrice], values[SeriesSchema.TradeQuantity], values[SeriesSchema.TradeSide], values[SeriesSchema.TradeId]) =
                    (market.Price, market.Quantity, (long)market.Side, MarketEvent.None);
                return (SeriesKind.Trades, 5);
            case MarketEventKind.Book:
                (values[SeriesSchema.Bid], values[SeriesSchema.BidQuantity]) = (market.Price, market.Quantity);
                (values[SeriesSchema.Ask], values[SeriesSchema.AskQuantity]) = (market.AskPrice, market.AskQuantity);
                return (SeriesKind.Book, FillDepth(batch.DepthOf(in market), values));
            default:
                return null;
        }
    }

    /// <returns>Values of the row in all.</returns>
    private static int FillDepth(ReadOnlySpan<BookLevel> levels, Span<long> values)
    {
        var column = SeriesSchema.Depth;
        foreach (ref readonly var level in levels[..Math.Min(levels.Length, SeriesSchema.DepthLevelsMax)])
        {
            values[column++] = level.BidPrice;
            values[column++] = level.BidQuantity;
            values[column++] = level.AskPrice;
            values[column++] = level.AskQuantity;
        }

        return column;
    }
}
