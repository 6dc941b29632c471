using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.Sessions.Lifecycle;

/// <summary>A session's durable life. Changed by <see cref="SessionMachine"/> alone.</summary>
/// <param name="RequestHash">Hash of the canonical request: a repeat with the same key and another body is refused.</param>
/// <param name="Run">Number of the current run, from 1; a run that was interrupted is followed by the next. 0 before the first.</param>
/// <param name="StopRequested">A stop was acknowledged; the policy holds from then on.</param>
[GenerateSerializer, Immutable, Alias("session")]
public sealed record Session(
    [property: Id(0)] string Id,
    [property: Id(1)] string Owner,
    [property: Id(2)] string Name,
    [property: Id(3)] SessionMode Mode,
    [property: Id(4)] string Account,
    [property: Id(6)] string RequestHash,
    [property: Id(7)] ImmutableArray<PinnedStrategy> Strategies,
    [property: Id(8)] SessionStatus Status,
    [property: Id(9)] DateTimeOffset CreatedAt,
    [property: Id(10)] ImmutableArray<SessionTransition> Transitions,
    [property: Id(11)] int Run,
    [property: Id(12)] StopPolicy? StopRequested,
    [property: Id(13)] SessionFailure? Failure,
    [property: Id(14)] bool IsArchived)
{
    public const int SchemaVersion = 1;

    /// <summary>Most interventions that a session takes: its state stays small.</summary>
    public const int InterventionsMax = 1_000;

    /// <summary>In the order in which they were asked for.</summary>
    [Id(15)]
    public ImmutableArray<Intervention> Interventions { get; init; } = [];

    /// <summary>What the pre-flight found that did not stand in the way of the start.</summary>
    [Id(16)]
    public ImmutableArray<ValidationError> Warnings { get; init; } = [];

    /// <summary>The last word on the strategy was a pause.</summary>
    public bool IsPaused(string strategy) =>
        Interventions.LastOrDefault(known => string.Equals(known.Strategy, strategy, StringComparison.Ordinal)) is { Kind: InterventionKind.Pause };
}
