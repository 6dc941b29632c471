using System.Data.Common;
using Dapper;
using Trading.Storage.Paging;
using Trading.Storage.Tables;

namespace Trading.Storage.Alerts;

/// <summary>Channels, and the outbox of what is on its way to them. Its clock is the database's: one for all processes.</summary>
public sealed class AlertChannelStore(TradingDatabase database) : IAlertChannelQueries
{
    internal static readonly Table<AlertChannelRow> Channels = new("alert_channels", ["id"]);
    internal static readonly Table<AlertDeliveryRow> Deliveries = new("alert_deliveries", ["channel_id", "alert_id"]);

    /// <summary>Makes these the owner's channels. What was on its way to one that is gone, goes with it.</summary>
    public Task ReplaceAsync(string owner, IReadOnlyCollection<AlertChannelRow> channels, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                var former = await connection.QueryAsync<string>("SELECT id FROM alert_channels WHERE owner = @owner", new { owner });
                foreach (var gone in former.Except(channels.Select(channel => channel.Id), StringComparer.Ordinal))
                {
                    await connection.ExecuteAsync("DELETE FROM alert_deliveries WHERE channel_id = @gone", new { gone });
                }

                // All of them first: two may have exchanged their names.
                await connection.ExecuteAsync("DELETE FROM alert_channels WHERE owner = @owner", new { owner });
                await Channels.InsertAsync(connection, channels, Existing.Fail, cancellationToken);
            },
            cancellationToken);

    public Task<IReadOnlyList<AlertChannelRow>> ListAsync(string? owner, CancellationToken cancellationToken = default) =>
        database.QueryAsync<AlertChannelRow>(
            $"{Channels.Select}{(owner is null ? "" : " WHERE owner = @owner")} ORDER BY owner, name", new { owner }, cancellationToken);

    public Task<AlertChannelRow?> FindAsync(string id, CancellationToken cancellationToken = default) =>
        database.FindAsync<AlertChannelRow>($"{Channels.Select} WHERE id = @id", new { id }, cancellationToken);

    public Task<Page<AlertDeliveryRow>> DeliveriesAsync(
        string channelId, string? state, PageRequest page, CancellationToken cancellationToken = default) =>
        new Listing<AlertDeliveryRow>(Deliveries, "created_at", "alert_id")
            .Where("channel_id", channelId)
            .Where("state", state)
            .PageAsync(database, page, cancellationToken);

    /// <summary>Puts an alert on its way to every channel of its owner that takes it. To be called in the transaction that stores the alert.</summary>
    internal static Task AddressAsync(TradingDatabase database, DbConnection connection, AlertRow alert)
    {
        var taking = AlertSeverities.All.Take(Math.Max(1, AlertSeverities.All.ToList().IndexOf(alert.Severity) + 1)).ToArray();
        var now = DatabaseClock.NowOf(database.Engine);
        return connection.ExecuteAsync(
            $"""
            INSERT INTO alert_deliveries (channel_id, alert_id, state, attempts, due_at, status, error, created_at, updated_at)
            SELECT id, @alert, 'pending', 0, {now}, NULL, NULL, {now}, {now} FROM alert_channels
            WHERE owner = @owner AND enabled = @enabled AND {database.IsOneOf("severity", "taking")}
            ON CONFLICT DO NOTHING
            """,
            new { alert = alert.Id, owner = alert.Owner, enabled = true, taking });
    }

    /// <summary>Takes deliveries that are due; nobody else gets them before the lease is over. Whoever dies meanwhile has them taken again.</summary>
    public async Task<IReadOnlyList<AlertDeliveryRow>> ClaimAsync(int limit, TimeSpan lease, CancellationToken cancellationToken = default)
    {
        var now = DatabaseClock.NowOf(database.Engine);
        if (await database.FindAsync<long>(
            $"SELECT COUNT(*) FROM (SELECT 1 FROM alert_deliveries WHERE state = 'pending' AND due_at <= {now} LIMIT 1) AS due", null, cancellationToken) == 0)
        {
            // Asked of a reader first: an idle process must not write.
            return [];
        }

        var skip = database.Engine is StorageEngine.PostgreSql ? " FOR UPDATE SKIP LOCKED" : "";
        var returned = string.Join(", ", Deliveries.Columns.Select(column => $"{column.Name} AS \"{column.Member}\""));
        return await database.WriteAsync(
            async connection => (IReadOnlyList<AlertDeliveryRow>)(await connection.QueryAsync<AlertDeliveryRow>(
                $"""
                UPDATE alert_deliveries SET attempts = attempts + 1, due_at = {now} + @lease, updated_at = {now}
                WHERE (channel_id, alert_id) IN (
                    SELECT channel_id, alert_id FROM alert_deliveries WHERE state = 'pending' AND due_at <= {now} ORDER BY due_at LIMIT {limit}{skip})
                RETURNING {returned}
                """,
                new { lease = (long)lease.TotalMilliseconds })).AsList(),
            cancellationToken);
    }

    /// <summary>Notes how an attempt ended, unless another one has begun since.</summary>
    /// <param name="error">Null when it was delivered.</param>
    /// <param name="retryAfter">Null when it is given up.</param>
    public Task EndAttemptAsync(
        AlertDeliveryRow delivery, int? status, string? error, TimeSpan? retryAfter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var now = DatabaseClock.NowOf(database.Engine);
        return database.ExecuteAsync(
            $"""
            UPDATE alert_deliveries SET state = @state, status = @status, error = @error, due_at = {now} + @wait, updated_at = {now}
            WHERE channel_id = @channel AND alert_id = @alert AND attempts = @attempts AND state = 'pending'
            """,
            new
            {
                state = error is null ? AlertDeliveryStates.Delivered : retryAfter is null ? AlertDeliveryStates.Dead : AlertDeliveryStates.Pending,
                status = (long?)status,
                error,
                wait = (long)(retryAfter ?? TimeSpan.Zero).TotalMilliseconds,
                channel = delivery.ChannelId,
                alert = delivery.AlertId,
                attempts = (long)delivery.Attempts,
            },
            cancellationToken);
    }

    /// <summary>Forgets what ended longer ago than this.</summary>
    public Task<int> PurgeAsync(TimeSpan age, CancellationToken cancellationToken = default) =>
        database.ExecuteAsync(
            $"DELETE FROM alert_deliveries WHERE state <> 'pending' AND updated_at < {DatabaseClock.NowOf(database.Engine)} - @age",
            new { age = (long)age.TotalMilliseconds },
            cancellationToken);
}
