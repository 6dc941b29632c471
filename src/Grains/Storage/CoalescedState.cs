using Trading.Grains.Abstractions;

namespace Trading.Grains.Storage;

/// <summary>
/// Lets the turns of a reentrant grain change one record in memory and share writes. A turn applies, then settles: that completes
/// once everything applied so far is durable. One write is in flight; a failed one fails every turn that waits and ends the activation.
/// This is the only place where turns of a stateful grain interleave.
/// </summary>
internal sealed class CoalescedState<TBook, TState>(IPersistentState<TState> storage, IGrainBase owner)
    where TBook : class
    where TState : class, IBookState<TBook>, new()
{
    private readonly List<(long Version, TaskCompletionSource Settled)> _waiting = [];
    private WriteQueue _queue;
    private TBook? _current = storage.State.Book;

    /// <summary>With everything that turns have applied. Only for deciding: nothing of it is shown before it is durable.</summary>
    /// <exception cref="StorageUnavailableException">A write failed; the activation is going down.</exception>
    public TBook? Current => _queue.IsFailed ? throw new StorageUnavailableException("A write failed: the activation is going down, and a repeat meets the next one.") : _current;

    /// <summary>As it is stored for certain.</summary>
    public TBook? Durable { get; private set; } = storage.State.Book;

    /// <param name="isWorthAWrite">False for what a crash may lose, such as a mark: it goes along with the next write.</param>
    public void Apply(TBook next, bool isWorthAWrite)
    {
        _queue = isWorthAWrite ? _queue.Apply() : _queue;
        _current = next;
    }

    /// <summary>Completes when everything applied so far is durable.</summary>
    public Task Settle()
    {
        if (_queue.IsFailed)
        {
            throw new StorageUnavailableException("A write failed: the activation is going down, and a repeat meets the next one.");
        }

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
                var written = _current;
                storage.State.Book = written;
                await storage.WriteOrDeactivateAsync(owner);
                _queue = _queue.Written();
                Durable = written;
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
