using Trading.Domain.Indicators.Histories;

namespace Trading.Domain.Indicators.Columns;

/// <summary>T(a,b) of a step function.</summary>
/// <param name="divisor">Turns scaled integers into units.</param>
internal sealed class AverageNode(IntegralLane lane, Edge start, Edge end, double divisor) : ColumnNode
{
    private readonly double[] _divisors = new double[IndicatorSet.BlockSizeMax];

    protected override void Fill(Block block, Span<double> values)
    {
        start.Fill(block);
        end.Fill(block);
        var (startPoints, endPoints) = (lane.PointsOf(start.IsOld), lane.PointsOf(end.IsOld));
        ReadOnlySpan<long> startIndex = start.Index.AsSpan(0, values.Length);
        ReadOnlySpan<long> endIndex = end.Index.AsSpan(0, values.Length);
        ReadOnlySpan<long> startTime = start.ShiftedTime(block).AsSpan(0, values.Length);
        ReadOnlySpan<long> endTime = end.ShiftedTime(block).AsSpan(0, values.Length);
        var (startShift, endShift) = (start.ShiftMs, end.ShiftMs);
        var divisors = _divisors.AsSpan(0, values.Length);
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = IntegralLane.Area(
                startPoints[(int)startIndex[row] & (startPoints.Length - 1)],
                startTime[row] - startShift,
                endPoints[(int)endIndex[row] & (endPoints.Length - 1)],
                endTime[row] - endShift,
                divisor,
                out divisors[row]);
        }

        Quotients.Divide(values, divisors);
    }
}
