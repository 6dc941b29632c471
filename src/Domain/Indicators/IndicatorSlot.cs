using System.Numerics;
using Trading.Domain.Indicators.Candles;
using Trading.Domain.Indicators.Columns;
using Trading.Domain.Indicators.Histories;

namespace Trading.Domain.Indicators;

/// <summary>One distinct spec of a set: its column with everything that must not be believed made unknown.</summary>
internal sealed class IndicatorSlot(IndicatorSpec spec, ColumnNode node)
{
    private static readonly Vector<double> Unknown = new(double.NaN);

    private readonly double[] _values = new double[IndicatorSet.BlockSizeMax];
    private readonly long _longestMs = (long)spec.LongestWindow.TotalMilliseconds;
    private long _filledBlock;
    private bool _isCovered;

    public ReadOnlySpan<double> Get(Block block, Coverage coverage)
    {
        var values = _values.AsSpan(0, block.Count);
        if (_filledBlock != block.Number)
        {
            _filledBlock = block.Number;
            CopyFinite(node.Get(block), values);
            MaskWarmup(block, coverage, values);
            coverage.MaskStale(values);
            if (spec.GapWindow is { } window && !coverage.Gaps.IsEmpty)
            {
                coverage.Gaps.Mask(window, block, values);
            }
        }

        return values;
    }

    public double WarmupPct(long now, Coverage coverage)
    {
        if (node is CandleNode candles)
        {
            return candles.WarmupPct;
        }

        return !coverage.HasBegun ? 0 : _longestMs == 0 ? 100 : Math.Min(100, 100.0 * (now - coverage.FirstMs) / _longestMs);
    }

    private static void CopyFinite(ReadOnlySpan<double> source, Span<double> values)
    {
        var row = 0;
        for (; row <= values.Length - Vector<double>.Count; row += Vector<double>.Count)
        {
            // A value minus itself is 0 only when it is finite.
            var value = new Vector<double>(source[row..]);
            Vector.ConditionalSelect(Vector.Equals(value - value, Vector<double>.Zero), value, Unknown).CopyTo(values[row..]);
        }

        for (; row < values.Length; row++)
        {
            values[row] = double.IsFinite(source[row]) ? source[row] : double.NaN;
        }
    }

    private void MaskWarmup(Block block, Coverage coverage, Span<double> values)
    {
        // Candle indicators count their candles themselves.
        if (_isCovered || node is CandleNode)
        {
            return;
        }

        var row = 0;
        while (row < values.Length && !(coverage.HasBegun && block.Now[row] - coverage.FirstMs >= _longestMs))
        {
            values[row++] = double.NaN;
        }

        _isCovered = row < values.Length;
    }
}
