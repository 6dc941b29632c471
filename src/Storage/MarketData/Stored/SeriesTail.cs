using System.Collections.Concurrent;
using System.Collections.Immutable;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Storage.Datasets;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Stored;

/// <summary>Reads the newest rows of recorded series. Safe for use by several requests at once.</summary>
public sealed class SeriesTail(ISegmentQueries segments)
{
    private const int RowsHeldMax = 4096;

    // A segment never changes, so neither does its last row.
    private readonly ConcurrentDictionary<long, SeriesRow> _lastRows = new();

    /// <summary>Newest first; fewer than asked when the series has no more.</summary>
    public async Task<IReadOnlyList<RecordedTrade>> TradesAsync(string datasetId, Symbol symbol, int count, CancellationToken cancellation = default)
    {
        var trades = new List<RecordedTrade>(count);
        var headers = await ListAsync(datasetId, symbol, SeriesKind.Trades, cancellation);
        for (var at = headers.Count - 1; at >= 0 && trades.Count < count; at--)
        {
            var block = await ReadAsync(headers[at], SeriesKind.Trades, cancellation);
            for (var row = block.Count - 1; row >= 0 && trades.Count < count; row--)
            {
                trades.Add(SeriesRow.Of(block, row).ToTrade());
            }
        }

        return trades;
    }

    /// <summary>The last book; null when none is recorded.</summary>
    public async Task<RecordedBook?> BookAsync(string datasetId, Symbol symbol, CancellationToken cancellation = default) =>
        (await LastAsync(datasetId, symbol, SeriesKind.Book, cancellation))?.ToBook();

    /// <summary>The last price of trades, candles (their close) or marks; null when there is none.</summary>
    public async Task<RecordedPrice?> PriceAsync(
        string datasetId, Symbol symbol, SeriesKind kind, CandleInterval? interval = null, CancellationToken cancellation = default) =>
        (await LastAsync(datasetId, symbol, kind, cancellation))?.ToPrice(kind, interval);

    private async Task<SeriesRow?> LastAsync(string datasetId, Symbol symbol, SeriesKind kind, CancellationToken cancellation)
    {
        if (await ListAsync(datasetId, symbol, kind, cancellation) is not [.., var last])
        {
            return null;
        }

        if (_lastRows.TryGetValue(last.Id, out var known))
        {
            return known;
        }

        var block = await ReadAsync(last, kind, cancellation);
        var row = SeriesRow.Of(block, block.Count - 1);
        if (_lastRows.Count >= RowsHeldMax)
        {
            _lastRows.Clear();
        }

        _lastRows[last.Id] = row;
        return row;
    }

    private Task<IReadOnlyList<SegmentHeader>> ListAsync(string datasetId, Symbol symbol, SeriesKind kind, CancellationToken cancellation) =>
        segments.ListAsync(datasetId, symbol, SeriesKinds.NameOf(kind), cancellationToken: cancellation);

    private async Task<SeriesBlock> ReadAsync(SegmentHeader header, SeriesKind kind, CancellationToken cancellation)
    {
        var block = new SeriesBlock(SeriesSchema.Of(kind));
        await SegmentCodec.ReadAsync(await segments.ReadAsync(header.Id, cancellation), block, cancellation);
        return block;
    }

    /// <summary>One row, taken out of its block.</summary>
    private sealed record SeriesRow(long[] Values, int PriceScale, int QuantityScale)
    {
        public static SeriesRow Of(SeriesBlock block, int row) => new(
            [.. block.Schema.Columns.Select((definition, column) => block.Has(column) ? block.Column(column)[row] : definition.Absent)],
            block.PriceScale,
            block.QuantityScale);

        public RecordedTrade ToTrade() => new(
            Values[SeriesSchema.Time],
            Price(SeriesSchema.TradePrice),
            Quantity(SeriesSchema.TradeQuantity),
            (TakerSide)Values[SeriesSchema.TradeSide],
            Values[SeriesSchema.TradeId] is var id and not MarketEvent.None ? id : null);

        public RecordedPrice ToPrice(SeriesKind kind, CandleInterval? interval)
        {
            var timeMs = Values[SeriesSchema.Time];
            return kind switch
            {
                SeriesKind.Trades => new(timeMs, Price(SeriesSchema.TradePrice)),
                SeriesKind.Mark => new(timeMs, Price(SeriesSchema.MarkPrice)),
                // A close is known when its candle ends.
                SeriesKind.Candles => new(interval?.CloseTimeOf(timeMs) ?? timeMs, Price(SeriesSchema.Close)),
                _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The kind has no single price."),
            };
        }

        public RecordedBook ToBook() => new(Values[SeriesSchema.Time], Levels(SeriesSchema.Bid, 0), Levels(SeriesSchema.Ask, 2));

        private ImmutableArray<RecordedLevel> Levels(int top, int side)
        {
            var columns = Enumerable.Range(0, SeriesSchema.DepthLevelsMax).Select(level => SeriesSchema.Depth + (level * SeriesSchema.DepthColumns) + side);
            return
            [
                .. columns.Prepend(top).Where(column => Values[column] > 0).Select(column => new RecordedLevel(Price(column), Quantity(column + 1))),
            ];
        }

        private decimal Price(int column) => Scaled.ToDecimal(Values[column], PriceScale);

        private decimal Quantity(int column) => Scaled.ToDecimal(Values[column], QuantityScale);
    }
}
