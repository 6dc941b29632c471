namespace Trading.Simulation.Cluster;

/// <summary>Numbers the places where a process may die, so that a run can be repeated with a death at exactly one of them.</summary>
/// <param name="fatal">The one that kills, from 1; null for none.</param>
internal sealed class CrashPoints(int? fatal)
{
    public int Count { get; private set; }

    public CrashPoint? Struck { get; private set; }

    /// <param name="done">The step just taken; null when none was.</param>
    /// <param name="next">The step about to be taken; null when none is.</param>
    /// <returns>True at the fatal one.</returns>
    public bool Passes(string? done, string? next)
    {
        if (++Count != fatal)
        {
            return false;
        }

        Struck = new CrashPoint(done, next);
        return true;
    }
}
