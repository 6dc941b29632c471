namespace Trading.Backtest.Time;

/// <summary>Tells when event time reaches a whole UTC second for the first time.</summary>
internal sealed class SecondClock
{
    public const long SecondMs = 1_000;
    public const long DayMs = 86_400_000;

    /// <summary>The next whole second, Unix ms.</summary>
    public long NextSecondMs { get; private set; } = long.MaxValue;

    /// <summary>The first midnight UTC at or after the next second.</summary>
    public long NextMidnightMs => (NextSecondMs + DayMs - 1) / DayMs * DayMs;

    /// <summary>Starts at the first event; its own instant is the run's start, not a boundary to be passed.</summary>
    public void Start(long firstMs) => NextSecondMs = ((firstMs / SecondMs) + 1) * SecondMs;

    /// <summary>Leaves a second behind.</summary>
    public void MoveNext() => NextSecondMs += SecondMs;

    /// <summary>Leaves every second up to an instant behind at once.</summary>
    public void SkipTo(long nowMs) => NextSecondMs = Math.Max(NextSecondMs, ((nowMs / SecondMs) + 1) * SecondMs);
}
