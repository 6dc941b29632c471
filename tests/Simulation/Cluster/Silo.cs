using Trading.Simulation.Faults;

namespace Trading.Simulation.Cluster;

/// <summary>One process. Dies between any two effects, freezes and goes on, and has a clock of its own.</summary>
internal sealed class Silo(World world, int number)
{
    private const long FreezeMs = 20_000;
    private const long RawSkewMaxMs = 30_000;
    private const long CorrectedErrorMaxMs = 2_000;

    private long _frozenUntilMs;
    private long _clockErrorMs;

    public int Number => number;

    /// <summary>Counts incarnations: what an earlier one had under way never reaches a later one.</summary>
    public int Life { get; private set; }

    public bool IsUp { get; private set; }

    /// <summary>When its last freeze is over.</summary>
    public long FrozenUntilMs => _frozenUntilMs;

    public bool IsFrozen => world.NowMs < _frozenUntilMs;

    /// <summary>The other members take it for dead and place its grains elsewhere.</summary>
    public bool IsSuspected { get; private set; }

    /// <summary>Exchange time as this process knows it: its own clock, corrected by what it measured, off by no more than the bound.</summary>
    public DateTimeOffset Clock => world.TimeAt(world.NowMs + _clockErrorMs);

    public void Boot()
    {
        Life++;
        (IsUp, IsSuspected, _frozenUntilMs, _clockErrorMs) = (true, false, 0, 0);
        if (world.Injector.IsDrawn(Fault.ClockSkewed))
        {
            var raw = world.Dice.Between(-RawSkewMaxMs, RawSkewMaxMs);
            world.Injector.Note(Fault.ClockSkewed);

            // Hosts nothing before it has measured its distance from the exchange's clock; what is left is the measurement's error.
            _clockErrorMs = world.Options.CorrectsClocks ? world.Dice.Between(-CorrectedErrorMaxMs, CorrectedErrorMaxMs) : raw;
        }

        world.History.Add('B', number, Life);
    }

    public void Crash()
    {
        world.History.Add('X', number, Life);
        world.Orders.CountKills(this);
        IsUp = false;
        Life++;
        world.Evidence.Deaths++;
        world.Directory.Forget(this, isDead: true);
        world.Agenda.After(world.Dice.Between(500, 6_000), Boot);
    }

    /// <summary>Nothing of it runs for 20 s; then it goes on as if nothing had been, until it learns that it was given up.</summary>
    public void Freeze()
    {
        var life = Life;
        world.History.Add('F', number, life);
        _frozenUntilMs = world.NowMs + FreezeMs;
        world.Agenda.After(world.Dice.Between(4_000, 12_000), () =>
        {
            if (life == Life)
            {
                IsSuspected = true;
                world.Directory.Forget(this, isDead: false);
            }
        });
        world.Agenda.After(FreezeMs + world.Dice.Between(100, 3_000), () =>
        {
            if (life == Life)
            {
                Crash();
            }
        });
    }

    /// <summary>Runs something of one incarnation here, later when the process is frozen, never when it is gone.</summary>
    public void Run(int life, Action action)
    {
        if (life != Life || !IsUp)
        {
            return;
        }

        if (IsFrozen)
        {
            world.Agenda.At(_frozenUntilMs, () => Run(life, action));
        }
        else
        {
            action();
        }
    }
}
