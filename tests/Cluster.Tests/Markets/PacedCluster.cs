namespace Trading.Cluster.Tests.Markets;

/// <summary>A cluster of its own for tests that move the clock far: others stand on theirs.</summary>
public sealed class PacedCluster : IAsyncLifetime
{
    public TradingCluster Cluster { get; } = new();

    public ValueTask InitializeAsync() => Cluster.InitializeAsync();

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
