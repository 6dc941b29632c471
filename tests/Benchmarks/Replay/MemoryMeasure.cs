using System.Globalization;
using Trading.Backtest;
using Trading.Benchmarks.Data;
using Trading.Benchmarks.Measures;
using Trading.Domain.MarketData;

namespace Trading.Benchmarks.Replay;

/// <summary>Row "replay, memory": what a longer run allocates more, and the largest resident size of a long one.</summary>
internal static class MemoryMeasure
{
    private const double MiB = 1 << 20;

    public static void Allocations(BenchMarket market, ArrayMarket arrays)
    {
        Report.Head("replay, memory");
        var (half, whole) = (arrays.First(arrays.Events / 2), arrays);
        var (further, halfMs) = (whole.Events - half.Events, half.Batches[^1].Events[^1].TimeMs + 1);
        var part = new MarketPart(market.Reader, halfMs);
        var quiet = PerEvent(half, whole, further, Unreachable);
        Report.Verdict("allocated per further event, watching", quiet, "bytes", "0", quiet < 0.005);
        Report.Line($"watching, with decoding: {PerEvent(part, market.Reader, further, Unreachable):0.00} bytes/event");
        Report.Line($"the sample strategy, whose signals, orders and fills are records: {PerEvent(half, whole, further, SampleRun.Sample):0.00} bytes/event");
        Report.Line($"the sample strategy, with decoding: {PerEvent(part, market.Reader, further, SampleRun.Sample):0.00} bytes/event");
    }

    /// <summary>A process of its own, so that nothing else's memory counts.</summary>
    public static void Peak(long events) => OwnProcess.Run("peak", events.ToString(CultureInfo.InvariantCulture));

    public static void RunPeak(long events)
    {
        using var market = BenchMarket.Generate(events);
        var before = GC.GetTotalAllocatedBytes();
        var peak = 0L;
        var (first, second) = (0L, 0L);
        var control = new ReplayControl();
        using var sampler = new Timer(_ => Sample(), null, 0, 250);
        var timing = Timing.Of(() => SampleRun.Go(market.Reader, SampleRun.Sample, control));
        Report.Line($"{market.Events / 1e6:0.0} M events from {market.Bytes / MiB:0} MiB of segments in {timing.WallNs / 1e9:0.0} s, {(GC.GetTotalAllocatedBytes() - before) / (double)market.Events:0.00} bytes/event allocated with decoding");
        Report.Line($"largest resident size {first / MiB:0} MiB in the first half, {second / MiB:0} MiB in the second");
        Report.Verdict("peak resident size", peak / MiB, "MiB", "< 1024", peak / MiB < 1024);

        void Sample()
        {
            var size = Environment.WorkingSet;
            peak = Math.Max(peak, size);
            if (control.Events < market.Events / 2)
            {
                first = Math.Max(first, size);
            }
            else
            {
                second = Math.Max(second, size);
            }
        }
    }

    private static double PerEvent(IMarketDataReader half, IMarketDataReader whole, long further, string document)
    {
        SampleRun.Go(half, document);
        var less = Timing.Of(() => SampleRun.Go(half, document)).Bytes;
        var more = Timing.Of(() => SampleRun.Go(whole, document)).Bytes;
        return (more - less) / (double)further;
    }

    private static string Unreachable => SampleRun.Sample.Replace("\"value\": 3.5", "\"value\": 3500000", StringComparison.Ordinal);
}
