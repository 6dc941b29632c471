using Trading.Domain.Indicators.Histories;

namespace Trading.Domain.Indicators.Columns;

/// <summary>The last trade price.</summary>
internal sealed class LastPriceNode(TradeHistory trades, double divisor) : ColumnNode
{
    protected override void Fill(Block block, Span<double> values)
    {
        var points = trades.Price.Recent;
        var latest = trades.Latest.AsSpan(0, values.Length);
        for (var row = 0; row < values.Length; row++)
        {
            ref var point = ref points[(int)latest[row] & (points.Length - 1)];
            values[row] = point.Weight > 0 ? point.Value / divisor : double.NaN;
        }
    }
}
