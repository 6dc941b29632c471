using System.Runtime.CompilerServices;

namespace Trading.Benchmarks.Replay;

/// <summary>The trades that the longest window may ask for, with running sums: price · ms and quantity, both exact integers.</summary>
internal sealed class TradeTape
{
    private const int Capacity = 1 << 16;
    private const int Mask = Capacity - 1;

    private readonly long[] _times = new long[Capacity];
    private readonly long[] _prices = new long[Capacity];
    private readonly long[] _areas = new long[Capacity];
    private readonly long[] _quantities = new long[Capacity];

    public TradeTape() => _times[0] = long.MinValue / 4;

    /// <summary>Index of the newest trade; 0 stands for the time before the first.</summary>
    public int Last { get; private set; }

    public long FirstMs => _times[1];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long timeMs, long price, long quantity)
    {
        var (before, at) = (Last & Mask, ++Last & Mask);
        _areas[at] = Last == 1 ? 0 : _areas[before] + (_prices[before] * (timeMs - _times[before]));
        _times[at] = timeMs;
        _prices[at] = price;
        _quantities[at] = _quantities[before] + quantity;
    }

    /// <summary>Moves a cursor to the last trade at or before an instant that only moves forward.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Seek(int cursor, long edgeMs)
    {
        var last = Last;
        while (cursor < last && _times[(cursor + 1) & Mask] <= edgeMs)
        {
            cursor++;
        }

        return cursor;
    }

    /// <summary>Time-weighted average over (start, end], in scaled units; NaN when less than half of it is known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Average(int start, long startMs, int end, long endMs)
    {
        var knownMs = endMs - (start == 0 ? FirstMs : startMs);
        var area = AreaAt(end, endMs) - (start == 0 ? 0 : AreaAt(start, startMs));
        return end > 0 && 2 * knownMs >= endMs - startMs ? area / (double)knownMs : double.NaN;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Volume(int start, int end) => _quantities[end & Mask] - _quantities[start & Mask];

    /// <summary>The last trade at or before an instant; for the few moments that no cursor follows.</summary>
    public int Find(long edgeMs)
    {
        var (low, high) = (Math.Max(0, Last - Capacity + 1), Last);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            if (_times[middle & Mask] <= edgeMs)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    private long AreaAt(int index, long timeMs) => _areas[index & Mask] + (_prices[index & Mask] * (timeMs - _times[index & Mask]));
}
