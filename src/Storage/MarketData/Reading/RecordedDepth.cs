using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData.Reading;

/// <summary>
/// The deeper levels of a symbol's books, a column of a segment decoded when one of its values is first asked for. Holds the segments
/// of the batch handed over and of the newest book before it.
/// </summary>
/// <param name="levels">Levels below the top that the series has.</param>
internal sealed class RecordedDepth(DatasetSymbol symbol, int levels, CancellationToken cancellation) : IBookDepth
{
    // An index is the segment's number, from 0 again after 2^14 segments, and the row in it.
    private const int RowBits = 17;
    private const int RowMask = (1 << RowBits) - 1;
    private const int NumberMask = (1 << (31 - RowBits)) - 1;

    private readonly List<DepthSegment> _held = [];
    private readonly Stack<SegmentColumn> _spare = [];
    private int _number = -1;

    public int Levels => levels;

    public long Price(bool isBid, int index, int level) => Find(index).Price(index & RowMask, ColumnOf(isBid, level));

    public long Quantity(bool isBid, int index, int level) => Find(index).Quantity(index & RowMask, ColumnOf(isBid, level) + 1);

    /// <summary>Takes over the segment that is read from now on.</summary>
    /// <returns>Index of its first row; −1 when it has no deeper level.</returns>
    public int Take(SegmentReader segment)
    {
        _number = (_number + 1) & NumberMask;
        _held.Add(new DepthSegment(this, segment, _number));
        for (var level = 0; level < levels; level++)
        {
            if (segment.Has(ColumnOf(isBid: true, level)) || segment.Has(ColumnOf(isBid: false, level)))
            {
                return _number << RowBits;
            }
        }

        return -1;
    }

    /// <summary>A batch was done with: of what was handed over only the newest book matters.</summary>
    /// <param name="newest">Its index; −1 when it has no deeper level.</param>
    public void Leave(int newest)
    {
        // The last one is being read.
        while (_held.Count > 1 && (newest < 0 || _held[0].Number != newest >> RowBits))
        {
            _held[0].Release();
            _held.RemoveAt(0);
        }
    }

    public void Dispose()
    {
        _held.ForEach(segment => segment.Release());
        _held.Clear();
    }

    /// <summary>The column of the price; that of the quantity follows.</summary>
    private static int ColumnOf(bool isBid, int level) => SeriesSchema.Depth + (level * SeriesSchema.DepthColumns) + (isBid ? 0 : 2);

    private DepthSegment Find(int index)
    {
        for (var at = _held.Count - 1; at >= 0; at--)
        {
            if (_held[at].Number == index >> RowBits)
            {
                return _held[at];
            }
        }

        throw new ArgumentOutOfRangeException(nameof(index), index, "The book is neither of the newest batch nor the newest.");
    }

    private sealed class DepthSegment(RecordedDepth owner, SegmentReader segment, int number)
    {
        private readonly SegmentColumn?[] _columns = new SegmentColumn[SeriesSchema.Of(SeriesKind.Book).Columns.Count];
        private readonly long _priceFactor = SeriesBlock.PowerOf10(owner.PriceScale - segment.PriceScale);
        private readonly long _quantityFactor = SeriesBlock.PowerOf10(owner.QuantityScale - segment.QuantityScale);

        public int Number => number;

        public long Price(int row, int column) => segment.Has(column) ? Column(column, _priceFactor)[row] : 0;

        public long Quantity(int row, int column) => segment.Has(column) ? Column(column, _quantityFactor)[row] : 0;

        public void Release()
        {
            foreach (var column in _columns)
            {
                if (column is not null)
                {
                    owner._spare.Push(column);
                }
            }

            // Nothing to wait for: the bytes are in memory.
            segment.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        private SegmentColumn Column(int column, long factor)
        {
            if (_columns[column] is { } known)
            {
                return known;
            }

            var loaded = owner._spare.Count > 0 ? owner._spare.Pop() : new SegmentColumn();
            loaded.Load(segment, column, factor, owner.Cancellation);
            return _columns[column] = loaded;
        }
    }

    private int PriceScale => symbol.PriceScale;

    private int QuantityScale => symbol.QuantityScale;

    private CancellationToken Cancellation => cancellation;
}
