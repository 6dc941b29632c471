using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.MarketData.Synthetic;

/// <summary>The generator between two calls. Opaque: only <see cref="SyntheticMarket"/> knows what the numbers mean.</summary>
[GenerateSerializer, Immutable, Alias("synthetic-state")]
public sealed record SyntheticState(
    [property: Id(0)] ImmutableArray<ulong> Random,
    [property: Id(1)] ImmutableArray<long> Integers,
    [property: Id(2)] ImmutableArray<double> Reals);
