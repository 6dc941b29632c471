using Trading.Storage.Live;
using Trading.Storage.Paging;
using Trading.Storage.Tables;

namespace Trading.Storage.Sessions;

/// <summary>The read model of sessions.</summary>
public sealed class SessionStore(TradingDatabase database) : ISessionQueries
{
    internal static readonly Table<SessionRow> Sessions = new("sessions", ["id"]);
    internal static readonly Table<SessionTransitionRow> Transitions = new("session_transitions", ["session_id", "sequence"]);
    internal static readonly Table<SessionProgressRow> Progress = new("session_progress", ["session_id"]);

    /// <summary>
    /// Saves the session and its transitions so far, in one transaction; the new ones are told to those who follow. Repeated or overtaken by a newer
    /// revision it changes nothing.
    /// </summary>
    public Task SaveAsync(SessionRow session, IReadOnlyCollection<SessionTransitionRow> transitions, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                var live = new LiveEventLog();
                await LiveEventLog.LockAsync(database.Engine, connection);
                await Sessions.InsertAsync(connection, [session], Existing.ReplaceOlder, cancellationToken);
                foreach (var transition in await Transitions.InsertChangesAsync(connection, transitions, Existing.Keep, cancellationToken))
                {
                    live.Add(LiveEventKinds.Session, session.Owner, session.Id, transition);
                }

                await live.AppendAsync(connection, cancellationToken);
            },
            cancellationToken);

    /// <summary>Saves how far a session has come, and tells those who follow when it has come further.</summary>
    public Task SaveProgressAsync(SessionProgressRow progress, string owner, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                var live = new LiveEventLog();
                await LiveEventLog.LockAsync(database.Engine, connection);
                foreach (var changed in await Progress.InsertChangesAsync(connection, [progress], Existing.Replace, cancellationToken))
                {
                    live.Add(LiveEventKinds.Progress, owner, progress.SessionId, changed);
                }

                await live.AppendAsync(connection, cancellationToken);
            },
            cancellationToken);

    public Task<SessionRow?> FindAsync(string id, CancellationToken cancellationToken = default) =>
        database.FindAsync<SessionRow>($"{Sessions.Select} WHERE id = @id", new { id }, cancellationToken);

    public Task<Page<SessionRow>> ListAsync(SessionFilter filter, PageRequest page, CancellationToken cancellationToken = default) =>
        Of(filter.Dataset)
            .Where("owner", filter.Owner)
            .Where("name", filter.Name)
            .Where("mode", filter.Mode)
            .Where("status", filter.Status)
            .Where("account_id", filter.Account)
            .Where("archived", filter.Archived)
            .PageAsync(database, page, cancellationToken);

    private static Listing<SessionRow> Of(string? dataset)
    {
        var sessions = new Listing<SessionRow>(Sessions, "created_at", "id");
        return dataset is null
            ? sessions
            : sessions.WhereSql(
                "(dataset_id = @dataset OR dataset_id IN (SELECT id FROM datasets WHERE name = @dataset))", "dataset", dataset);
    }

    public Task<IReadOnlyList<SessionTransitionRow>> TransitionsAsync(string sessionId, CancellationToken cancellationToken = default) =>
        database.QueryAsync<SessionTransitionRow>(
            $"{Transitions.Select} WHERE session_id = @sessionId ORDER BY sequence", new { sessionId }, cancellationToken);

    public async Task<SessionProgressRow?> FindProgressAsync(string sessionId, CancellationToken cancellationToken = default) =>
        await ProgressAsync([sessionId], cancellationToken) is [var progress] ? progress : null;

    /// <returns>Event time of the session's latest point of equity, which every fill makes one of; null without one.</returns>
    public async Task<DateTimeOffset?> FindShownAsync(string sessionId, CancellationToken cancellationToken = default) =>
        await database.QueryAsync<DateTimeOffset>(
            "SELECT at FROM equity_points WHERE session_id = @sessionId ORDER BY sequence DESC LIMIT 1", new { sessionId }, cancellationToken) is [var at]
            ? at
            : null;

    public async Task<IReadOnlyList<SessionProgressRow>> ProgressAsync(string[] sessionIds, CancellationToken cancellationToken = default) =>
        sessionIds.Length == 0
            ? []
            : await database.QueryAsync<SessionProgressRow>(
                $"{Progress.Select} WHERE {database.IsOneOf("session_id", "sessionIds")}", new { sessionIds }, cancellationToken);
}
