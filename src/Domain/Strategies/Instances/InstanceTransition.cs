using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Strategies.Instances;

/// <summary>Why an instance did what it did. A cancelled entry, a take-profit step and a replaced exit are kept too, from a state to itself.</summary>
/// <param name="Signal">Number of the signal that it belongs to; null before the first.</param>
/// <param name="Section">The document's member that decided: <c>signal</c>, <c>cancel</c>, <c>entry</c>, <c>exit</c>, <c>emergency</c>, <c>stopLoss</c>,
/// <c>takeProfit</c>, <c>trailingStop</c>, <c>limits</c>; or <c>order</c>, <c>position</c>, <c>cooldown</c>, <c>pause</c>, <c>stop</c>, <c>fault</c>.</param>
/// <param name="Price">Last trade price, else the mark.</param>
/// <param name="Leaves">What the section's conditions read.</param>
/// <param name="OrderId">The order that it caused or was caused by.</param>
[GenerateSerializer, Immutable, Alias("instance-transition")]
public sealed record InstanceTransition(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] long? Signal,
    [property: Id(2)] InstanceStatus From,
    [property: Id(3)] InstanceStatus To,
    [property: Id(4)] string Section,
    [property: Id(5)] decimal Price,
    [property: Id(6)] ImmutableArray<LeafReading> Leaves,
    [property: Id(7)] string? OrderId,
    [property: Id(8)] string? Reason);
