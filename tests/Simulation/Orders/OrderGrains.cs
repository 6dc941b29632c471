using Trading.Domain.Orders;
using Trading.Simulation.Cluster;
using Trading.Simulation.Positions;

namespace Trading.Simulation.Orders;

/// <summary>The way to every order grain, and the sweep that lets none of them sleep too long.</summary>
internal sealed class OrderGrains(World world)
{
    private const long SweepMs = 5_000;
    private const int SweptMax = 500;

    private readonly Dictionary<string, (int ETag, int Rounds, int RoundsMax)> _due = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Order> _watched = new(StringComparer.Ordinal);

    /// <summary>Orders that were not over when their silo was killed, by what they were in.</summary>
    public long[] Kills { get; } = new long[Enum.GetValues<OrderStatus>().Length];

    /// <summary>When no silo takes the grain now the message is lost: whoever sent it waits, and asks again.</summary>
    public void Post(string key, Func<DateTimeOffset, OrderInput> make, Action<OrderReply>? reply = null)
    {
        var grain = world.Directory.Locate(key, silo => new OrderActivation(world, silo, key));
        grain?.Resume(() => grain.Feed(make, reply));
    }

    public void Wake(string key) => Post(key, at => new OrderTick(at));

    public void Acknowledge(string key, OrderReceivers receiver, long upTo) =>
        world.Messages.Send(() => Post(key, at => new OutboxAcknowledged(receiver, upTo, at)));

    public void Tell(string key, OrderReceivers receiver, OrderBatch batch) => world.Messages.Send(() =>
    {
        switch (receiver)
        {
            case OrderReceivers.Position:
                world.PositionOf(batch.Request.Symbol)?.Hear(batch);
                break;
            case OrderReceivers.Account:
                world.Account()?.Hear(batch);
                break;
            case OrderReceivers.Instance:
                world.Traders.Hear(batch);
                Acknowledge(key, receiver, batch.Entries[^1].Sequence);
                break;
            default:
                world.Journal.Append(batch);
                Acknowledge(key, receiver, batch.Entries[^1].Sequence);
                break;
        }
    });

    public void Watch(Order order)
    {
        if (order.WakeAt is null)
        {
            _watched.Remove(order.Id);
        }
        else
        {
            _watched[order.Id] = order;
        }
    }

    public void Sweep()
    {
        if (!world.Options.Sweeps || (world.IsRetiring && !world.IsDayOver))
        {
            return;
        }

        if (!world.Storage.IsDown)
        {
            WakeDue();
        }

        // The supervisor's round: what is in memory only because something is still to be told must not sleep for ever.
        Drop(world.Account(), isDue: !world.AccountRow.Commands.IsEmpty);
        foreach (var symbol in world.Symbols)
        {
            Drop(world.PositionOf(symbol), world.Storage.Peek<PositionRow>(world.PositionKey(symbol)) is { Outbox.IsEmpty: false } or { Commands.IsEmpty: false });
        }

        world.Agenda.After(SweepMs, Sweep);
    }

    /// <summary>Whatever storage says is due to be woken.</summary>
    public void WakeDue()
    {
        var now = world.TimeAt(world.NowMs);
        foreach (var key in _watched.Values.Where(order => order.WakeAt <= now).Select(order => order.Id).Take(SweptMax).ToList())
        {
            if (world.Options.DropsUnmoved)
            {
                Drop(world.Directory.Locate(key, silo => new OrderActivation(world, silo, key)), isDue: true);
            }

            Wake(key);
        }
    }

    /// <summary>What is due round after round and does not move has a memory that storage has outrun: it goes, and begins anew from what is stored.</summary>
    private void Drop(Activation? activation, bool isDue)
    {
        if (activation is null || !world.Options.DropsUnmoved)
        {
            return;
        }

        if (!isDue)
        {
            _due.Remove(activation.Key);
            return;
        }

        var stored = world.Storage.ETagOf(activation.Key);
        var seen = _due.TryGetValue(activation.Key, out var former) && former.ETag == stored ? former with { Rounds = former.Rounds + 1 } : (ETag: stored, Rounds: 0, RoundsMax: 1);
        if (seen.Rounds == seen.RoundsMax)
        {
            seen = seen with { Rounds = 0, RoundsMax = seen.RoundsMax * 2 };
            activation.Resume(activation.Deactivate);
        }

        _due[activation.Key] = seen;
    }

    public void CountKills(Silo silo)
    {
        foreach (var activation in world.Directory.All)
        {
            if (activation is OrderActivation { Memory: { IsOver: false } order } && ReferenceEquals(activation.Silo, silo))
            {
                Kills[(int)order.Status]++;
            }
        }
    }
}
