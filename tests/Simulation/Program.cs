using System.Diagnostics;
using System.Globalization;
using Trading.Simulation;

// simulate a..b [calm] [trace]: runs the seeds a to b, without faults if calm, and says which of them break an invariant.
var range = args is [var first, ..] ? first.Split("..") : ["1", "100"];
var from = ulong.Parse(range[0], CultureInfo.InvariantCulture);
var to = range.Length > 1 ? ulong.Parse(range[1], CultureInfo.InvariantCulture) : from;
var isTraced = args.Contains("trace", StringComparer.Ordinal);

var watch = Stopwatch.StartNew();
var totals = new Totals();
var failed = new List<ulong>();
for (var seed = from; seed <= to; seed++)
{
    var run = args.Contains("calm", StringComparer.Ordinal)
        ? SeededRun.Of(seed, new WorldOptions { Rates = Trading.Simulation.Faults.FaultRates.None, Trace = isTraced ? Console.WriteLine : null })
        : SeededRun.Of(seed, isTraced ? Console.WriteLine : null);
    totals.Add(run);
    if (run.Violations.Count > 0)
    {
        failed.Add(seed);
        Console.WriteLine($"seed {seed} ({run.Digest}):");
        foreach (var violation in run.Violations)
        {
            Console.WriteLine($"  {violation}");
        }
    }
}

Console.Write(totals.Report());
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{to - from + 1} seeds, {totals.Orders} orders, {totals.Events} events in {watch.Elapsed.TotalSeconds:0.0} s; {failed.Count} seeds failed{(failed.Count > 0 ? ": " : "")}{string.Join(' ', failed)}"));
return failed.Count == 0 ? 0 : 1;
