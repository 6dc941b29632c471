using Trading.Domain.Orders;
using Trading.Simulation.Faults;

namespace Trading.Simulation.Tests;

public sealed class SeededSimulationTests(ITestOutputHelper output)
{
    private const int Batch = 64;

    [Fact]
    public void Seeds_that_once_failed_hold()
    {
        foreach (var seed in KeptSeeds())
        {
            var run = SeededRun.Of(seed);
            Assert.True(run.Violations.Count == 0, $"seed {seed}: {string.Join("; ", run.Violations)}");
        }
    }

    [Fact]
    public void No_fault_loses_doubles_strands_or_miscounts_an_order()
    {
        var totals = new Totals();
        var failures = new List<string>();

        // On beyond the orders, to the same number again at most, should the rarest fault not have struck often enough.
        for (var first = 1_000UL; !IsEnough(totals) && totals.Orders < 2 * SimulationScale.Orders && failures.Count == 0; first += Batch)
        {
            var runs = new SeededRun[Batch];
            var from = first;
            Parallel.For(0, Batch, index => runs[index] = SeededRun.Of(from + (ulong)index));
            foreach (var run in runs)
            {
                totals.Add(run);
                failures.AddRange(run.Violations.Select(violation => $"seed {run.Seed}: {violation}"));
            }
        }

        output.WriteLine(totals.Report());
        output.WriteLine($"{totals.Orders} orders, {totals.Events} events");
        Assert.Empty(failures);
        Assert.All(Enum.GetValues<Fault>(), fault => Assert.True(totals.Of(fault) >= SimulationScale.FaultsMin, $"{fault} struck {totals.Of(fault)} times."));
        Assert.All(
            Enum.GetValues<OrderStatus>().Where(status => !status.IsTerminal),
            status => Assert.True(totals.KillsIn(status) > 0, $"No process died with an order that was {status}."));
    }

    [Fact]
    public void The_same_seed_gives_the_same_history()
    {
        for (var seed = 1UL; seed <= 12; seed++)
        {
            var (one, other) = (SeededRun.Of(seed), SeededRun.Of(seed));
            Assert.Equal((one.Digest, one.Events), (other.Digest, other.Events));
            Assert.NotEqual(one.Digest, SeededRun.Of(seed + 100).Digest);
        }
    }

    private static bool IsEnough(Totals totals) =>
        totals.Orders >= SimulationScale.Orders && Enum.GetValues<Fault>().All(fault => totals.Of(fault) >= SimulationScale.FaultsMin);

    private static IEnumerable<ulong> KeptSeeds()
    {
        using var stream = typeof(SeededSimulationTests).Assembly.GetManifestResourceStream("seeds.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return ulong.Parse(line.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
            }
        }
    }
}
