using System.Data.Common;
using Dapper;
using Trading.Storage.Live;
using Trading.Storage.Paging;
using Trading.Storage.Tables;

namespace Trading.Storage.Alerts;

/// <param name="Id"><c>alr-…</c>.</param>
/// <param name="Severity"><c>info</c>, <c>warning</c> or <c>critical</c>.</param>
public sealed record AlertRow(
    string Id, string Owner, string? SessionId, string Severity, string Code, string Message, DateTimeOffset At,
    DateTimeOffset? AcknowledgedAt = null, string? AcknowledgedBy = null);

/// <param name="IsAcknowledged">Null for both.</param>
public sealed record AlertFilter(
    string? Owner = null, string? Session = null, string? Severity = null, string? Code = null, bool? IsAcknowledged = null);

public interface IAlertQueries
{
    Task<AlertRow?> FindAsync(string id, CancellationToken cancellationToken = default);

    Task<Page<AlertRow>> ListAsync(AlertFilter filter, PageRequest page, CancellationToken cancellationToken = default);
}

/// <summary>Alerts, as they were raised and acknowledged.</summary>
public sealed class AlertStore(TradingDatabase database) : IAlertQueries
{
    internal static readonly Table<AlertRow> Alerts = new("alerts", ["id"]);

    /// <summary>Repeating an alert changes nothing.</summary>
    public Task RaiseAsync(IReadOnlyCollection<AlertRow> alerts, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                var live = new LiveEventLog();
                await LiveEventLog.LockAsync(database.Engine, connection);
                await InsertAsync(database, connection, alerts, live, cancellationToken);
                await live.AppendAsync(connection, cancellationToken);
            },
            cancellationToken);

    /// <summary>Stores alerts; those that are new are noted for those who follow, and put on their way to their owners' channels.</summary>
    internal static async Task InsertAsync(
        TradingDatabase database, DbConnection connection, IReadOnlyCollection<AlertRow> alerts, LiveEventLog live, CancellationToken cancellationToken)
    {
        foreach (var alert in await Alerts.InsertChangesAsync(connection, alerts, Existing.Keep, cancellationToken))
        {
            live.Add(LiveEventKinds.Alert, alert.Owner, alert.SessionId, alert);
            await AlertChannelStore.AddressAsync(database, connection, alert);
        }
    }

    /// <returns>The alert as it now stands; null when it is unknown. The first acknowledgement stands.</returns>
    public Task<AlertRow?> AcknowledgeAsync(string id, string by, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                var live = new LiveEventLog();
                await LiveEventLog.LockAsync(database.Engine, connection);
                var isFirst = await connection.ExecuteAsync(
                    "UPDATE alerts SET acknowledged_at = @at, acknowledged_by = @by WHERE id = @id AND acknowledged_at IS NULL", new { id, by, at }) == 1;
                var alert = await connection.QuerySingleOrDefaultAsync<AlertRow>($"{Alerts.Select} WHERE id = @id", new { id });
                if (isFirst)
                {
                    live.Add(LiveEventKinds.Alert, alert!.Owner, alert.SessionId, alert);
                    await live.AppendAsync(connection, cancellationToken);
                }

                return alert;
            },
            cancellationToken);

    public Task<AlertRow?> FindAsync(string id, CancellationToken cancellationToken = default) =>
        database.FindAsync<AlertRow>($"{Alerts.Select} WHERE id = @id", new { id }, cancellationToken);

    public Task<Page<AlertRow>> ListAsync(AlertFilter filter, PageRequest page, CancellationToken cancellationToken = default) =>
        new Listing<AlertRow>(Alerts, "at", "id")
            .Where("owner", filter.Owner)
            .Where("session_id", filter.Session)
            .Where("severity", filter.Severity)
            .Where("code", filter.Code)
            .WhereNull("acknowledged_at", filter.IsAcknowledged is { } isAcknowledged ? !isAcknowledged : null)
            .PageAsync(database, page, cancellationToken);
}
