using Trading.Simulation.Faults;

namespace Trading.Simulation.Cluster;

/// <summary>Grain state with ETags: writes get lost, or are applied and their acknowledgement is lost, or the database is away for a while.</summary>
internal sealed class StateStorage(World world)
{
    private readonly Dictionary<string, (object State, int ETag)> _rows = new(StringComparer.Ordinal);
    private long _downUntilMs;
    private bool _isFailingOver;

    /// <summary>When it is back from its last absence.</summary>
    public long DownUntilMs => _downUntilMs;

    public bool IsDown => world.NowMs < _downUntilMs;

    public long Writes { get; private set; }

    public T? Peek<T>(string key)
        where T : class => _rows.TryGetValue(key, out var row) ? (T)row.State : null;

    public IEnumerable<T> All<T>()
        where T : class => _rows.Values.Select(row => row.State).OfType<T>();

    /// <summary>Away for a while; when it fails over, what was on its way is applied or not, and nobody is told.</summary>
    public void GoDown(long forMs, bool isFailover) => (_downUntilMs, _isFailingOver) = (world.NowMs + forMs, isFailover);

    /// <param name="done">False when the database could not be read.</param>
    public void Read<T>(string key, Action<bool, T?, int> done)
        where T : class => world.Agenda.After(1, () =>
    {
        if (IsDown)
        {
            done(false, null, 0);
        }
        else if (_rows.TryGetValue(key, out var row))
        {
            done(true, (T)row.State, row.ETag);
        }
        else
        {
            done(true, null, 0);
        }
    });

    public void Write(string key, object state, int etag, Action<WriteOutcome, int> done)
    {
        Writes++;
        world.Agenda.After(world.Dice.Between(1, 3), () =>
        {
            var (outcome, written) = Apply(key, state, etag);
            world.History.Add('W', (int)outcome, written);
            world.Agenda.After(1, () => done(outcome, written));
        });
    }

    private (WriteOutcome Outcome, int ETag) Apply(string key, object state, int etag)
    {
        if (IsDown)
        {
            if (!_isFailingOver)
            {
                world.Injector.Note(Fault.StorageDown);
                return (WriteOutcome.Failed, 0);
            }

            world.Injector.Note(Fault.StorageFailover);
            if (world.Dice.OneIn(2) && Current(key) == etag)
            {
                Put(key, state, etag);
            }

            return (WriteOutcome.Failed, 0);
        }

        if (world.Injector.Strikes(Fault.WriteLost))
        {
            return (WriteOutcome.Failed, 0);
        }

        if (Current(key) != etag)
        {
            world.Injector.Note(Fault.WriteConflict);
            return (WriteOutcome.Conflict, 0);
        }

        Put(key, state, etag);
        return world.Injector.Strikes(Fault.WriteAppliedAckLost) ? (WriteOutcome.Failed, 0) : (WriteOutcome.Done, etag + 1);
    }

    public int ETagOf(string key) => Current(key);

    private int Current(string key) => _rows.TryGetValue(key, out var row) ? row.ETag : 0;

    private void Put(string key, object state, int etag)
    {
        _rows[key] = (state, etag + 1);
        world.Stored(key, state);
    }
}
