using Dapper;
using Trading.Storage.Paging;
using Trading.Storage.Tables;

namespace Trading.Storage.Audit;

/// <summary>The audit trail: append-only, each entry carries the hash of the one before.</summary>
public sealed class AuditStore(TradingDatabase database) : IAuditQueries
{
    private const int VerifyRows = 1_000;
    private const long AppendLock = 7_026_202;

    internal static readonly Table<AuditRow> Audit = new("audit", ["position"]);

    /// <summary>Appends at the end of the chain; durable when the task completes.</summary>
    public Task<AuditRow> AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default) =>
        database.WriteSharedAsync(
            async connection =>
            {
                // Appends queue here; on SQLite the one writer has done that already.
                if (database.Engine is StorageEngine.PostgreSql)
                {
                    await connection.ExecuteAsync($"SELECT pg_advisory_xact_lock({AppendLock})");
                }

                var last = await connection.QuerySingleOrDefaultAsync<AuditRow>($"{Audit.Select} ORDER BY position DESC LIMIT 1");
                var row = AuditChain.Next(last, entry);
                await Audit.InsertAsync(connection, [row], Existing.Fail, cancellationToken);
                return row;
            },
            cancellationToken);

    public Task<Page<AuditRow>> ListAsync(AuditFilter filter, PageRequest page, CancellationToken cancellationToken = default) =>
        new Listing<AuditRow>(Audit, "position")
            .Where("actor", filter.Actor)
            .Where("action", filter.Action)
            .Where("subject", filter.Subject)
            .PageAsync(database, page, cancellationToken);

    public async Task<long?> FirstBrokenAsync(CancellationToken cancellationToken = default)
    {
        AuditRow? last = null;
        while (true)
        {
            var rows = await database.QueryAsync<AuditRow>(
                $"{Audit.Select} WHERE position > @after ORDER BY position LIMIT {VerifyRows}", new { after = last?.Position ?? 0 }, cancellationToken);
            foreach (var row in rows)
            {
                if (!AuditChain.Follows(last, row))
                {
                    return (last?.Position ?? 0) + 1;
                }

                last = row;
            }

            if (rows.Count < VerifyRows)
            {
                return null;
            }
        }
    }
}
