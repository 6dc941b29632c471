using Trading.Domain.Sessions.Lifecycle;
using Trading.Storage.Paging;

namespace Trading.Storage.Sessions;

/// <summary>A session as lists show it.</summary>
/// <param name="DatasetId">The dataset that it replays; null when it has none.</param>
/// <param name="Settings">What was asked, canonical JSON with every default and the pinned versions of the strategies.</param>
/// <param name="Revision">Counts the session's own changes; the higher one is the newer truth.</param>
public sealed record SessionRow(
    string Id, string Owner, string Name, SessionMode Mode, SessionStatus Status, string AccountId, string? DatasetId, long Seed, string Settings,
    string? FailureCode, string? FailureDetail, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, DateTimeOffset UpdatedAt,
    bool Archived, long Revision);

/// <param name="Sequence">From 0, in the order in which they happened.</param>
public sealed record SessionTransitionRow(
    string SessionId, int Sequence, DateTimeOffset At, SessionStatus FromState, SessionStatus ToState, string Actor, string TriggerName, string Reason);

/// <param name="Percent">0–100.</param>
public sealed record SessionProgressRow(
    string SessionId, double Percent, long Events, double EventsPerSecond, DateTimeOffset? EventTime, double? RemainingSeconds);

/// <param name="Dataset">Id, or name of a dataset that is still there.</param>
/// <param name="Archived">False by default: archived ones are left out; null for all.</param>
public sealed record SessionFilter(
    string? Owner = null, string? Name = null, SessionMode? Mode = null, SessionStatus? Status = null, string? Account = null, string? Dataset = null,
    bool? Archived = false);

public interface ISessionQueries
{
    Task<SessionRow?> FindAsync(string id, CancellationToken cancellationToken = default);

    Task<Page<SessionRow>> ListAsync(SessionFilter filter, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>In the order in which they happened.</summary>
    Task<IReadOnlyList<SessionTransitionRow>> TransitionsAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Of several sessions in one query, in any order; a session that has not told of any is left out.</summary>
    Task<IReadOnlyList<SessionProgressRow>> ProgressAsync(string[] sessionIds, CancellationToken cancellationToken = default);

    Task<SessionProgressRow?> FindProgressAsync(string sessionId, CancellationToken cancellationToken = default);
}
