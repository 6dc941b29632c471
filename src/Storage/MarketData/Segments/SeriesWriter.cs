using System.Collections.Immutable;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Storage.MarketData.Segments;

/// <summary>Collects the rows of one series into segments and sums the series up. One segment of memory, however long the series.</summary>
/// <param name="sink">Null to sum up only.</param>
internal sealed class SeriesWriter(Symbol symbol, SeriesKind kind, CandleInterval? interval, ISegmentSink? sink)
{
    /// <summary>Scaled values stay below it, so that sums of a few fit 64 bits.</summary>
    public const long ValueMax = 1_000_000_000_000_000_000;

    private static readonly long[] Powers = [.. Enumerable.Range(0, 19).Select(n => (long)Math.Pow(10, n))];

    private readonly SeriesQualityBuilder _quality = new(kind, interval);
    private readonly long[] _scaled = new long[SeriesSchema.Of(kind).Columns.Count];
    private ulong[] _hashes = [];
    private int _ordinal;
    private long _firstMs;
    private long _priceMax;
    private long _quantityMax;
    private int _depthLevels;
    private int _segmentBytes;

    public SeriesBlock Block { get; } = new(SeriesSchema.Of(kind));

    public long Rows { get; private set; }

    /// <summary>Time of the last row; below all times before the first.</summary>
    public long LastMs { get; private set; } = long.MinValue;

    /// <summary>Appends a row of exact values; optional columns at its end may be left out. The block must not be full.</summary>
    /// <param name="values">Value of each column, without its decimals' point; prices and quantities have the decimals that <paramref name="scales"/> says.</param>
    /// <returns>False, and nothing changed, when a value does not fit beside the others at one scale.</returns>
    public bool TryAppend(ReadOnlySpan<long> values, ReadOnlySpan<int> scales)
    {
        var (priceScale, quantityScale) = (Block.PriceScale, Block.QuantityScale);
        var columns = Block.Schema.Columns;
        for (var column = 0; column < values.Length; column++)
        {
            switch (columns[column].Role)
            {
                case ColumnRole.Price:
                    priceScale = Math.Max(priceScale, scales[column]);
                    break;
                case ColumnRole.Quantity:
                    quantityScale = Math.Max(quantityScale, scales[column]);
                    break;
            }
        }

        var (priceMax, quantityMax) = (0L, 0L);
        if (!TryScale(_priceMax, priceScale - Block.PriceScale, ref priceMax) || !TryScale(_quantityMax, quantityScale - Block.QuantityScale, ref quantityMax))
        {
            return false;
        }

        for (var column = 0; column < values.Length; column++)
        {
            var fits = true;
            _scaled[column] = values[column];
            switch (columns[column].Role)
            {
                case ColumnRole.Price:
                    fits = TryScale(values[column], priceScale - scales[column], ref _scaled[column]);
                    priceMax = Math.Max(priceMax, _scaled[column]);
                    break;
                case ColumnRole.Quantity:
                    fits = TryScale(values[column], quantityScale - scales[column], ref _scaled[column]);
                    quantityMax = Math.Max(quantityMax, _scaled[column]);
                    break;
            }

            if (!fits)
            {
                return false;
            }
        }

        (_priceMax, _quantityMax) = (priceMax, quantityMax);
        if (priceScale > Block.PriceScale || quantityScale > Block.QuantityScale)
        {
            Block.Raise(priceScale, quantityScale);
        }

        Take(_scaled.AsSpan(0, values.Length));
        return true;
    }

    /// <summary>Appends a row whose prices and whose quantities have the same scale each, at least that of all rows before.</summary>
    public bool TryAppend(ReadOnlySpan<long> values, int priceScale, int quantityScale)
    {
        if (priceScale != Block.PriceScale || quantityScale != Block.QuantityScale)
        {
            if (Rows > 0)
            {
                return false;
            }

            Block.Raise(priceScale, quantityScale);
        }

        var columns = Block.Schema.Columns;
        for (var column = 1; column < values.Length; column++)
        {
            switch (columns[column].Role)
            {
                case ColumnRole.Price:
                    _priceMax = Math.Max(_priceMax, values[column]);
                    break;
                case ColumnRole.Quantity:
                    _quantityMax = Math.Max(_quantityMax, values[column]);
                    break;
            }
        }

        Take(values);
        return _priceMax < ValueMax && _quantityMax < ValueMax;
    }

