using System.Globalization;
using System.Text;
using Trading.Domain.Orders;
using Trading.Simulation.Faults;

namespace Trading.Simulation;

/// <summary>Sums over many runs: a fault that never struck says nothing about it.</summary>
internal sealed class Totals
{
    private readonly long[] _faults = new long[Enum.GetValues<Fault>().Length];
    private readonly long[] _kills = new long[Enum.GetValues<OrderStatus>().Length];

    public long Orders { get; private set; }

    public long Events { get; private set; }

    public long Of(Fault fault) => _faults[(int)fault];

    public long KillsIn(OrderStatus status) => _kills[(int)status];

    public void Add(SeededRun run)
    {
        Orders += run.Orders;
        Events += run.Events;
        for (var index = 0; index < _faults.Length; index++)
        {
            _faults[index] += run.FaultCounts[index];
        }

        for (var index = 0; index < _kills.Length; index++)
        {
            _kills[index] += run.Kills[index];
        }
    }

    public string Report()
    {
        var text = new StringBuilder();
        foreach (var fault in Enum.GetValues<Fault>())
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {fault,-30} {Of(fault),10}");
        }

        foreach (var status in Enum.GetValues<OrderStatus>().Where(status => !status.IsTerminal))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  killed while {status,-17} {KillsIn(status),10}");
        }

        return text.ToString();
    }
}
