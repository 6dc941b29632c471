namespace Trading.Simulation.Cluster;

/// <summary>
/// State of a reentrant grain: a turn applies in memory, joins the next write, and completes only when that is durable; one
/// write in flight; a failed write fails every waiter and ends the activation.
/// </summary>
/// <param name="diesAround">Whether the process dies before (false) or behind (true) a write.</param>
internal sealed class CoalescedState<T>(World world, Activation owner, Func<bool, bool> diesAround)
    where T : class
{
    private List<Action> _waiting = [];
    private int _etag;
    private bool _isWriting;

    /// <summary>What the next turn decides on.</summary>
    public T Memory { get; private set; } = null!;

    /// <summary>What answers may show.</summary>
    public T Durable { get; private set; } = null!;

    public void Start(T state, int etag) => (Memory, Durable, _etag) = (state, state, etag);

    /// <param name="onDurable">Never called when the write fails.</param>
    public void Save(T state, Action onDurable)
    {
        Memory = state;
        _waiting.Add(onDurable);
        if (!_isWriting)
        {
            Write();
        }
    }

    /// <summary>For a turn that changed nothing: what it answers with may still be on its way to storage.</summary>
    public void WhenDurable(Action onDurable)
    {
        if (ReferenceEquals(Memory, Durable) && !_isWriting)
        {
            onDurable();
        }
        else
        {
            Save(Memory, onDurable);
        }
    }

    private void Write()
    {
        if (diesAround(false))
        {
            return;
        }

        _isWriting = true;
        var (state, waiters) = (Memory, _waiting);
        _waiting = [];
        world.Storage.Write(owner.Key, state, _etag, (outcome, etag) => owner.Resume(() =>
        {
            if (outcome is not WriteOutcome.Done)
            {
                owner.Deactivate();
                return;
            }

            (Durable, _etag, _isWriting) = (state, etag, false);
            if (diesAround(true))
            {
                return;
            }

            foreach (var waiter in waiters)
            {
                waiter();
            }

            if (_waiting.Count > 0 && !_isWriting)
            {
                Write();
            }
        }));
    }
}
