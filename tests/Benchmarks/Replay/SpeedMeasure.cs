using Trading.Benchmarks.Data;
using Trading.Benchmarks.Measures;

namespace Trading.Benchmarks.Replay;

/// <summary>Row "replay": the sample strategy against the hand-written loop, from arrays and from stored segments.</summary>
internal static class SpeedMeasure
{
    private const int LoopArrays = 0;
    private const int KernelArrays = 1;
    private const int LoopStored = 2;
    private const int KernelStored = 3;

    public static void Run(BenchMarket market, ArrayMarket arrays, int rounds)
    {
        Report.Head("replay");
        var (loop, tally) = Equality.Check(arrays);
        var events = (double)market.Events;
        Report.Line($"{events / 1e6:0.0} M events (pump_and_dump, trades and five book levels), {market.Bytes / events:0.0} stored bytes/event, one thread");
        Report.Line($"{loop.Signals.Count} signals, one in {events / loop.Signals.Count:0} events; {tally.Fills.Count} fills, {tally.RoundTrips.Count} round trips, net {loop.Nets.Sum()}: equal in kernel and hand-written loop");

        var measured = Rounds.Of(
            rounds,
            warmUps: 2,
            () => Equality.RunLoop(market.Symbol, arrays.Batches),
            () => SampleRun.Go(arrays, SampleRun.Sample),
            () => Equality.RunLoop(market.Symbol, market.Decode()),
            () => SampleRun.Go(market.Reader, SampleRun.Sample));
        Line("hand-written loop over arrays", LoopArrays);
        Line("kernel over arrays, venue and why-not on", KernelArrays);
        Line("hand-written loop, decoding included", LoopStored);
        Line("kernel, decoding and set-up included", KernelStored);
        var rate = 1e3 / (measured.WallNs(KernelStored) / events);
        Report.Verdict("events per second, decoding and set-up included", rate, "M/s", ">= 5", rate >= 5);
        Report.Line($"  by processor time {1e3 / (measured.CpuNs(KernelStored) / events):0.0} M/s");
        Verdict("speed against the hand-written loop over arrays, decoding included", KernelStored, LoopArrays);
        Verdict("the same, both over arrays", KernelArrays, LoopArrays);
        Verdict("the same, decoding in both", KernelStored, LoopStored);

        void Line(string name, int subject) => Report.Line(
            $"{name,-44} {measured.WallNs(subject) / events,7:0.0} ns/event ({measured.CpuNs(subject) / events:0.0} of processor time, {measured.Bytes(subject) / events:0.00} bytes)");

        void Verdict(string name, int subject, int reference)
        {
            var ratio = measured.Speed(subject, reference);
            Report.Verdict(name, ratio, "x", ">= 0.6", ratio >= 0.6);
            Report.Line($"  by processor time {measured.CpuSpeed(subject, reference):0.00}");
        }
    }
}
