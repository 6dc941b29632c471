using Trading.Storage.Paging;

namespace Trading.Storage.Alerts;

/// <summary>Where alerts of a trader are sent.</summary>
/// <param name="Id"><c>ach-…</c>.</param>
/// <param name="Secret">Sealed; what signs its deliveries.</param>
/// <param name="Severity">The least severity that is sent.</param>
public sealed record AlertChannelRow(
    string Id, string Owner, string Name, string Url, byte[] Secret, string Severity, bool Enabled, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>One alert on its way to one channel.</summary>
/// <param name="State"><c>pending</c>, <c>delivered</c> or <c>dead</c>: given up after the last attempt.</param>
/// <param name="DueAt">Next attempt, while pending.</param>
/// <param name="Status">HTTP status of the last attempt; null when there was no answer.</param>
/// <param name="Error">Why the last attempt failed; null when it did not.</param>
public sealed record AlertDeliveryRow(
    string ChannelId, string AlertId, string State, int Attempts, DateTimeOffset DueAt, int? Status, string? Error, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

public static class AlertDeliveryStates
{
    public const string Pending = "pending";
    public const string Delivered = "delivered";
    public const string Dead = "dead";
}

public static class AlertSeverities
{
    /// <summary>From the least to the most.</summary>
    public static IReadOnlyList<string> All { get; } = ["info", "warning", "critical"];
}

public interface IAlertChannelQueries
{
    /// <summary>By name.</summary>
    /// <param name="owner">Null for everybody's.</param>
    Task<IReadOnlyList<AlertChannelRow>> ListAsync(string? owner, CancellationToken cancellationToken = default);

    Task<AlertChannelRow?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <param name="state">Null for all.</param>
    Task<Page<AlertDeliveryRow>> DeliveriesAsync(string channelId, string? state, PageRequest page, CancellationToken cancellationToken = default);
}
