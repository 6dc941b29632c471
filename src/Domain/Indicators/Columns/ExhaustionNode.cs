namespace Trading.Domain.Indicators.Columns;

/// <summary>How exhausted a dump looks, 0–100: velocity gone, volume gone, far below the high, sellers no longer in front.</summary>
internal sealed class ExhaustionNode(
    ColumnNode velocity, ColumnNode surge, ColumnNode drawdown, ColumnNode imbalance, ExhaustionLimits limits) : ColumnNode
{
    protected override void Fill(Block block, Span<double> values)
    {
        var velocities = velocity.Get(block);
        var surges = surge.Get(block);
        var drawdowns = drawdown.Get(block);
        var imbalances = imbalance.Get(block);
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = limits.Score(velocities[row], surges[row], drawdowns[row], imbalances[row]);
        }
    }
}
