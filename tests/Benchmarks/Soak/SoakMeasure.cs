using System.Diagnostics;
using Trading.Benchmarks.Measures;
using Trading.Benchmarks.Service;

namespace Trading.Benchmarks.Soak;

/// <summary>
/// Half of the load that the service can bear, for long: nothing that it holds at rest may grow. At every look the load pauses, what works comes to its end, and the
/// process collects its garbage.
/// </summary>
internal static class SoakMeasure
{
    private const double HeapPctPerHourMax = 1;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Calibration = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RestLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookPause = TimeSpan.FromSeconds(1);

    /// <summary>With verdicts, as <c>make soak</c> prints them.</summary>
    /// <returns>Whether everything held.</returns>
    public static async Task<bool> RunAsync(long minutes)
    {
        Report.Machine();
        Report.Head("soak");
        var plan = SoakPlan.Of(minutes);
        var result = await RunAsync(plan, Console.WriteLine);
        var growth = result.HeapGrowthPctPerHour(plan.Baseline);
        var grown = result.Last.GrowthFrom(result.At(plan.Baseline));
        Report.Verdict("heap after collection, growth", growth, "%/h", "< 1", growth < HeapPctPerHourMax);
        Report.Verdict("counts that have grown", grown.Count, "", "0", grown.Count == 0);
        Report.Verdict("rules broken", result.Broken.Count, "", "0", result.Broken.Count == 0);
        foreach (var line in grown.Concat(result.Broken))
        {
            Report.Line($"{line}");
        }

        return growth < HeapPctPerHourMax && grown.Count == 0 && result.Broken.Count == 0;
    }

    /// <param name="write">Takes a line for each look.</param>
    public static async Task<SoakResult> RunAsync(SoakPlan plan, Action<string> write)
    {
        var folder = Directory.CreateTempSubdirectory("trading-soak-").FullName;
        try
        {
            using var host = await ServiceHost.StartAsync(folder);
            using var signIn = new SoakSignIn(host.Address, ServiceHost.Password);
            using var client = new SoakClient(host.Address, signIn);
            var sessions = new SoakSessions(client);
            await sessions.StartAsync();
            using var traders = new SoakTraders(host.Address, signIn, sessions);
            using var reader = new SoakClient(host.Address, signIn);
            using var stop = new CancellationTokenSource();
            var following = reader.FollowAsync("events", stop.Token);

            await traders.TradeAsync(perSecond: null, WarmUp);
            var most = await traders.TradeAsync(perSecond: null, Calibration);
            var samples = await SoakAsync(plan, most / 2, host, client, sessions, traders, write);

            await sessions.StopAsync();
            IReadOnlyList<string> broken =
            [
                .. await SoakChecks.BrokenAsync(client, sessions, traders.Acknowledged),
                .. traders.Refused.Select(refused => FormattableString.Invariant($"{refused.Value} orders by hand were refused: {refused.Key}")),
            ];
            await stop.CancelAsync();
            await following;
            write(FormattableString.Invariant($"{traders.Acknowledged.Count} orders by hand acknowledged, {most:0.0} a second at most, rules broken: {broken.Count}"));
            return new SoakResult(samples, traders.Acknowledged.Count, most / 2, broken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<SoakSample>> SoakAsync(
        SoakPlan plan, double perSecond, ServiceHost host, SoakClient client, SoakSessions sessions, SoakTraders traders, Action<string> write)
    {
        var probe = new ProcessProbe(host.ProcessId, () => client.TextAsync("/metrics"));
        var samples = new List<SoakSample>();
        var began = Stopwatch.GetTimestamp();
        for (var next = plan.Period; next <= plan.Duration; next += plan.Period)
        {
            var rate = await traders.TradeAsync(perSecond, next - Stopwatch.GetElapsedTime(began));
            await sessions.TurnAsync("pause");
            await sessions.ComeToRestAsync();
            await CalmAsync(probe);
            var sample = await probe.SampleAsync(next);
            samples.Add(sample);
            write(FormattableString.Invariant(
                $"{sample.At.TotalMinutes,4:0} min: heap {sample.HeapBytes / SoakSample.Mebibyte:0.00} MiB, {sample.Activations} activations, {sample.Timers} timers, {sample.HandlesInAll} handles, {sample.Connections} connections, {sample.Threads} threads, {rate:0.0} orders a second"));
            await sessions.TurnAsync("resume");
        }

        return samples;
    }

    /// <summary>A grain that has ended leaves memory a moment later: waits until their number stands still.</summary>
    private static async Task CalmAsync(ProcessProbe probe)
    {
        var began = Stopwatch.GetTimestamp();
        var (last, same) = (-1L, 0);
        while (same < 3 && Stopwatch.GetElapsedTime(began) < RestLimit)
        {
            await Task.Delay(LookPause);
            var now = await probe.ActivationsAsync();
            same = now == last ? same + 1 : 0;
            last = now;
        }
    }
}
