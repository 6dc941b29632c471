using Trading.Simulation.Faults;

namespace Trading.Simulation.Tests;

/// <summary>The same short run again and again, with the process dying at each place in turn where an effect begins or ends.</summary>
public sealed class CrashPointTests(ITestOutputHelper output)
{
    private static WorldOptions Short => new() { Rates = FaultRates.None, ActiveMs = SimulationScale.IsLong ? 40_000 : 15_000, Symbols = 2 };

    [Fact]
    public void A_death_before_or_after_any_write_or_send_loses_nothing()
    {
        const ulong seed = 7;
        var points = SeededRun.Of(seed, Short).CrashPoints;
        var runs = new SeededRun[points];

        Parallel.For(0, points, point => runs[point] = SeededRun.Of(seed, Short with { FatalPoint = point + 1 }));

        output.WriteLine($"{points} crash points");
        foreach (var group in runs.GroupBy(run => run.Struck))
        {
            output.WriteLine($"{group.Key}: {group.Count()}");
        }

        Assert.All(runs.Index(), run => Assert.True(run.Item.Violations.Count == 0, $"point {run.Index + 1}: {string.Join("; ", run.Item.Violations)}"));
        Assert.All(
            new[] { Fault.CrashBeforeWrite, Fault.CrashAfterWrite, Fault.CrashBeforeSend, Fault.CrashAfterSend },
            point => Assert.Contains(runs, run => run.Struck == point));
    }
}
