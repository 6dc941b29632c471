namespace Trading.Domain.MarketData.Feeds;

/// <summary>Up to which age of its last message a feed is what.</summary>
public static class FreshnessAges
{
    private static readonly TimeSpan StaleMax = TimeSpan.FromSeconds(60);

    public static TimeSpan FreshMax { get; } = TimeSpan.FromSeconds(10);

    /// <param name="age">Of the last message.</param>
    public static Freshness Of(TimeSpan age) => age < FreshMax ? Freshness.Fresh : age < StaleMax ? Freshness.Stale : Freshness.Dead;
}
