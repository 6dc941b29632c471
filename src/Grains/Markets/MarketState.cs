using Trading.Grains.Abstractions.Markets;

namespace Trading.Grains.Markets;

/// <summary>What the market grain keeps: who needs it.</summary>
[GenerateSerializer, Alias("market-state")]
public sealed class MarketState
{
    /// <summary>By session.</summary>
    [Id(0)]
    public Dictionary<string, MarketSubscription> Subscriptions { get; set; } = new(StringComparer.Ordinal);
}
