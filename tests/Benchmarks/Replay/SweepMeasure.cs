using Trading.Benchmarks.Data;
using Trading.Benchmarks.Measures;

namespace Trading.Benchmarks.Replay;

/// <summary>Row "sweep", its kernel side: two replays of one recording on two threads against one on one.</summary>
internal static class SweepMeasure
{
    private const int Threads = 2;

    public static void Run(BenchMarket market, int rounds)
    {
        Report.Head("sweep");
        var measured = Rounds.Of(rounds, warmUps: 1, () => Replay(market), () => ReplayTogether(market));
        var gain = Threads * measured.Speed(1, 0);
        Report.Verdict("2 threads against 1, replays a second", gain, "x", ">= 1.8", gain >= 1.8);
        Report.Line($"  by processor time, which other work on the machine does not take away: {Threads * Threads * measured.CpuSpeed(1, 0):0.00}");
    }

    private static void ReplayTogether(BenchMarket market)
    {
        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() => Replay(market))).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
    }

    private static void Replay(BenchMarket market) => SampleRun.Go(market.Reader, SampleRun.Sample);
}
