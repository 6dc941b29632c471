using Orleans;

namespace Trading.Domain.Sessions.Lifecycle;

/// <summary>How far a run has come.</summary>
/// <param name="Percent">0–100, of the dataset's events.</param>
/// <param name="Events">Market events done; heartbeats do not count.</param>
/// <param name="EventsPerSecond">Over the run so far; 0 before the first report.</param>
/// <param name="EventTime">Event time reached; null before the first event.</param>
/// <param name="RemainingSeconds">Estimate; null when unknown.</param>
[GenerateSerializer, Immutable, Alias("session-progress")]
public sealed record SessionProgress(
    [property: Id(0)] double Percent,
    [property: Id(1)] long Events,
    [property: Id(2)] double EventsPerSecond,
    [property: Id(3)] DateTimeOffset? EventTime,
    [property: Id(4)] double? RemainingSeconds)
{
    /// <summary>No worker has taken the run up yet: it waits for a free one.</summary>
    [Id(5)]
    public bool IsQueued { get; init; }

    public static SessionProgress None { get; } = new(0, 0, 0, null, null);
}
