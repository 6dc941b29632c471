using System.Runtime.InteropServices;
using Trading.Domain.Indicators.Columns;

namespace Trading.Domain.Indicators.Histories;

/// <summary>The noted gaps long enough to make volumes, counts and candles wrong, newest last.</summary>
internal sealed class GapLog
{
    /// <summary>Gaps up to this length are let pass.</summary>
    public const long ToleratedMs = 2000;

    private const int CountMax = 4096;
    private const long KeptMs = 2 * 86_400_000L;

    private readonly RingQueue<Gap> _gaps = new();

    public bool IsEmpty => _gaps.Count == 0;

    /// <param name="row">Number of the event, over all blocks, that made the gap known.</param>
    public void Add(long from, long to, long row)
    {
        if (_gaps.Count == CountMax)
        {
            _gaps.PopFront();
        }

        _gaps.PushBack(new Gap { From = from, To = to, Row = row });
    }

    public void Trim(long now)
    {
        while (_gaps.Count > 0 && _gaps.Front.To < now - KeptMs)
        {
            _gaps.PopFront();
        }
    }

    /// <summary>Makes unknown the rows whose window holds a gap.</summary>
    public void Mask(IndicatorWindow window, Block block, Span<double> values)
    {
        for (var row = 0; row < values.Length; row++)
        {
            if (Covers(block.Now[row] - window.FromMs, block.Now[row] - window.ToMs, block.RowsBefore + row))
            {
                values[row] = double.NaN;
            }
        }
    }

    private bool Covers(long start, long end, long row)
    {
        for (var index = _gaps.Count - 1; index >= 0; index--)
        {
            ref var gap = ref _gaps[index];
            if (gap.Row <= row && gap.From < end)
            {
                // Gaps do not overlap, so an older one ended earlier still.
                return gap.To > start;
            }
        }

        return false;
    }

    /// <summary>A stretch without data.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Gap
    {
        public long From;
        public long To;
        public long Row;
    }
}
