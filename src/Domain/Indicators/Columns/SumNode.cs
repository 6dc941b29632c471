using Trading.Domain.Indicators.Histories;

namespace Trading.Domain.Indicators.Columns;

/// <summary>Σ of an amount over a window: V and N.</summary>
internal sealed class SumNode(SumLane lane, Edge start, Edge end, double divisor) : ColumnNode
{
    protected override void Fill(Block block, Span<double> values)
    {
        start.Fill(block);
        end.Fill(block);
        var (startPoints, endPoints) = (lane.PointsOf(start.IsOld), lane.PointsOf(end.IsOld));
        ReadOnlySpan<long> startIndex = start.Index.AsSpan(0, values.Length);
        ReadOnlySpan<long> endIndex = end.Index.AsSpan(0, values.Length);
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = SumPoint.Between(
                startPoints[(int)startIndex[row] & (startPoints.Length - 1)],
                endPoints[(int)endIndex[row] & (endPoints.Length - 1)]);
        }

        Quotients.Divide(values, divisor);
    }
}
