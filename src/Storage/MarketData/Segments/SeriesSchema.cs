using Trading.Domain.MarketData;

namespace Trading.Storage.MarketData.Segments;

/// <summary>
/// The columns of each kind. The first is the time. In a segment every column is a required integer of Parquet, an optional column without
/// any value is left out, and the file's metadata say version, kind and both scales. Since version 2 a column is narrow (32 bits) where its
/// range allows, and the metadata say what is to be added; in version 1 every column has 64 bits, and may be compressed. A later version may
/// add optional columns.
/// </summary>
internal sealed class SeriesSchema
{
    public const int Version = 2;

    /// <summary>Rows of a full segment.</summary>
    public const int SegmentRows = 131_072;

    public const int DepthLevelsMax = 4;

    public const int Time = 0;

    // Positions in the columns of their kind.
    public const int TradePrice = 1;
    public const int TradeQuantity = 2;
    public const int TradeSide = 3;
    public const int TradeId = 4;
    public const int Bid = 1;
    public const int BidQuantity = 2;
    public const int Ask = 3;
    public const int AskQuantity = 4;
    public const int Depth = 5;
    public const int DepthColumns = 4;
    public const int Open = 1;
    public const int High = 2;
    public const int Low = 3;
    public const int Close = 4;
    public const int Volume = 5;
    public const int CandleTrades = 6;
    public const int MarkPrice = 1;
    public const int IndexPrice = 2;
    public const int MarkRate = 3;
    public const int FundingRate = 1;

    private static readonly string[] EventTime = ["timestamp_ms", "time", "transact_time"];

    private static readonly SeriesSchema[] Schemas =
    [
        new(SeriesKind.Funding,
        [
            new("timestamp_ms", ColumnRole.Time, ["timestamp_ms", "calc_time"]),
            new("funding_rate", ColumnRole.Rate, ["funding_rate", "last_funding_rate"]),
        ]),
        new(SeriesKind.Mark,
        [
            new("timestamp_ms", ColumnRole.Time, ["timestamp_ms", "open_time", "date"]),
            new("mark_price", ColumnRole.Price, ["mark_price", "open"]),
            new("index_price", ColumnRole.Price, ["index_price"], IsOptional: true),
            new("funding_rate", ColumnRole.Rate, ["funding_rate"], IsOptional: true),
        ]),
        new(SeriesKind.Trades,
        [
            new("timestamp_ms", ColumnRole.Time, EventTime),
            new("price", ColumnRole.Price, ["price"]),
            new("quantity", ColumnRole.Quantity, ["quantity", "qty"]),
            new("side", ColumnRole.Side, ["side", "is_buyer_maker"]),
            new("trade_id", ColumnRole.Number, ["trade_id", "agg_trade_id", "id"], IsOptional: true),
        ]),
        new(SeriesKind.Book,
        [
            new("timestamp_ms", ColumnRole.Time, ["timestamp_ms", "transaction_time"]),
            new("bid", ColumnRole.Price, ["bid", "best_bid_price"]),
            new("bid_qty", ColumnRole.Quantity, ["bid_qty", "best_bid_qty"]),
            new("ask", ColumnRole.Price, ["ask", "best_ask_price"]),
            new("ask_qty", ColumnRole.Quantity, ["ask_qty", "best_ask_qty"]),
            .. Enumerable.Range(2, DepthLevelsMax).SelectMany(DeeperLevel),
        ]),
        new(SeriesKind.Candles,
        [
            new("timestamp_ms", ColumnRole.Time, ["timestamp_ms", "open_time", "date"]),
            new("open", ColumnRole.Price, ["open"]),
            new("high", ColumnRole.Price, ["high"]),
            new("low", ColumnRole.Price, ["low"]),
            new("close", ColumnRole.Price, ["close"]),
            new("volume", ColumnRole.Quantity, ["volume"]),
            new("trades", ColumnRole.Number, ["trades", "count"], IsOptional: true),
        ]),
    ];

    private SeriesSchema(SeriesKind kind, SeriesColumn[] columns)
    {
        Kind = kind;
        Columns = columns;
    }

    public SeriesKind Kind { get; }

    public IReadOnlyList<SeriesColumn> Columns { get; }

    public static SeriesSchema Of(SeriesKind kind) => Schemas[(int)kind];

    /// <summary>Level 2 is the first below the top.</summary>
    private static IEnumerable<SeriesColumn> DeeperLevel(int level) =>
        from side in (string[])["bid", "ask"]
        from column in (SeriesColumn[])
        [
            new($"{side}{level}", ColumnRole.Price, [$"{side}{level}"], IsOptional: true),
            new($"{side}_qty{level}", ColumnRole.Quantity, [$"{side}_qty{level}"], IsOptional: true),
        ]
        select column;
}
