using System.Runtime.CompilerServices;
using Trading.Domain.Indicators.Histories;

namespace Trading.Domain.Indicators.Columns;

/// <summary>Finds the last point at or before an edge that only moves forward.</summary>
internal struct Cursor(PointRing ring)
{
    private long _index;

    /// <param name="limit">Newest point that may be seen.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Seek(long edge, long limit)
    {
        var (index, times, mask) = (Math.Max(_index, ring.First), ring.Times, ring.Mask);
        while (index < limit && times[(int)((index + 1) & mask)] <= edge)
        {
            index++;
        }

        return _index = index;
    }
}
