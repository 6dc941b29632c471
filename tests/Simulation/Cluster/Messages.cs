using Trading.Simulation.Faults;

namespace Trading.Simulation.Cluster;

/// <summary>The network between the silos, one-way: messages get lost, doubled and late.</summary>
internal sealed class Messages(World world)
{
    private const long LateMaxMs = 4_000;

    public void Send(Action deliver)
    {
        if (world.Injector.Strikes(Fault.MessageLost))
        {
            return;
        }

        world.Agenda.After(Delay(), deliver);
        if (world.Injector.Strikes(Fault.MessageDuplicated))
        {
            world.Agenda.After(Delay(), deliver);
        }
    }

    private long Delay() =>
        world.Injector.Strikes(Fault.MessageLate) ? world.Dice.Between(100, LateMaxMs) : world.Dice.Between(1, 2);
}
