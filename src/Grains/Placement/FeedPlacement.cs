namespace Trading.Grains.Placement;

/// <summary>Grains of one (feed, symbol) live on one silo, so that batches pass by reference.</summary>
[GenerateSerializer, Immutable, Alias("feed-placement")]
public sealed class FeedPlacement : PlacementStrategy
{
    public static FeedPlacement Singleton { get; } = new();
}

/// <summary>For grains whose key ends with the symbol: <see cref="FeedPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class FeedPlacementAttribute() : Orleans.Placement.PlacementAttribute(FeedPlacement.Singleton);
