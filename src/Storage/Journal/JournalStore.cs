using Dapper;
using Trading.Storage.Tables;

namespace Trading.Storage.Journal;

/// <summary>The append-only record of what happened, read by live updates.</summary>
public sealed class JournalStore(TradingDatabase database) : IJournalQueries
{
    private const int LimitMax = 10_000;
    internal const long AppendLock = 7_026_203;

    internal static readonly Table<JournalEntry> Entries = new("journal", ["stream", "sequence"]);
    internal static readonly Table<JournalRow> Rows = new("journal", ["position"]);

    /// <summary>Appends a batch; durable when the task completes. Entries that were delivered before are left as they are.</summary>
    /// <returns>Entries that were new.</returns>
    public Task<int> AppendAsync(IReadOnlyCollection<JournalEntry> entries, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                // Positions are drawn inside the lock and visible when it is let go: a reader never passes one that is still to come.
                if (database.Engine is StorageEngine.PostgreSql)
                {
                    await connection.ExecuteAsync($"SELECT pg_advisory_xact_lock({AppendLock})");
                }

                return await Entries.InsertAsync(connection, entries, Existing.Keep, cancellationToken);
            },
            cancellationToken);

    public Task<IReadOnlyList<JournalRow>> ReadAfterAsync(long position, int limit, CancellationToken cancellationToken = default) =>
        database.QueryAsync<JournalRow>(
            $"{Rows.Select} WHERE position > @position ORDER BY position LIMIT {Math.Clamp(limit, 1, LimitMax)}", new { position }, cancellationToken);

    public Task<long> LastPositionAsync(CancellationToken cancellationToken = default) =>
        database.FindAsync<long>("SELECT COALESCE(MAX(position), 0) FROM journal", arguments: null, cancellationToken);
}
