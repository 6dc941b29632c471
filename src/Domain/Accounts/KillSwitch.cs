using Orleans;

namespace Trading.Domain.Accounts;

/// <summary>A latched kill switch: no entries until an administrator or the owner resets it with a reason.</summary>
/// <param name="Reason">Given by the actor, or <c>risk:drawdown</c>.</param>
/// <param name="Actor">User, or <c>system</c>.</param>
/// <param name="ClosePositions">Positions were to be closed as well.</param>
[GenerateSerializer, Immutable, Alias("kill-switch")]
public sealed record KillSwitch(
    [property: Id(0)] string Reason,
    [property: Id(1)] string Actor,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] bool ClosePositions);
