namespace Trading.Benchmarks.Soak;

/// <summary>How long is soaked, and when it is looked at.</summary>
/// <param name="Duration">Of the whole load, calibration left out.</param>
/// <param name="Baseline">When what is compared with has been reached: caches are full, pools have their size.</param>
/// <param name="Period">Between two looks.</param>
internal sealed record SoakPlan(TimeSpan Duration, TimeSpan Baseline, TimeSpan Period)
{
    /// <summary>Of the test suite: what minute 4 held is held at minute 10.</summary>
    public static SoakPlan Short { get; } = new(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(2));

    /// <param name="minutes">At least 5.</param>
    public static SoakPlan Of(long minutes) => minutes >= 5
        ? new(TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(minutes) / 5, TimeSpan.FromMinutes(minutes) / (minutes >= 30 ? 30 : 5))
        : throw new ArgumentOutOfRangeException(nameof(minutes), minutes, "A soak takes at least 5 minutes.");
}
