using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.LockStep;
using Trading.Grains.Abstractions.Orders;

namespace Trading.Grains.Runs.LockStep;

/// <summary>
/// Waits until a moment is over: two rounds of asking every grain of the session, one after the other, find everybody still and unchanged. Keeps
/// the session's orders for as long as somebody may have to hear of them.
/// </summary>
internal sealed class Settlement(LockStepCast cast, IGrainFactory grains, TimeProvider time, CancellationToken cancellation)
{
    /// <summary>Orders that are forgotten together: they share the writes.</summary>
    private const int DoneMax = 16;

    /// <summary>Who is not still after so long is lost.</summary>
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan NapMax = TimeSpan.FromMilliseconds(10);

    private readonly Dictionary<string, IOrderGrain> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _deadlines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _changes = new(StringComparer.Ordinal);
    private readonly List<string> _restless = [];
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);

    /// <summary>Orders whose deadline an instant has reached, in order of time, then of their making.</summary>
    public IReadOnlyList<IOrderGrain> DueAt(DateTimeOffset now) => _deadlines.Count == 0
        ? []
        : [.. _orders.Where(order => _deadlines.TryGetValue(order.Key, out var due) && due <= now).OrderBy(order => _deadlines[order.Key]).Select(order => order.Value)];

    /// <summary>Whether a grain has gone through anything since it was last asked.</summary>
    public bool HasChanged(IAddressable grain, long changes) => _changes.GetValueOrDefault(grain.GetPrimaryKeyString(), -1) != changes;

    public async Task SettleAsync()
    {
        var begun = time.GetTimestamp();
        for (var (round, quiet) = (0, 0); quiet < 2; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            quiet = await AskAsync() ? quiet + 1 : 0;
            if (quiet == 2 && _done.Count >= DoneMax && await RetireAsync())
            {
                quiet = 0;
            }

            if (quiet == 0 && round > 2)
            {
                await NapAsync(round);
            }

            if (time.GetElapsedTime(begun) > PatienceMax)
            {
                throw new LockStepBrokenException($"Session {cast.Session.Id} has not come to rest: {string.Join(", ", _restless)}.");
            }
        }
    }

    /// <summary>Waits until the journal has everything.</summary>
    public async Task TellAsync()
    {
        for (var round = 0; (await AllAsync()).Any(heard => heard.Said.OwesJournal); round++)
        {
            cancellation.ThrowIfCancellationRequested();
            await NapAsync(round);
            await SettleAsync();
        }

        await RetireAsync();
        await SettleAsync();
    }

    /// <returns>True when everybody is still, and nobody has changed since the round before.</returns>
    private async Task<bool> AskAsync()
    {
        var isQuiet = true;
        var (forgotten, named) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        _restless.Clear();
        foreach (var (grain, said) in await AllAsync())
        {
            var key = grain.GetPrimaryKeyString();
            if (!said.IsStill || HasChanged(grain, said.Changes))
            {
                isQuiet = false;
                _restless.Add(key);
            }

            _changes[key] = said.Changes;
            if (grain is IOrderGrain)
            {
                Keep(key, said);
                if (said is { IsDone: true, IsForgotten: true })
                {
                    forgotten.Add(key);
                }
            }

            foreach (var id in said.Orders)
            {
                named.Add(id);
                if (_orders.TryAdd(id, grains.GetGrain<IOrderGrain>(GrainKeys.ForOrder(id))))
                {
                    isQuiet = false;
                    _restless.Add(id);
                }
            }
        }

        // One that somebody still names, such as a venue whose memory is of before a crash, would be back in the next round.
        foreach (var id in forgotten.Where(id => !named.Contains(id)))
        {
            _orders.Remove(id);
            _changes.Remove(id);
        }

        return isQuiet;
    }

    private void Keep(string id, Stillness said)
    {
        if (said.DueAt is { } due)
        {
            _deadlines[id] = due;
        }
        else
        {
            _deadlines.Remove(id);
        }

        if (said is { IsDone: true, IsForgotten: false })
        {
            _done.Add(id);
        }
    }

    /// <summary>What is over, and known to everybody, is forgotten by everybody: a session of months holds what works, not what worked.</summary>
    /// <returns>False when there is none.</returns>
    private async Task<bool> RetireAsync()
    {
        var done = _done.Where(_orders.ContainsKey).ToList();
        _done.Clear();
        await Task.WhenAll(done.Select(id => _orders[id].Touch()));
        return done.Count > 0;
    }

    private async Task<(ILockStepGrain Grain, Stillness Said)[]> AllAsync() => await Task.WhenAll(
        ((IEnumerable<ILockStepGrain>)[cast.Venue, cast.Account, .. cast.Positions.Values, .. cast.Instances.Select(instance => instance.Grain), .. _orders.Values])
        .Select(async grain => (grain, await grain.Settle())));

    private async Task NapAsync(int round)
    {
        var nap = TimeSpan.FromMilliseconds(Math.Min(round, NapMax.TotalMilliseconds));
        await Task.Delay(nap, time, cancellation);
    }
}
