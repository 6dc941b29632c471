using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Import;

/// <summary>The files that Binance publishes without a header (data.binance.vision), told apart by the number and the kind of their columns.</summary>
internal static class BinanceLayouts
{
    private const string Ignored = "";

    private static readonly (SeriesKind Kind, string[] Names, int FlagField)[] Known =
    [
        // Futures trades; spot trades add a flag; so the flag's position tells them from aggregate trades.
        (SeriesKind.Trades, ["id", "price", "qty", Ignored, "time", "is_buyer_maker"], 5),
        (SeriesKind.Trades, ["id", "price", "qty", Ignored, "time", "is_buyer_maker", Ignored], 5),
        (SeriesKind.Trades, ["agg_trade_id", "price", "quantity", Ignored, Ignored, "transact_time", "is_buyer_maker"], 6),
        (SeriesKind.Trades, ["agg_trade_id", "price", "quantity", Ignored, Ignored, "transact_time", "is_buyer_maker", Ignored], 6),
        (SeriesKind.Book, [Ignored, "best_bid_price", "best_bid_qty", "best_ask_price", "best_ask_qty", "transaction_time", Ignored], -1),
        (SeriesKind.Candles, ["open_time", "open", "high", "low", "close", "volume", Ignored, Ignored, "count", Ignored, Ignored, Ignored], -1),
        (SeriesKind.Mark, ["open_time", "open", Ignored, Ignored, Ignored, Ignored, Ignored, Ignored, Ignored, Ignored, Ignored, Ignored], -1),
        (SeriesKind.Funding, ["calc_time", Ignored, "last_funding_rate"], -1),
    ];

    /// <returns>Null when the first row is of no known file of the kind.</returns>
    public static ColumnLayout? Find(SeriesSchema schema, RowFields firstRow)
    {
        foreach (var (kind, names, flagField) in Known)
        {
            if (kind == schema.Kind && names.Length == firstRow.Count && (flagField < 0 || IsFlag(firstRow[flagField])))
            {
                return ColumnLayout.OfHeader(schema, names);
            }
        }

        return null;
    }

    private static bool IsFlag(ReadOnlySpan<byte> field) => FlagText.TryParse(field, out _) && !char.IsAsciiDigit((char)field[0]);
}
