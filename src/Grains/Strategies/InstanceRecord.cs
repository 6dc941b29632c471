using Trading.Domain.Strategies.Instances;

namespace Trading.Grains.Strategies;

/// <summary>Something that the journal is to know of an instance; exactly one of transition, signal and alert is set.</summary>
/// <param name="Sequence">From 1, without holes.</param>
[GenerateSerializer, Immutable, Alias("instance-record")]
public sealed record InstanceRecord(
    [property: Id(0)] long Sequence,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] InstanceTransition? Transition,
    [property: Id(3)] SignalRecord? Signal,
    [property: Id(4)] RaiseAlert? Alert);
