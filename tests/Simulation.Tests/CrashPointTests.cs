using Trading.Simulation.Cluster;
using Trading.Simulation.Faults;
using Trading.Simulation.Orders;

namespace Trading.Simulation.Tests;

/// <summary>
/// The same short runs again and again, with the process dying at each place in turn where a step of the order path begins or ends: every
/// effect that the interpreter carries out, every hand-over to those who are told, every write.
/// </summary>
public sealed class CrashPointTests(ITestOutputHelper output)
{
    private static readonly int Stretch = SimulationScale.IsLong ? 3 : 1;

    /// <summary>Together they meet every kind of effect: a plain one; one whose trigger orders are renewed; one in which orders are in doubt.</summary>
    private static readonly (string Name, ulong Seed, WorldOptions Options)[] Runs =
    [
        ("plain", 7, new() { Rates = FaultRates.None, ActiveMs = 8_000 * Stretch, Symbols = 2 }),
        ("renewed", 7, new() { Rates = FaultRates.None, ActiveMs = 6_000 * Stretch, Symbols = 1, Protocol = Worlds.ShortLived.Protocol }),
        ("doubtful", 7, new()
        {
            Rates = FaultRates.Only(Fault.AcceptedResponseLost, Fault.CancelLost, Fault.QueryFailed, Fault.ReportLost, Fault.DuplicateActivation)
                .With(Fault.RefusedThoughTaken, 2_000),
            ActiveMs = 8_000 * Stretch,
            Symbols = 2,
        }),
    ];

    [Fact]
    public void An_outbox_that_the_next_activation_does_not_send_is_found()
    {
        var (_, seed, options) = Runs[1];
        var forgetful = options with { Machine = MaimedOrderMachine.Without(EffectKind.DeliverOutbox), DropsUnmoved = false };

        var runs = All(seed, forgetful);

        var broken = runs.Where(run => run.Violations.Count > 0).ToList();
        output.WriteLine($"{broken.Count} of {runs.Length} points, such as {broken.FirstOrDefault()?.Struck}: {broken.FirstOrDefault()?.Violations[0]}");
        Assert.NotEmpty(broken);
    }

    [Fact]
    public void A_death_before_or_after_any_step_of_the_order_path_loses_nothing()
    {
        var struck = new List<CrashPoint>();
        var broken = new List<string>();
        foreach (var (name, seed, options) in Runs)
        {
            var runs = All(seed, options);
            output.WriteLine($"{name}: {runs.Length} crash points");
            struck.AddRange(runs.Select(run => Assert.NotNull(run.Struck)));
            broken.AddRange(runs.Index().Where(run => run.Item.Violations.Count > 0)
                .Select(run => $"{name}, point {run.Index + 1} {run.Item.Struck}: {string.Join("; ", run.Item.Violations)}"));
        }

        var before = struck.CountBy(point => point.Next ?? "").ToDictionary();
        var after = struck.CountBy(point => point.Done ?? "").ToDictionary();
        string[] steps = [.. Enum.GetNames<EffectKind>(), .. PathStep.All];
        output.WriteLine($"{"",-16} {"before",7} {"after",7}");
        foreach (var step in steps)
        {
            output.WriteLine($"{step,-16} {before.GetValueOrDefault(step),7} {after.GetValueOrDefault(step),7}");
        }

        Assert.Empty(broken);
        Assert.All(steps, step => Assert.True(before.ContainsKey(step) && after.ContainsKey(step), $"Nobody died before and after {step}."));
    }

    /// <summary>One run for each place at which it can die.</summary>
    private static SeededRun[] All(ulong seed, WorldOptions options)
    {
        var runs = new SeededRun[SeededRun.Of(seed, options).CrashPoints];
        Parallel.For(0, runs.Length, point => runs[point] = SeededRun.Of(seed, options with { FatalPoint = point + 1 }));
        return runs;
    }
}
