using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Domain.Sessions.Setup;

/// <summary>What a collect session records.</summary>
/// <param name="Dataset">Name of a new or an unsealed dataset of the owner, or the id of the latter.</param>
/// <param name="Symbols">Each once.</param>
/// <param name="Kinds">Each once; empty for all that the feed brings.</param>
[GenerateSerializer, Immutable, Alias("collect-selection")]
public sealed record CollectSelection(
    [property: Id(0)] string Dataset, [property: Id(1)] ImmutableArray<Symbol> Symbols, [property: Id(2)] ImmutableArray<SeriesKind> Kinds);
