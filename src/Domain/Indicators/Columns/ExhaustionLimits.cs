namespace Trading.Domain.Indicators.Columns;

/// <summary>Limits of the four parts of the exhaustion score.</summary>
/// <param name="VelocityBelow">% per s, absolute.</param>
/// <param name="RetracementAbove">% below the high of the lookback.</param>
/// <param name="ImbalanceAbove">% of book imbalance.</param>
internal sealed record ExhaustionLimits(double VelocityBelow, double SurgeBelow, double RetracementAbove, double ImbalanceAbove)
{
    /// <returns>NaN when any part is unknown.</returns>
    public double Score(double velocity, double surge, double drawdown, double imbalance)
    {
        if (!double.IsFinite(velocity + surge + drawdown + imbalance))
        {
            return double.NaN;
        }

        var speed = Math.Abs(velocity);
        return Part(30, speed < VelocityBelow, speed < 2 * VelocityBelow)
            + Part(25, surge < SurgeBelow, surge < 1.5 * SurgeBelow)
            + Part(25, drawdown > RetracementAbove, drawdown >= 0.7 * RetracementAbove)
            + Part(20, imbalance > ImbalanceAbove, imbalance >= ImbalanceAbove - 20);
    }

    private static double Part(double points, bool isMet, bool isNear) => isMet ? points : isNear ? points / 2 : 0;
}
