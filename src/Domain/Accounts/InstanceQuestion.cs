using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.Accounts;

/// <param name="WantsSlot">Take a signal slot of the session if one is free; the answer says whether the instance has one.</param>
/// <param name="Mark">Of the decision event: the symbol's share of the equity stands on it.</param>
[GenerateSerializer, Immutable, Alias("instance-question")]
public sealed record InstanceQuestion(
    [property: Id(0)] string Session,
    [property: Id(1)] string Instance,
    [property: Id(2)] Symbol Symbol,
    [property: Id(3)] bool WantsSlot,
    [property: Id(4)] decimal Mark,
    [property: Id(5)] DateTimeOffset At);
