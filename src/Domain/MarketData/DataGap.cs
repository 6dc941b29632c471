using Orleans;

namespace Trading.Domain.MarketData;

/// <summary>A stretch without data, Unix ms: the last event before it and the first after it.</summary>
[GenerateSerializer, Immutable, Alias("data-gap")]
public sealed record DataGap([property: Id(0)] long FromMs, [property: Id(1)] long ToMs);
