using Trading.Simulation.Faults;

namespace Trading.Simulation.Cluster;

/// <summary>Numbers the places where a process may die, so that a run can be repeated with a death at exactly one of them.</summary>
/// <param name="fatal">The one that kills; null for none.</param>
internal sealed class CrashPoints(int? fatal)
{
    public int Count { get; private set; }

    public Fault? Struck { get; private set; }

    /// <returns>True at the fatal one.</returns>
    public bool Passes(Fault point)
    {
        if (++Count != fatal)
        {
            return false;
        }

        Struck = point;
        return true;
    }
}
