using System.Collections.Concurrent;
using Trading.Benchmarks.Measures;
using Trading.Benchmarks.Silo;
using Trading.Grains.Orders;
using Trading.Storage;

namespace Trading.Benchmarks.Orders;

/// <summary>
/// Row "open orders": very many resting orders on one silo that starts with them, their deadlines spread evenly, and then many at one instant. What each costs in
/// memory while it rests, and how late the last of them ends.
/// </summary>
internal static class OpenOrdersMeasure
{
    public const int CountDefault = 100_000;

    private const int Equal = 2_000;
    private const double HeapKibMax = 6;
    private const int LateSecondsMax = 15;

    private static readonly TimeSpan Spread = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(10);

    /// <summary>For seeding one order, and for the silo to start and to be looked at.</summary>
    private static readonly TimeSpan SeedingMax = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(45);

    /// <summary>Between the last of the spread deadlines and the equal ones.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);

    /// <param name="count">Fewer orders have their deadlines as close to each other.</param>
    public static async Task RunAsync(int count)
    {
        Report.Head($"open orders ({count} resting on one silo, SQLite)");
        await using var engine = await BenchEngine.StartAsync(StorageEngine.Sqlite);
        var from = DateTimeOffset.UtcNow + StartMax + (SeedingMax * (count + Equal));
        var spread = Spread * ((double)count / CountDefault);
        var equalAt = from + spread + Pause;
        long before;
        await using (var silo = await BenchSilo.StartAsync(engine.Folder))
        {
            await Task.Delay(Calm);
            before = Heap();
            await new RestingOrders(silo).SeedAsync(count + Equal, number => number < count ? from + (spread * ((double)number / count)) : equalAt);
        }

        var ends = new ConcurrentDictionary<string, TimeSpan>(StringComparer.Ordinal);
        var equalEnds = new ConcurrentDictionary<string, TimeSpan>(StringComparer.Ordinal);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (var silo = await BenchSilo.StartAsync(engine.Folder))
        {
            silo.Watch.Writing = (_, state) =>
                state is OrderState { Order: { IsOver: true, DeadlineAt: { } deadline } order } ? () => Note(order.Id, deadline) : null;
            await Task.Delay(Calm);
            var kib = (Heap() - before) / 1024.0 / (count + Equal);
            var left = from - DateTimeOffset.UtcNow;
            if (left < TimeSpan.Zero)
            {
                throw new InvalidOperationException($"Seeding took {-left.TotalSeconds:0} s longer than the first deadline allows.");
            }

            Report.Verdict("heap of each while it rests", kib, "KiB", "< 6", kib < HeapKibMax);
            await Task.WhenAny(all.Task, Task.Delay(equalAt + TimeSpan.FromMinutes(2) - DateTimeOffset.UtcNow));
        }

        Tell("deadlines spread evenly", ends.Values, count);
        Tell($"{Equal} equal deadlines", equalEnds.Values, Equal);

        void Note(string order, DateTimeOffset deadline)
        {
            (deadline == equalAt ? equalEnds : ends).TryAdd(order, DateTimeOffset.UtcNow - deadline);
            if (ends.Count + equalEnds.Count == count + Equal)
            {
                all.TrySetResult();
            }
        }
    }

    private static void Tell(string what, ICollection<TimeSpan> late, int count)
    {
        var seconds = late.Select(time => time.TotalSeconds).Order().ToArray();
        Report.Verdict($"{what}: ended", seconds.Length, "", $"{count}", seconds.Length == count);
        if (seconds.Length > 0)
        {
            Report.Line($"{what}: half of them within {seconds[seconds.Length / 2]:0.0} s of the deadline, 99 of 100 within {seconds[(int)(seconds.Length * 0.99)]:0.0} s");
            Report.Verdict($"{what}: the last one", seconds[^1], "s", "< 15", seconds[^1] < LateSecondsMax);
        }
    }

    private static long Heap()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
