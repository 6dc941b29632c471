using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Strategies.Instances;

/// <summary>What an instance is waiting for.</summary>
/// <param name="Section">The section in force: <c>signal</c>, <c>entry</c>, <c>exit</c>; empty when it waits for time or an order.</param>
[GenerateSerializer, Immutable, Alias("why-not")]
public sealed record WhyNot([property: Id(0)] string Section, [property: Id(1)] ImmutableArray<LeafReading> Leaves);
