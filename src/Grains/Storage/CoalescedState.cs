using Trading.Grains.Abstractions;

namespace Trading.Grains.Storage;

/// <summary>One immutable record that the turns of a reentrant grain change in memory, sharing writes.</summary>
internal sealed class CoalescedState<TBook, TState>
    where TBook : class
    where TState : class, IBookState<TBook>, new()
{
    private readonly IPersistentState<TState> _storage;
    private readonly IGrainBase _owner;
    private readonly CoalescedWrites _writes;
    private TBook? _current;

    public CoalescedState(IPersistentState<TState> storage, IGrainBase owner)
    {
        (_storage, _owner) = (storage, owner);
        _writes = new CoalescedWrites(Write);
        _current = Durable = storage.State.Book;
    }

    /// <summary>With everything that turns have applied. Only for deciding: nothing of it is shown before it is durable.</summary>
    /// <exception cref="StorageUnavailableException">A write failed; the activation is going down.</exception>
    public TBook? Current
    {
        get
        {
            _writes.ThrowIfFailed();
            return _current;
        }
    }

    /// <summary>As it is stored for certain.</summary>
    public TBook? Durable { get; private set; }

    /// <param name="isWorthAWrite">False for what a crash may lose, such as a mark: it goes along with the next write.</param>
    public void Apply(TBook next, bool isWorthAWrite)
    {
        if (isWorthAWrite)
        {
            _writes.Apply();
        }

        _current = next;
    }

    /// <summary>Completes when everything applied so far is durable.</summary>
    public Task Settle() => _writes.Settle();

    private async Task Write()
    {
        var written = _current;
        _storage.State.Book = written;
        await _storage.WriteOrDeactivateAsync(_owner);
        Durable = written;
    }
}
