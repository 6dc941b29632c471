using System.Numerics;
using System.Runtime.InteropServices;

namespace Trading.Storage.MarketData.Segments;

/// <summary>
/// One column of the segment that is read, at the scale of its symbol. A plain narrow column is read where it lies in the segment's bytes, which must be
/// kept as long; any other is decoded whole, into arrays that serve segment after segment.
/// </summary>
internal sealed class SegmentColumn
{
    private ReadOnlyMemory<byte> _plain;
    private int[] _narrow = [];
    private long[] _wide = [];
    private bool _isWide;
    private int _count;
    private long _first;
    private long _factor;

    /// <summary>Differences from the first value that the column counts from.</summary>
    private ReadOnlySpan<int> Narrow => _plain.IsEmpty ? _narrow.AsSpan(0, _count) : MemoryMarshal.Cast<byte, int>(_plain.Span);

    public long this[int row] => (_isWide ? _wide[row] : _first + Narrow[row]) * _factor;

    /// <summary>Goes to a column that the segment has.</summary>
    /// <param name="factor">From the segment's scale to that of the symbol.</param>
    public void Load(SegmentReader segment, int column, long factor, CancellationToken cancellation)
    {
        (_count, _factor, _plain) = (segment.Count, factor, default);
        _isWide = !segment.IsNarrow(column);
        if (_isWide)
        {
            Grow(ref _wide);

            // Here and below there is nothing to wait for: the bytes are in memory.
            segment.ReadAsync(column, _wide.AsMemory(0, _count), default, cancellation).GetAwaiter().GetResult();
            return;
        }

        _first = segment.BaseOf(column);
        if (!segment.TryFindPlain(column, out _plain))
        {
            Grow(ref _narrow);
            segment.ReadNarrowAsync(column, _narrow.AsMemory(0, _count), cancellation).GetAwaiter().GetResult();
        }
    }

    /// <summary>Copies the rows from one on, as many as there is room for.</summary>
    public void CopyTo(int row, Span<long> values)
    {
        if (_isWide)
        {
            Multiply(_wide.AsSpan(row, values.Length), _factor, values);
        }
        else
        {
            Widen(Narrow.Slice(row, values.Length), _first, _factor, values);
        }
    }

    private static void Multiply(ReadOnlySpan<long> wide, long factor, Span<long> values)
    {
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = wide[row] * factor;
        }
    }

    private static void Widen(ReadOnlySpan<int> differences, long first, long factor, Span<long> values)
    {
        var row = 0;
        var (firsts, factors) = (new Vector<long>(first), new Vector<long>(factor));
        for (; row <= differences.Length - Vector<int>.Count; row += Vector<int>.Count)
        {
            Vector.Widen(new Vector<int>(differences[row..]), out var low, out var high);
            ((low + firsts) * factors).CopyTo(values[row..]);
            ((high + firsts) * factors).CopyTo(values[(row + Vector<long>.Count)..]);
        }

        for (; row < differences.Length; row++)
        {
            values[row] = (first + differences[row]) * factor;
        }
    }

    private void Grow<T>(ref T[] values) => values = values.Length >= _count ? values : new T[Math.Min(SeriesSchema.SegmentRows, Math.Max(_count, values.Length * 2))];
}
