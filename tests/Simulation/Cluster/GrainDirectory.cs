using Trading.Simulation.Faults;

namespace Trading.Simulation.Cluster;

/// <summary>Where each grain is. Mostly right: a silo given up too early, or a split, leaves two activations of one grain.</summary>
internal sealed class GrainDirectory(World world)
{
    private const long SplitMaxMs = 8_000;

    private readonly Dictionary<string, Activation> _entries = new(StringComparer.Ordinal);

    public IEnumerable<Activation> All => _entries.Values;

    /// <returns>Null when no silo takes it now.</returns>
    public T? Locate<T>(string key, Func<Silo, T> create)
        where T : Activation
    {
        if (_entries.TryGetValue(key, out var known) && known.IsAlive)
        {
            if (!world.Injector.Strikes(Fault.DuplicateActivation))
            {
                return (T)known;
            }

            known.ResumeAfter(world.Dice.Between(1_000, SplitMaxMs), known.Deactivate);
        }

        if (Choose() is not { } silo)
        {
            return null;
        }

        var activation = create(silo);
        _entries[key] = activation;
        return activation;
    }

    public void Remove(Activation activation)
    {
        if (_entries.TryGetValue(activation.Key, out var known) && ReferenceEquals(known, activation))
        {
            _entries.Remove(activation.Key);
        }
    }

    public void Forget(Silo silo, bool isDead)
    {
        foreach (var (key, activation) in _entries.Where(entry => ReferenceEquals(entry.Value.Silo, silo)).ToList())
        {
            _entries.Remove(key);
            if (isDead && activation.IsAlive)
            {
                throw new InvalidOperationException($"{key} outlives its silo.");
            }
        }
    }

    private Silo? Choose()
    {
        var silos = world.Silos;
        var first = world.Dice.Next(silos.Length);
        for (var index = 0; index < silos.Length; index++)
        {
            var silo = silos[(first + index) % silos.Length];
            if (silo.IsUp && !silo.IsSuspected)
            {
                return silo;
            }
        }

        return null;
    }
}
