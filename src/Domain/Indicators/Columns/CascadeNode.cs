namespace Trading.Domain.Indicators.Columns;

/// <summary>Whether velocities of shorter frames run ahead of those of longer ones, −1…1.</summary>
/// <param name="velocities">Short to long.</param>
internal sealed class CascadeNode(ColumnNode[] velocities) : ColumnNode
{
    private const double VelocityAbsMin = 0.01;
    private const double UnanimityFactor = 1.2;
    private const int UnanimityCountMin = 2;

    /// <summary>The velocities of one event side by side.</summary>
    private readonly double[] _rows = new double[IndicatorSet.BlockSizeMax * velocities.Length];

    protected override void Fill(Block block, Span<double> values)
    {
        for (var frame = 0; frame < velocities.Length; frame++)
        {
            var column = velocities[frame].Get(block);
            for (var row = 0; row < column.Length; row++)
            {
                _rows[(row * velocities.Length) + frame] = column[row];
            }
        }

        for (var row = 0; row < values.Length; row++)
        {
            values[row] = Of(_rows.AsSpan(row * velocities.Length, velocities.Length));
        }
    }

    private static double Of(ReadOnlySpan<double> velocities)
    {
        var (sum, weights, weight, rising, falling) = (0.0, 0.0, 1.0, 0, 0);
        for (var frame = 0; frame + 1 < velocities.Length; frame++)
        {
            var next = velocities[frame + 1];
            var lead = (velocities[frame] - next) / Math.Max(Math.Abs(next), VelocityAbsMin);
            sum += weight * lead;
            weights += weight;
            weight /= 2;
            rising += lead > 0 ? 1 : 0;
            falling += lead < 0 ? 1 : 0;
        }

        var leads = velocities.Length - 1;
        var isUnanimous = leads >= UnanimityCountMin && (rising == leads || falling == leads);
        return Math.Tanh(sum / weights * (isUnanimous ? UnanimityFactor : 1) / 2);
    }
}
