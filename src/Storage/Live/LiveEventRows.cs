namespace Trading.Storage.Live;

/// <summary>Something that became visible.</summary>
/// <param name="Position">Rises in the order in which events become visible; holes are normal.</param>
/// <param name="Kind">One of <see cref="LiveEventKinds"/>.</param>
/// <param name="SessionId">Null for what belongs to no session.</param>
/// <param name="Payload">The row of the read model that it tells of, as <see cref="Json.TradingJson"/> writes it.</param>
/// <param name="StoredAt">By the database's clock.</param>
public sealed record LiveEventRow(long Position, string Kind, string Owner, string? SessionId, string Payload, DateTimeOffset StoredAt);

/// <summary>An event that is still to get its position and time.</summary>
internal sealed record NewLiveEvent(string Kind, string Owner, string? SessionId, string Payload);

/// <summary>Which events somebody follows.</summary>
/// <param name="Owner">Null for everybody's.</param>
/// <param name="Sessions">Empty for all, and for what belongs to none.</param>
/// <param name="Kinds">Empty for all.</param>
public sealed record LiveEventFilter(string? Owner, IReadOnlyList<string> Sessions, IReadOnlyList<string> Kinds)
{
    public bool Takes(LiveEventRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return (Owner is null || Owner == row.Owner)
            && (Sessions.Count == 0 || (row.SessionId is { } session && Sessions.Contains(session, StringComparer.Ordinal)))
            && (Kinds.Count == 0 || Kinds.Contains(row.Kind, StringComparer.Ordinal));
    }
}

public interface ILiveEventQueries
{
    /// <summary>Events after a position, oldest first. A reader that goes on from the last position misses none.</summary>
    /// <param name="limit">1–10 000.</param>
    Task<IReadOnlyList<LiveEventRow>> ReadAfterAsync(long position, int limit, CancellationToken cancellationToken = default);

    /// <summary>Events of the filter after <paramref name="position"/>, up to <paramref name="upTo"/> (included), oldest first.</summary>
    /// <param name="limit">1–10 000.</param>
    Task<IReadOnlyList<LiveEventRow>> ReadAsync(
        LiveEventFilter filter, long position, long upTo, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Whether a reader that has seen everything up to the position cannot go on from there: of what it follows, something newer is older than
    /// <see cref="LiveEventStore.ReplayAge"/> or gone, or more than <see cref="LiveEventStore.ReplayMax"/> events wait, or the position is not of this database.
    /// </summary>
    Task<bool> IsLostAsync(LiveEventFilter filter, long position, CancellationToken cancellationToken = default);

    /// <summary>The newest position; 0 when nothing has happened.</summary>
    Task<long> LastPositionAsync(CancellationToken cancellationToken = default);
}
