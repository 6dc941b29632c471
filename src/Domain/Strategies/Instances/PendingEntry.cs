using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Strategies.Instances;

/// <summary>Why an entry was asked for, kept until risk has answered.</summary>
[GenerateSerializer, Immutable, Alias("pending-entry")]
public sealed record PendingEntry(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] decimal Price, [property: Id(2)] ImmutableArray<LeafReading> Leaves);
