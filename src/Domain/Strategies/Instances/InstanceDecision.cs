using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.Strategies.Instances;

/// <summary>The outcome of one evaluation.</summary>
/// <param name="Transition">At most one an event; null when the state stays and nothing is to be recorded.</param>
[GenerateSerializer, Immutable, Alias("instance-decision")]
public sealed record InstanceDecision(
    [property: Id(0)] InstanceTransition? Transition, [property: Id(1)] ImmutableArray<InstanceEffect> Effects)
{
    public static InstanceDecision None { get; } = new(null, []);

    public bool IsNone => Transition is null && Effects.IsEmpty;
}
