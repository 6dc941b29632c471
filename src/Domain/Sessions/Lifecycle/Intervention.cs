using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.Sessions.Lifecycle;

public enum InterventionKind : byte
{
    Pause = 0,

    /// <summary>Ends a pause, and a fault once its instance is flat.</summary>
    Resume = 1,
}

/// <summary>A person paused or resumed one strategy of a running session. Part of what explains the session's result.</summary>
/// <param name="Number">From 1, in the order in which they were asked for; they take effect in this order.</param>
/// <param name="AskedAt">Wall time.</param>
/// <param name="EffectiveAt">
/// Event time: events before it are decided as if nobody had intervened, this instant and later ones with it. Null until the
/// run has taken it up. A run that starts anew takes it up at the same instant.
/// </param>
/// <param name="Refused">Symbols whose instance was left as it was, because it is faulted and not flat.</param>
[GenerateSerializer, Immutable, Alias("session-intervention")]
public sealed record Intervention(
    [property: Id(0)] int Number,
    [property: Id(1)] string Strategy,
    [property: Id(2)] InterventionKind Kind,
    [property: Id(3)] string Actor,
    [property: Id(4)] DateTimeOffset AskedAt,
    [property: Id(5)] DateTimeOffset? EffectiveAt,
    [property: Id(6)] ImmutableArray<Symbol> Refused);
