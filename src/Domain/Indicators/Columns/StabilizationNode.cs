using Trading.Domain.Indicators.Histories;

namespace Trading.Domain.Indicators.Columns;

/// <summary>Population σ of the last few velocities on the grid ÷ their mean size.</summary>
internal sealed class StabilizationNode(TradeHistory trades, VelocityReader velocity, int sampleCount, long spacingMs)
    : GridNode(trades, spacingMs, sampleCount * spacingMs)
{
    private const double MeanAbsMin = 0.001;

    private readonly double[] _samples = new double[sampleCount];
    private long _taken;
    private double _value = double.NaN;

    protected override void Take(long time, long limit)
    {
        // The place follows from the instant, so that the order of summing does.
        var place = (int)(time / GridStepMs % sampleCount);
        _samples[place < 0 ? place + sampleCount : place] = velocity.At(time, limit);
        _taken++;
        _value = _taken >= sampleCount ? Of(_samples) : double.NaN;
    }

    protected override double ValueAt(long now, int row) => _value;

    private static double Of(double[] samples)
    {
        var (sum, sumAbs) = (0.0, 0.0);
        foreach (var sample in samples)
        {
            sum += sample;
            sumAbs += Math.Abs(sample);
        }

        var (mean, meanAbs, squares) = (sum / samples.Length, sumAbs / samples.Length, 0.0);
        foreach (var sample in samples)
        {
            squares += (sample - mean) * (sample - mean);
        }

        return meanAbs >= MeanAbsMin ? Math.Sqrt(squares / samples.Length) / meanAbs : double.NaN;
    }
}
