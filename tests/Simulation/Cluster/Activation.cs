using Trading.Simulation.Faults;

namespace Trading.Simulation.Cluster;

/// <summary>A grain in memory on one silo. Dies with it, or alone when a write of it failed.</summary>
internal abstract class Activation(World world, Silo silo, string key)
{
    private readonly int _life = silo.Life;

    protected World World => world;

    public Silo Silo => silo;

    public string Key => key;

    public bool IsDead { get; private set; }

    public bool IsAlive => !IsDead && silo.IsUp && silo.Life == _life;

    /// <summary>Runs a continuation of this activation, unless it is gone by then.</summary>
    public void Resume(Action action) => silo.Run(_life, () =>
    {
        if (!IsDead)
        {
            action();
        }
    });

    public void ResumeAfter(long delayMs, Action action) => world.Agenda.After(delayMs, () => Resume(action));

    public void ResumeAt(DateTimeOffset at, Action action) =>
        ResumeAfter(Math.Max(0, (long)Math.Ceiling((at - silo.Clock).TotalMilliseconds)), action);

    public void Deactivate()
    {
        IsDead = true;
        world.Evidence.Deaths++;
        world.Directory.Remove(this);
    }

    /// <summary>The process may die here, between two steps: it does where a run was told to.</summary>
    /// <returns>True when it did.</returns>
    protected bool DiesBetween(string? done, string? next) => Crash(world.CrashPoints.Passes(done, next));

    /// <summary>The process may die here: by chance.</summary>
    /// <returns>True when it did.</returns>
    protected bool CrashesBy(Fault chance) => Crash(world.Injector.Strikes(chance));

    /// <summary>Before and behind each write of those whose turns share them.</summary>
    protected bool DiesAround(string write, bool isDone) => isDone
        ? DiesBetween(write, null) || CrashesBy(Fault.CrashAfterWrite)
        : DiesBetween(null, write) || CrashesBy(Fault.CrashBeforeWrite);

    private bool Crash(bool isMeant)
    {
        if (isMeant)
        {
            silo.Crash();
        }

        return isMeant;
    }
}
