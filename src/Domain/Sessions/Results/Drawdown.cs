using Orleans;

namespace Trading.Domain.Sessions.Results;

/// <summary>
/// The highest equity so far and the deepest fall from it. A replay and an account that trades live fold the same: every evaluation of equity, also
/// those that make no point of the curve.
/// </summary>
/// <param name="Trough">Lowest equity since the peak.</param>
/// <param name="Deepest">Largest fall so far, a fraction of its peak.</param>
/// <param name="IsDeepestOpen">The deepest fall is from this peak, and not yet made good.</param>
/// <param name="DeepestDuration">Of the deepest fall that was made good.</param>
[GenerateSerializer, Immutable, Alias("drawdown")]
public readonly record struct Drawdown(
    [property: Id(0)] decimal Peak,
    [property: Id(1)] DateTimeOffset PeakAt,
    [property: Id(2)] decimal Trough,
    [property: Id(3)] decimal Deepest = 0m,
    [property: Id(4)] bool IsDeepestOpen = false,
    [property: Id(5)] TimeSpan DeepestDuration = default)
{
    public static Drawdown From(decimal equity, DateTimeOffset at) => new(equity, at, equity);

    public Drawdown Observe(decimal equity, DateTimeOffset at)
    {
        if (equity > Peak || (equity == Peak && Trough < Peak))
        {
            return Recover(equity, at);
        }

        if (equity >= Trough)
        {
            return this;
        }

        var fall = FallTo(equity);
        return fall > Deepest ? this with { Trough = equity, Deepest = fall, IsDeepestOpen = true } : this with { Trough = equity };
    }

    /// <summary>Money that comes or goes by itself is neither gain nor loss.</summary>
    public Drawdown Shift(decimal amount) => this with { Peak = Peak + amount, Trough = Trough + amount };

    /// <summary>Fraction of the peak.</summary>
    public decimal FallTo(decimal equity) => Peak > 0m && equity < Peak ? (Peak - equity) / Peak : 0m;

    /// <summary>Of the deepest fall: from its peak to recovery, or until <paramref name="now"/>.</summary>
    public TimeSpan DurationOfDeepest(DateTimeOffset now) => IsDeepestOpen ? Since(now) : DeepestDuration;

    private Drawdown Recover(decimal equity, DateTimeOffset at) => new(
        equity, at > PeakAt ? at : PeakAt, equity, Deepest, IsDeepestOpen: false, IsDeepestOpen ? Since(at) : DeepestDuration);

    // A live fill may be told a moment after the mark that follows it.
    private TimeSpan Since(DateTimeOffset at) => at > PeakAt ? at - PeakAt : TimeSpan.Zero;
}
