using Trading.Grains.Abstractions;

namespace Trading.Grains.Storage;

/// <summary>
/// Lets turns of one grain that interleave share writes. A turn applies in memory, then settles: that completes once everything applied
/// so far is durable. One write is in flight; a failed one fails every turn that waits, and nothing goes on from it.
/// This is the only place where turns of a stateful grain interleave.
/// </summary>
/// <param name="write">Stores everything as it is in memory when it is called, or ends the activation.</param>
internal sealed class CoalescedWrites(Func<Task> write)
{
    private readonly List<(long Version, TaskCompletionSource Settled)> _waiting = [];
    private WriteQueue _queue;

    /// <exception cref="StorageUnavailableException">A write failed; the activation is going down.</exception>
    public void ThrowIfFailed()
    {
        if (_queue.IsFailed)
        {
            throw new StorageUnavailableException("A write failed: the activation is going down, and a repeat meets the next one.");
        }
    }

    /// <summary>Something that was applied is not durable yet.</summary>
    public bool IsBusy => !_queue.IsSettled;

    /// <summary>Something changed in memory that is worth a write.</summary>
    public void Apply() => _queue = _queue.Apply();

    /// <summary>Completes when everything applied so far is durable.</summary>
    public Task Settle()
    {
        ThrowIfFailed();
        if (_queue.IsSettled)
        {
            return Task.CompletedTask;
        }

        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((_queue.Applied, settled));
        if (_queue.MayBegin)
        {
            _ = Write();
        }

        return settled.Task;
    }

    // Nobody awaits it: each turn awaits its own part.
    private async Task Write()
    {
        try
        {
            while (_queue.MayBegin && _waiting.Count > 0)
            {
                _queue = _queue.Begin();
                await write();
                _queue = _queue.Written();
                Complete();
            }
        }
        catch (Exception failure)
        {
            _queue = _queue.Failed();
            foreach (var (_, settled) in _waiting)
            {
                settled.SetException(failure);
            }

            _waiting.Clear();
        }
    }

    private void Complete()
    {
        foreach (var (version, settled) in _waiting)
        {
            if (version <= _queue.Durable)
            {
                settled.SetResult();
            }
        }

        _waiting.RemoveAll(waiter => waiter.Version <= _queue.Durable);
    }
}
