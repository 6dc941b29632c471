namespace Trading.Storage.Journal;

/// <summary>What happened in a stream. A stream is one grain's outbox; it counts its own entries.</summary>
/// <param name="Sequence">Together with the stream its identity: stored once, however often it is delivered.</param>
/// <param name="Kind">Such as <c>order</c>, <c>fill</c>, <c>position</c>.</param>
/// <param name="Payload">JSON with a short discriminator.</param>
public sealed record JournalEntry(
    string Stream, long Sequence, string Kind, string Owner, string? SessionId, DateTimeOffset At, string Payload);

/// <param name="Position">Rises in the order in which entries become visible; holes are normal.</param>
public sealed record JournalRow(
    long Position, string Stream, long Sequence, string Kind, string Owner, string? SessionId, DateTimeOffset At, string Payload);

public interface IJournalQueries
{
    /// <summary>Entries after a position, oldest first. A reader that goes on from the last position misses none.</summary>
    /// <param name="limit">1–10 000.</param>
    Task<IReadOnlyList<JournalRow>> ReadAfterAsync(long position, int limit, CancellationToken cancellationToken = default);

    /// <summary>The newest position; 0 when nothing has happened.</summary>
    Task<long> LastPositionAsync(CancellationToken cancellationToken = default);
}
