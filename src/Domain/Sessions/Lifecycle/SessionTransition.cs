using Orleans;

namespace Trading.Domain.Sessions.Lifecycle;

/// <summary>One step of a session's life, kept for ever.</summary>
/// <param name="Actor">User name, or <c>system</c>.</param>
/// <param name="Trigger">What caused it: <c>create</c>, <c>started</c>, <c>stop</c>, <c>data_exhausted</c>, <c>duration_over</c>, <c>run_failed</c>, …</param>
/// <param name="Reason">A sentence for people; empty when the trigger says it all.</param>
[GenerateSerializer, Immutable, Alias("session-transition")]
public sealed record SessionTransition(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] SessionStatus From,
    [property: Id(2)] SessionStatus To,
    [property: Id(3)] string Actor,
    [property: Id(4)] string Trigger,
    [property: Id(5)] string Reason);
