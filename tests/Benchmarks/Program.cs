using System.Diagnostics;
using Trading.Benchmarks.Data;
using Trading.Benchmarks.Replay;
using Trading.Domain.MarketData;

var events = args.Length > 1 ? long.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 2_000_000;
var rate = args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 4;
var clock = Stopwatch.StartNew();
using var market = BenchMarket.Generate(events, rate);
Console.WriteLine($"{market.Events} events, {market.Bytes / (double)market.Events:F1} B/event, generated in {clock.Elapsed.TotalSeconds:F1} s");
var arrays = market.ToArrays();
if (args[0] == "arrays") { for (var round = 0; round < 12; round++) { Time("arrays", () => SampleRun.Go(arrays, SampleRun.Sample)); } return; }
if (args[0] == "stored") { for (var round = 0; round < 5; round++) { Time("stored", () => SampleRun.Go(market.Reader, SampleRun.Sample)); } return; }
for (var round = 0; round < 3; round++)
{
    Time("decode", () => { foreach (var b in market.Reader.ReadBatches(new MarketQuery(market.Symbol.Symbol, ReuseArrays: true), default)) { _ = b; } });
    Time("stored", () => SampleRun.Go(market.Reader, SampleRun.Sample));
    Time("arrays", () => SampleRun.Go(arrays, SampleRun.Sample));
}

var (outcome, tally) = SampleRun.Go(arrays, SampleRun.Sample);
Console.WriteLine($"{outcome.Events} events, {tally.Signals} signals, {tally.RoundTrips.Count} trips, {tally.Fills.Count} fills, equity points {tally.EquityPoints}, final {outcome.Report!.FinalEquity}");
foreach (var group in tally.Reasons.GroupBy(r => r)) { Console.WriteLine($"{group.Key}: {group.Count()}"); }
foreach (var group in tally.Transitions.GroupBy(t => $"{t.To} by {t.Section}")) { Console.WriteLine($"{group.Key}: {group.Count()}"); }
foreach (var group in tally.RoundTrips.GroupBy(t => t.ExitReason)) { Console.WriteLine($"exit {group.Key}: {group.Count()} mean {group.Average(t => t.Duration.TotalSeconds):F0} s"); }

void Time(string name, Action go)
{
    var cpu = Environment.CpuUsage.TotalTime; var wall = Stopwatch.GetTimestamp(); var alloc = GC.GetTotalAllocatedBytes();
    go();
    var used = Environment.CpuUsage.TotalTime - cpu;
    Console.WriteLine($"{name}: {used.TotalNanoseconds / market.Events:F1} ns cpu/event, wall {Stopwatch.GetElapsedTime(wall).TotalNanoseconds / market.Events:F1}, {(GC.GetTotalAllocatedBytes() - alloc) / (double)market.Events:F2} B/event");
}
