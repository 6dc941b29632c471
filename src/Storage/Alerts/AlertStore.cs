using Trading.Storage.Paging;
using Trading.Storage.Tables;

namespace Trading.Storage.Alerts;

/// <param name="Id"><c>alr-…</c>.</param>
/// <param name="Severity"><c>info</c>, <c>warning</c> or <c>critical</c>.</param>
public sealed record AlertRow(
    string Id, string Owner, string? SessionId, string Severity, string Code, string Message, DateTimeOffset At,
    DateTimeOffset? AcknowledgedAt = null, string? AcknowledgedBy = null);

public sealed record AlertFilter(string? Owner = null, string? Session = null, string? Severity = null, string? Code = null);

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
        database.WriteAsync(connection => (Task)Alerts.InsertAsync(connection, alerts, Existing.Keep, cancellationToken), cancellationToken);

    /// <returns>False when the alert is unknown; the first acknowledgement stands.</returns>
    public async Task<bool> AcknowledgeAsync(string id, string by, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        await database.ExecuteAsync(
            "UPDATE alerts SET acknowledged_at = COALESCE(acknowledged_at, @at), acknowledged_by = COALESCE(acknowledged_by, @by) WHERE id = @id",
            new { id, by, at },
            cancellationToken) == 1;

    public Task<AlertRow?> FindAsync(string id, CancellationToken cancellationToken = default) =>
        database.FindAsync<AlertRow>($"{Alerts.Select} WHERE id = @id", new { id }, cancellationToken);

    public Task<Page<AlertRow>> ListAsync(AlertFilter filter, PageRequest page, CancellationToken cancellationToken = default) =>
        new Listing<AlertRow>(Alerts, "at", "id")
            .Where("owner", filter.Owner)
            .Where("session_id", filter.Session)
            .Where("severity", filter.Severity)
            .Where("code", filter.Code)
            .PageAsync(database, page, cancellationToken);
}
