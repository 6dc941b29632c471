using Trading.Simulation.Time;

namespace Trading.Simulation.Faults;

/// <summary>Decides where faults strike, and counts them. Quiet once the run's faults are over.</summary>
internal sealed class Injector(Dice dice, FaultRates rates)
{
    public long[] Counts { get; } = new long[Enum.GetValues<Fault>().Length];

    public bool IsOn { get; set; } = true;

    public bool Strikes(Fault fault)
    {
        if (!IsOn || !rates.Strikes(fault, dice))
        {
            return false;
        }

        Counts[(int)fault]++;
        return true;
    }

    /// <summary>For what is drawn first and only then known to have hurt anybody.</summary>
    public bool IsDrawn(Fault fault) => IsOn && rates.Strikes(fault, dice);

    /// <summary>For what is not injected itself but comes of other faults.</summary>
    public void Note(Fault fault) => Counts[(int)fault]++;
}
