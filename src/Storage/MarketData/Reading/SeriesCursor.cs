using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Reading;

/// <summary>Walks the rows of one series from segment to segment, at the scales of its symbol. One segment in memory.</summary>
internal class SeriesCursor : IDisposable
{
    /// <summary>The time behind the last row.</summary>
    public const long Over = long.MaxValue;

    private static readonly long[] NoTimes = [Over];

    private readonly ISegmentSource _segments;
    private readonly IReadOnlyList<SegmentEntry> _entries;
    private readonly int _priceScale;
    private readonly int _quantityScale;
    private readonly long _toMs;
    private readonly int _columns;
    private SegmentReader? _held;
    private int _next;

    /// <param name="columns">How many of the first columns are read into the block.</param>
    protected SeriesCursor(
        ISegmentSource segments, DatasetSymbol symbol, SeriesKind kind, int columns, long fromMs, long toMs, CancellationToken cancellation)
    {
        Kind = kind;
        Block = new SeriesBlock(SeriesSchema.Of(kind));
        (_segments, _columns, _toMs, Cancellation) = (segments, columns, toMs, cancellation);
        (_priceScale, _quantityScale) = (symbol.PriceScale, symbol.QuantityScale);
        _entries = [.. segments.List(symbol.Symbol, kind).Where(entry => entry.ToMs >= fromMs && entry.FromMs < toMs)];
        Load();
        while (TimeMs < fromMs)
        {
            var at = Times.AsSpan(Row, Rows - Row).BinarySearch(fromMs);
            Row = at >= 0 ? FirstOf(Row + at) : Row + ~at;
            if (Row == Rows)
            {
                Load();
            }
        }
    }

    public SeriesKind Kind { get; }

    /// <summary>Time of the row that comes next; <see cref="Over"/> after the last.</summary>
    public long TimeMs => Row < Rows ? Times[Row] : Over;

    /// <summary>Index in the block of the row that comes next.</summary>
    public int Row { get; private set; }

    protected SeriesBlock Block { get; }

    protected CancellationToken Cancellation { get; }

    /// <summary>Times of the block's rows.</summary>
    public long[] Times { get; private set; } = NoTimes;

    /// <summary>Rows of the block before the end time.</summary>
    public int Rows { get; private set; }

    public static SeriesCursor Open(
        ISegmentSource segments, DatasetSymbol symbol, SeriesKind kind, long fromMs, long toMs, CancellationToken cancellation) =>
        new(segments, symbol, kind, SeriesSchema.Of(kind).Columns.Count, fromMs, toMs, cancellation);

    public long[] Column(int column) => Block.Writable(column);

    public bool Has(int column) => Block.Has(column);

    public void MoveNext() => MoveTo(Row + 1);

    /// <summary>Goes to a row of the block, or to the next segment once all were read.</summary>
    public void MoveTo(int row)
    {
        Row = row;
        if (Row >= Rows)
        {
            Load();
        }
    }

    /// <summary>Gives back what is held of the segment that is read.</summary>
    public void Dispose() => Hold(null);

    /// <summary>Goes to the first row of the next segment that has one.</summary>
    protected void Load()
    {
        (Row, Rows, Times) = (0, 0, NoTimes);
        while (Rows == 0 && _next < _entries.Count)
        {
            Cancellation.ThrowIfCancellationRequested();
            // Decoding works on bytes in memory, so there is nothing to wait for: the task is complete when it is returned.
            var segment = SegmentReader.OpenAsync(_segments.Load(_entries[_next++]), Block.Schema, Cancellation).GetAwaiter().GetResult();
            SegmentCodec.ReadAsync(segment, Block, _columns, Cancellation).GetAwaiter().GetResult();
            Block.Raise(_priceScale, _quantityScale);
            OnLoaded(segment);
            Times = Block.Writable(SeriesSchema.Time);
            Rows = Block.Count;
            if (Rows > 0 && Times[Rows - 1] >= _toMs)
            {
                var at = Times.AsSpan(0, Rows).BinarySearch(_toMs);
                Rows = at >= 0 ? FirstOf(at) : ~at;
            }
        }
    }

    protected long PriceFactorOf(SegmentReader segment) => SeriesBlock.PowerOf10(_priceScale - segment.PriceScale);

    protected long QuantityFactorOf(SegmentReader segment) => SeriesBlock.PowerOf10(_quantityScale - segment.QuantityScale);

    /// <summary>The block holds another segment, whose file may be kept for more of it.</summary>
    protected virtual void OnLoaded(SegmentReader segment) => segment.DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Keeps a segment until the next one is kept, or until the cursor is disposed of.</summary>
    protected void Hold(SegmentReader? segment)
    {
        _held?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _held = segment;
    }

    private int FirstOf(int row)
    {
        while (row > 0 && Times[row - 1] == Times[row])
        {
            row--;
        }

        return row;
    }
}
