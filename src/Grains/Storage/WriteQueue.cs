using Trading.Domain;

namespace Trading.Grains.Storage;

/// <summary>
/// The bookkeeping of coalesced writes, pure: what was applied, what is being written, what is durable. One write at a time; what is
/// applied meanwhile goes with the next one.
/// </summary>
/// <param name="Applied">Version in memory.</param>
/// <param name="Durable">Newest version that is stored for certain.</param>
/// <param name="Writing">Version that is being written; null for none.</param>
/// <param name="IsFailed">A write failed: memory is ahead of storage, and nothing goes on from it.</param>
internal readonly record struct WriteQueue(long Applied, long Durable, long? Writing, bool IsFailed)
{
    public bool IsSettled => Durable == Applied;

    public bool MayBegin => !IsFailed && Writing is null && Applied > Durable;

    public WriteQueue Apply() => IsFailed ? throw new InvariantException("A change after a failed write.") : this with { Applied = Applied + 1 };

    public WriteQueue Begin() => MayBegin ? this with { Writing = Applied } : throw new InvariantException("Two writes at a time, or one of nothing.");

    public WriteQueue Written() => Writing is { } written
        ? this with { Durable = written, Writing = null }
        : throw new InvariantException("Nothing was being written.");

    public WriteQueue Failed() => this with { Writing = null, IsFailed = true };
}
