namespace Trading.Domain.Strategies.Instances;

/// <summary>When a reducing order that ended short of its aim is followed by the next.</summary>
internal static class RetryPace
{
    /// <summary>Orders that may end short before the instance alerts and begins to back off.</summary>
    public const int AlertAfter = 3;

    private const int DelaySecondsMax = 60;
    private const int DoublingsMax = 6;

    /// <param name="attempts">Orders that have ended short, from 1.</param>
    public static TimeSpan DelayAfter(int attempts) => attempts < AlertAfter
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(DelaySecondsMax, 1 << Math.Min(attempts - AlertAfter, DoublingsMax)));
}
