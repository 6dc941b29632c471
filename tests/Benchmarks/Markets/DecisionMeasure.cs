using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Trading.Benchmarks.Measures;
using Trading.Benchmarks.Silo;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData.Feeds;
using Trading.Storage;

namespace Trading.Benchmarks.Markets;

/// <summary>Row "decision latency": from an event that the feed hands over to the order that it caused, durable; a paper session of 20 symbols at 50 events a second each.</summary>
internal static class DecisionMeasure
{
    private const int Symbols = 20;
    private const int EventsPerSecond = 50;

    /// <summary>Enters at the first chance, at a price that nobody meets, again and again.</summary>
    /// <param name="number">No two rest equally long, or all would decide within the same few milliseconds again and again, and wait for each other.</param>
    private static string Eager(int number) => $$"""
        {
          "name": "eager-{{number}}", "direction": "long",
          "indicators": { "spread": { "type": "spread_pct" } },
          "signal": { "when": { "indicator": "spread", "op": ">=", "value": 0 }, "expires": "30s" },
          "entry": {
            "when": { "indicator": "spread", "op": ">=", "value": 0 }, "order": { "type": "limit", "offsetPct": -2, "timeout": "1s" },
            "size": { "type": "notional", "value": 1000 }, "cooldown": "{{300 + (number * 97)}}ms", "stopLoss": { "pct": 3 }
          }
        }
        """;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Watching = TimeSpan.FromSeconds(15);

    public static async Task RunAsync()
    {
        await RunAsync(StorageEngine.Sqlite);
        await RunAsync(StorageEngine.PostgreSql);
    }

    private static async Task RunAsync(StorageEngine kind)
    {
        Report.Head($"decision latency ({kind}, paper session, {Symbols * EventsPerSecond} events a second)");
        await using var engine = await BenchEngine.StartAsync(kind);
        var feeds = new BenchFeeds(EventsPerSecond, Pace) { IsRemembering = true };
        await using var silo = await BenchSilo.StartAsync(engine.Folder, engine.ConnectionString, services => services.AddSingleton<IMarketFeeds>(feeds));
        var decisions = new DecisionWatch(feeds);
        silo.Watch.Writing = decisions.Writing;
        await BenchSession.StartAsync(silo.Grains, 'a', Enumerable.Range(0, Symbols).Select(number => (Eager(number), ImmutableArray.Create(SymbolOf(number)))));
        await Task.Delay(WarmUp);
        decisions.Clear();
        await Task.Delay(Watching);

        var taken = decisions.Taken();
        var (p50, p99) = (Percentile(taken, 50, decision => decision.WholeMs), Percentile(taken, 99, decision => decision.WholeMs));
        Report.Line($"{taken.Length} decisions; medians: decided {Median(taken, decision => decision.DecidedMs):0.0} ms, stored with the instance {Median(taken, decision => decision.StoredMs):0.0} ms, judged by the account {Median(taken, decision => decision.JudgedMs):0.0} ms, stored with the order {Median(taken, decision => decision.PlacedMs):0.0} ms");
        Report.Verdict("event received to order intent durable, p50", p50, "ms", "<= 3", p50 <= 3);
        Report.Verdict("event received to order intent durable, p99", p99, "ms", "<= 20", p99 <= 20);
    }

    private static Symbol SymbolOf(int number) => Symbol.Parse(FormattableString.Invariant($"S{number:000}_USDT"));

    private static double Median(ImmutableArray<Decision> decisions, Func<Decision, double> part) => Percentile(decisions, 50, part);

    private static double Percentile(ImmutableArray<Decision> decisions, int percent, Func<Decision, double> part)
    {
        var sorted = decisions.Select(part).Order().ToArray();
        return sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)];
    }
}