    /// <summary>Writes what the block holds as a segment.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        if (Block.Count == 0)
        {
            return;
        }

        SumUp();
        if (sink is not null)
        {
            await WriteAsync(sink, cancellation);
        }

        Block.Clear();
    }

    /// <summary>The whole series, once all is flushed.</summary>
    /// <exception cref="InvalidOperationException">No row was appended.</exception>
    public SeriesSummary Summarise() => Rows == 0
        ? throw new InvalidOperationException("A series has at least one row.")
        : new SeriesSummary(
            kind, _firstMs, interval is { } candle ? candle.CloseTimeOf(LastMs) - 1 : LastMs, Rows, Block.PriceScale, Block.QuantityScale,
            Scaled.ToDecimal(_priceMax, Block.PriceScale), Scaled.ToDecimal(_quantityMax, Block.QuantityScale), interval,
            ImmutableArray<DataGap>.Empty, _depthLevels, _quality.Build());

    private async Task WriteAsync(ISegmentSink segments, CancellationToken cancellation)
    {
        using var parquet = new MemoryStream(_segmentBytes);
        await SegmentCodec.WriteAsync(Block, parquet, cancellation);
        _segmentBytes = parquet.Capacity;
        var times = Block.Writable(SeriesSchema.Time);
        var entry = new SegmentEntry(0, symbol, kind, _ordinal++, times[0], times[Block.Count - 1], Block.Count);
        await segments.AppendAsync(entry, parquet.GetBuffer().AsMemory(0, (int)parquet.Length), cancellation);
    }

    private void Take(ReadOnlySpan<long> row)
    {
        Block.Append(row);
        LastMs = row[SeriesSchema.Time];
        if (Rows++ == 0)
        {
            _firstMs = LastMs;
        }
    }

    private static bool TryScale(long value, int decimals, ref long scaled)
    {
        var factor = Powers[decimals];
        if (value > (ValueMax - 1) / factor)
        {
            return false;
        }

        scaled = value * factor;
        return true;
    }

    private void SumUp()
    {
        var rows = Block.Count;
        var times = Block.Writable(SeriesSchema.Time);
        var prices = kind is SeriesKind.Funding ? default : Block.Column(1);
        var asks = kind is SeriesKind.Book ? Block.Column(SeriesSchema.Ask) : default;
        HashRows();
        for (var row = 0; row < rows; row++)
        {
            // A book whose bid side is empty is judged by its ask.
            var price = prices.IsEmpty ? 0 : prices[row] != 0 || asks.IsEmpty ? prices[row] : asks[row];
            _quality.Add(times[row], Scaled.ToIndicatorInput(price, Block.PriceScale), _hashes[row]);
        }

        for (var level = _depthLevels; kind is SeriesKind.Book && level < SeriesSchema.DepthLevelsMax; level++)
        {
            var first = SeriesSchema.Depth + (level * SeriesSchema.DepthColumns);
            if (Block.Has(first) || Block.Has(first + 2))
            {
                _depthLevels = level + 1;
            }
        }
    }

    // FNV-1a over the values of each row, a word at a time, column by column.
    private void HashRows()
    {
        if (_hashes.Length < Block.Count)
        {
            _hashes = new ulong[Block.Count];
        }

        var hashes = _hashes.AsSpan(0, Block.Count);
        hashes.Fill(14_695_981_039_346_656_037UL);
        for (var column = 0; column < Block.Schema.Columns.Count; column++)
        {
            var values = Block.Column(column);
            for (var row = 0; row < values.Length; row++)
            {
                var hash = (hashes[row] ^ unchecked((ulong)values[row])) * 1_099_511_628_211UL;
                hashes[row] = hash ^ (hash >> 29);
            }
        }
    }
}
