using System.Data.Common;
using System.Text.Json;
using Dapper;
using Trading.Storage.Journal;
using Trading.Storage.Json;
using Trading.Storage.Tables;

namespace Trading.Storage.Live;

/// <summary>Collects what one transaction makes visible, and writes it as events in the same transaction.</summary>
internal sealed class LiveEventLog
{
    private readonly List<NewLiveEvent> _events = [];

    /// <summary>
    /// To be called first in a transaction that will append. Positions are drawn inside the lock and visible when it is let go: a reader never
    /// passes one that is still to come. First, because whoever holds rows that others want while it waits here could wait for ever.
    /// </summary>
    public static async Task LockAsync(StorageEngine engine, DbConnection connection)
    {
        if (engine is StorageEngine.PostgreSql)
        {
            await connection.ExecuteAsync($"SELECT pg_advisory_xact_lock({JournalStore.AppendLock})");
        }
    }

    /// <param name="row">As the read model holds it.</param>
    public void Add<T>(string kind, string owner, string? session, T row) =>
        _events.Add(new NewLiveEvent(kind, owner, session, JsonSerializer.Serialize(row, TradingJson.Options)));

    public Task AppendAsync(DbConnection connection, CancellationToken cancellationToken) =>
        LiveEventStore.News.InsertAsync(connection, _events, Existing.Fail, cancellationToken);
}
