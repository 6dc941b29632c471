using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Trading.Benchmarks.Measures;
using Trading.Benchmarks.Silo;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData.Feeds;
using Trading.Domain.Strategies;
using Trading.Storage;

namespace Trading.Benchmarks.Markets;

/// <summary>Row "live load": 200 symbols of 50 events a second, on each of them five of the templates as instances, on one silo that is this process.</summary>
internal static class LiveLoadMeasure
{
    private const int Strategies = 5;
    private const int EventsPerSecond = 50;

    /// <summary>As many symbols as one session may have would all be at one venue; a trader has several.</summary>
    private const int SymbolsPerSession = 40;

    private const double MiB = 1 << 20;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Watching = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(int symbols)
    {
        Report.Head($"live load ({symbols} symbols x {EventsPerSecond} events a second x {Strategies} instances, paper sessions of {SymbolsPerSession} symbols, SQLite)");
        await using var engine = await BenchEngine.StartAsync(StorageEngine.Sqlite);
        var queues = new QueueWatch();
        await using var silo = await BenchSilo.StartAsync(engine.Folder, configure: services =>
        {
            services.AddSingleton<IMarketFeeds>(new BenchFeeds(EventsPerSecond, Pace));
            services.AddSingleton<IIncomingGrainCallFilter>(queues);
        });
        var documents = StrategyTemplates.All.Take(Strategies).Select(template => template.Json).ToArray();
        var began = Stopwatch.GetTimestamp();
        foreach (var (session, numbers) in Enumerable.Range(0, symbols).Chunk(SymbolsPerSession).Index())
        {
            await BenchSession.StartAsync(silo.Grains, (char)('a' + session), documents.Select(json => (json, numbers.Select(SymbolOf).ToImmutableArray())));
        }

        Report.Line($"running after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        await Task.Delay(WarmUp);
        queues.Clear();
        var (cpu, wall) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        var peak = 0L;
        while (Stopwatch.GetElapsedTime(wall) < Watching)
        {
            await Task.Delay(Pace);
            peak = Math.Max(peak, Environment.WorkingSet);
        }

        var cores = (Environment.CpuUsage.TotalTime - cpu) / Stopwatch.GetElapsedTime(wall);
        var (count, middle, most, oldest) = queues.Read();
        Report.Line($"{count / Watching.TotalSeconds:0} batches a second taken by instances; {middle} ms after the event in the middle, {most} ms for 99 of 100");
        Report.Verdict("cores used", cores, "", "< 1", cores < 1);
        Report.Verdict("oldest event in a queue", oldest, "ms", "<= 250", oldest <= 250);
        Report.Verdict("peak resident size", peak / MiB, "MiB", "< 2048", peak / MiB < 2_048);
    }

    private static Symbol SymbolOf(int number) => Symbol.Parse(FormattableString.Invariant($"S{number:000}_USDT"));
}
