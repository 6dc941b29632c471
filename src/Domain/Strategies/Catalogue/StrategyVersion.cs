using Orleans;

namespace Trading.Domain.Strategies.Catalogue;

/// <summary>One saved document, never changed and never deleted: sessions pin it.</summary>
/// <param name="Version">From 1.</param>
/// <param name="Document">Canonical JSON.</param>
[GenerateSerializer, Immutable, Alias("strategy-version")]
public sealed record StrategyVersion(
    [property: Id(0)] string Name,
    [property: Id(1)] int Version,
    [property: Id(2)] string Document,
    [property: Id(3)] DateTimeOffset CreatedAt);
