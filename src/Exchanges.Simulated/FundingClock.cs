namespace Trading.Exchanges.Simulated;

/// <summary>Funding times where none are recorded: every 8 h from 00:00 UTC.</summary>
internal static class FundingClock
{
    public const long IntervalMs = 8 * 60 * 60 * 1_000L;

    /// <summary>The first funding time at or after an instant, Unix ms.</summary>
    public static long AtOrAfter(long timeMs) => (timeMs + IntervalMs - 1) / IntervalMs * IntervalMs;

    public static long After(long timeMs) => ((timeMs / IntervalMs) + 1) * IntervalMs;
}
