using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.Strategies.Instances;

/// <summary>Everything that an instance needs to go on as if it had never stopped.</summary>
/// <param name="TrailingStopPrice">The trailing stop as far as it has come: it never moves back, even when the average entry does.</param>
/// <param name="Sections">Memory of signal, cancel, entry, exit and emergency, in this order; null for a section that the document leaves out.</param>
[GenerateSerializer, Immutable, Alias("instance-snapshot")]
public sealed record InstanceSnapshot(
    [property: Id(0)] InstanceState State,
    [property: Id(1)] decimal? TrailingStopPrice,
    [property: Id(2)] ImmutableArray<SectionMemory?> Sections);

/// <param name="Nodes">What crossings, <c>for</c> and <c>sequence</c> remember, in the order of the compiled condition.</param>
/// <param name="Closest">Smallest distance of each leaf; null when it was never known.</param>
[GenerateSerializer, Immutable, Alias("section-memory")]
public sealed record SectionMemory([property: Id(0)] ImmutableArray<long> Nodes, [property: Id(1)] ImmutableArray<double?> Closest);
