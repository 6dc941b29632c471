using Trading.Domain.Orders;
using Trading.Simulation.Faults;

namespace Trading.Simulation.Cluster;

/// <summary>The durable alarm clocks of the orders, each by the order's key and a name: rings 0, 1 or 5 times, then every minute until it is put off.</summary>
internal sealed class Reminders(World world)
{
    private const long PeriodMs = 60_000;

    private readonly Dictionary<(string Key, OrderTimer Name), long> _rows = [];

    public int Count => _rows.Count;

    public void Register(string key, OrderTimer name, DateTimeOffset due, Action<bool> done) => Change(() =>
    {
        var dueMs = Math.Max(world.NowMs, world.MsOf(due));
        _rows[(key, name)] = dueMs;
        world.Agenda.At(dueMs, () => Ring((key, name), dueMs));
    }, done);

    public void Unregister(string key, OrderTimer name, Action<bool> done) => Change(() => _rows.Remove((key, name)), done);

    private void Change(Action change, Action<bool> done) => world.Agenda.After(world.Dice.Between(1, 3), () =>
    {
        var isDone = !world.Storage.IsDown && !world.Injector.Strikes(Fault.WriteLost);
        if (isDone)
        {
            change();
            isDone = !world.Injector.Strikes(Fault.WriteAppliedAckLost);
        }

        world.Agenda.After(1, () => done(isDone));
    });

    private void Ring((string Key, OrderTimer Name) reminder, long dueMs)
    {
        if (!_rows.TryGetValue(reminder, out var known) || known != dueMs)
        {
            return;
        }

        var times = world.Injector.Strikes(Fault.ReminderMissed) ? 0 : world.Injector.Strikes(Fault.ReminderFiveTimes) ? 5 : 1;
        for (var time = 0; time < times; time++)
        {
            world.Orders.Wake(reminder.Key);
        }

        var next = dueMs + PeriodMs;
        _rows[reminder] = next;
        world.Agenda.At(next, () => Ring(reminder, next));
    }
}
