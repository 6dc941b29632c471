namespace Trading.Domain.Strategies;

/// <summary>Limits of one instance; null is no limit.</summary>
/// <param name="MaxTradesPerDay">Trades count on the UTC day of their first fill.</param>
/// <param name="MaxConsecutiveLosses">Round trips with net below 0 in a row; blocks until the next UTC day.</param>
/// <param name="CooldownAfterLoss">Shortest cooldown after a losing round trip.</param>
/// <param name="MaxTimeInPosition">From the first fill.</param>
public sealed record StrategyLimits(int? MaxTradesPerDay, int? MaxConsecutiveLosses, TimeSpan CooldownAfterLoss, TimeSpan? MaxTimeInPosition)
{
    public static StrategyLimits None { get; } = new(null, null, TimeSpan.Zero, null);
}
