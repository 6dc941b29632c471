using Dapper;
using Trading.Storage.Tables;

namespace Trading.Storage.Live;

/// <summary>The tail of what became visible, for those who follow it. Its clock is the database's: one for all processes.</summary>
public sealed class LiveEventStore(TradingDatabase database) : ILiveEventQueries
{
    /// <summary>A reader that was away for no longer than this goes on without a gap.</summary>
    public static readonly TimeSpan ReplayAge = TimeSpan.FromMinutes(5);

    /// <summary>Events that a reader may be behind.</summary>
    public const int ReplayMax = 10_000;

    /// <summary>Twice the promise, so that nothing goes while it is being read.</summary>
    public static readonly TimeSpan Retention = 2 * ReplayAge;

    private const int LimitMax = 10_000;

    internal static readonly Table<LiveEventRow> Rows = new("live_events", ["position"]);
    internal static readonly Table<NewLiveEvent> News = new("live_events", []);

    private string Now => DatabaseClock.NowOf(database.Engine);

    public Task<IReadOnlyList<LiveEventRow>> ReadAfterAsync(long position, int limit, CancellationToken cancellationToken = default) =>
        database.QueryAsync<LiveEventRow>(
            $"{Rows.Select} WHERE position > @position ORDER BY position LIMIT {Math.Clamp(limit, 1, LimitMax)}", new { position }, cancellationToken);

    public Task<IReadOnlyList<LiveEventRow>> ReadAsync(
        LiveEventFilter filter, long position, long upTo, int limit, CancellationToken cancellationToken = default)
    {
        var arguments = ArgumentsOf(filter, position);
        arguments.Add("upTo", upTo);
        return database.QueryAsync<LiveEventRow>(
            $"{Rows.Select} WHERE position > @position AND position <= @upTo{ConditionOf(filter)} ORDER BY position LIMIT {Math.Clamp(limit, 1, LimitMax)}",
            arguments,
            cancellationToken);
    }

    public async Task<bool> IsLostAsync(LiveEventFilter filter, long position, CancellationToken cancellationToken = default)
    {
        var arguments = ArgumentsOf(filter, position);
        arguments.Add("age", (long)ReplayAge.TotalMilliseconds);
        var wanted = $"position > @position{ConditionOf(filter)}";
        return await database.FindAsync<long>(
            $"""
            SELECT CASE
                WHEN @position > (SELECT COALESCE(MAX(position), 0) FROM live_events) THEN 1
                WHEN @position < (SELECT MIN(position) FROM live_events) - 1 THEN 1
                WHEN EXISTS (SELECT 1 FROM live_events WHERE {wanted} AND stored_at < {Now} - @age) THEN 1
                WHEN (SELECT COUNT(*) FROM (SELECT 1 FROM live_events WHERE {wanted} LIMIT {ReplayMax + 1}) AS waiting) > {ReplayMax} THEN 1
                ELSE 0 END
            """,
            arguments,
            cancellationToken) == 1;
    }

    public Task<long> LastPositionAsync(CancellationToken cancellationToken = default) =>
        database.FindAsync<long>("SELECT COALESCE(MAX(position), 0) FROM live_events", arguments: null, cancellationToken);

    /// <summary>Removes what is older than <see cref="Retention"/>, but for the newest event: from it one knows that something was removed.</summary>
    /// <returns>Events removed.</returns>
    public Task<int> PurgeAsync(CancellationToken cancellationToken = default) =>
        database.ExecuteAsync(
            $"DELETE FROM live_events WHERE stored_at < {Now} - @age AND position < (SELECT MAX(position) FROM live_events)",
            new { age = (long)Retention.TotalMilliseconds },
            cancellationToken);

    private string ConditionOf(LiveEventFilter filter) =>
        (filter.Owner is null ? "" : " AND owner = @owner")
        + (filter.Sessions.Count == 0 ? "" : " AND " + database.IsOneOf("session_id", "sessions"))
        + (filter.Kinds.Count == 0 ? "" : " AND " + database.IsOneOf("kind", "kinds"));

    private static DynamicParameters ArgumentsOf(LiveEventFilter filter, long position)
    {
        var arguments = new DynamicParameters();
        arguments.Add("position", position);
        if (filter.Owner is { } owner)
        {
            arguments.Add("owner", owner);
        }

        if (filter.Sessions.Count > 0)
        {
            arguments.Add("sessions", filter.Sessions.ToArray());
        }

        if (filter.Kinds.Count > 0)
        {
            arguments.Add("kinds", filter.Kinds.ToArray());
        }

        return arguments;
    }
}
