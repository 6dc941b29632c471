namespace Trading.Domain.Indicators.Columns;

/// <summary>Price velocity at grid instants.</summary>
/// <param name="distanceSeconds">Between the mid-times of both windows.</param>
internal sealed class VelocityReader(AverageReader current, AverageReader baseline, double distanceSeconds)
{
    /// <summary>How far before an instant its velocity begins.</summary>
    public long ReachMs => Math.Max(current.ReachMs, baseline.ReachMs);

    private readonly ChangePct _velocity = new(distanceSeconds);

    public double At(long time, long limit) => _velocity.Of(current.At(time, limit), baseline.At(time, limit));
}
