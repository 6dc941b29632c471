using System.Globalization;
using Trading.Benchmarks.Data;
using Trading.Benchmarks.Measures;

namespace Trading.Benchmarks.Replay;

/// <summary>Row "replay, growth": more events, more indicators, longer windows.</summary>
internal static class GrowthMeasure
{
    private const int IndicatorsMax = 50;
    private const int Kinds = 5;

    private static readonly (int Current, int End, int Start)[] RoundWindows =
    [
        (5, 30, 60), (10, 30, 60), (15, 30, 60), (20, 30, 60), (30, 60, 120),
        (5, 60, 300), (10, 60, 300), (15, 60, 300), (20, 60, 600), (30, 60, 600),
    ];

    public static void Run(ArrayMarket arrays, int rounds)
    {
        Report.Head("replay, growth");
        Events(arrays, rounds);
        var part = arrays.First(Math.Min(2_000_000, arrays.Events));
        Indicators(part, rounds);
        Windows(part, rounds);
    }

    private static void Events(ArrayMarket arrays, int rounds)
    {
        ArrayMarket[] sizes = [arrays.First(arrays.Events / 100), arrays.First(arrays.Events / 10), arrays];
        var measured = Rounds.Of(rounds, warmUps: 1, [.. sizes.Select(size => (Action)(() => SampleRun.Go(size, SampleRun.Sample)))]);
        for (var n = 0; n < sizes.Length; n++)
        {
            Report.Line($"{sizes[n].Events / 1e6,6:0.0} M events: {measured.WallNs(n) / sizes[n].Events,7:0.0} ns/event ({measured.CpuNs(n) / sizes[n].Events:0.0} of processor time)");
        }

        var growth = measured.WallNs(2) / measured.WallNs(1) / ((double)sizes[2].Events / sizes[1].Events);
        Report.Verdict("time per event, 100x against 10x", growth, "x", "linear: <= 1.1", growth <= 1.1);
    }

    private static void Indicators(ArrayMarket arrays, int rounds)
    {
        int[] counts = [1, 10, IndicatorsMax];
        Action[] subjects =
        [
            .. counts.Select(count => (Action)(() => SampleRun.Go(arrays, Many(count, isRound: true)))),
            () => SampleRun.Go(arrays, Many(IndicatorsMax, isRound: false)),
        ];
        var measured = Rounds.Of(rounds, warmUps: 1, subjects);
        for (var n = 0; n < counts.Length; n++)
        {
            Report.Line($"{counts[n],6} indicators: {measured.WallNs(n) / arrays.Events,7:0.0} ns/event ({measured.CpuNs(n) / arrays.Events:0.0} of processor time)");
        }

        var further = Further(2);
        Report.Verdict("each further distinct indicator, processor time", further, "ns/event", "<= 15", further <= 15);
        Report.Line($"when no two share a window bound: {Further(3):0.0} ns/event");

        double Further(int subject) => (measured.CpuNs(subject) - measured.CpuNs(0)) / arrays.Events / (IndicatorsMax - 1);
    }

    private static void Windows(ArrayMarket arrays, int rounds)
    {
        (string Name, int Seconds)[] windows = [("10 s", 10), ("10 min", 600), ("10 h", 36_000)];
        var measured = Rounds.Of(rounds, warmUps: 1, [.. windows.Select(window => (Action)(() => SampleRun.Go(arrays, Window(window.Seconds))))]);
        for (var n = 0; n < windows.Length; n++)
        {
            Report.Line($"{windows[n].Name,6} windows: {measured.WallNs(n) / arrays.Events,7:0.0} ns/event ({measured.CpuNs(n) / arrays.Events:0.0} of processor time)");
        }

        var growth = 1 / measured.CpuSpeed(2, 0);
        Report.Verdict("windows of 10 h against 10 s, processor time", growth, "x", "<= 1.25", growth <= 1.25);
    }

    /// <summary>Distinct indicators of cheap and dear kinds in turn, all asked for at every event, none ever true.</summary>
    /// <param name="isRound">Windows as traders choose them, whose bounds meet; else every bound is another.</param>
    private static string Many(int count, bool isRound)
    {
        var indicators = Enumerable.Range(0, count).Select(n =>
        {
            var (kind, variant) = (n % Kinds, n / Kinds);
            var (current, end, start) = isRound ? RoundWindows[variant] : (5 + n, 60 + (2 * n), 200 + (7 * n));
            var pair = $$"""
                "current": { "from": {{Text(current)}}, "to": 0 }, "baseline": { "from": {{Text(start)}}, "to": {{Text(end)}} }
                """;
            var single = $$"""
                "window": { "from": {{Text(start)}}, "to": {{Text(current)}} }
                """;
            var type = kind switch
            {
                0 => "pump_magnitude_pct",
                1 => "volume_surge_ratio",
                2 => "twap",
                3 => "trade_frequency_ratio",
                _ => "max_price",
            };
            return $$"""
                "i{{n}}": { "type": "{{type}}", {{(kind is 2 or 4 ? single : pair)}} }
                """;
        });
        var leaves = Enumerable.Range(0, count).Select(n => $$"""{ "indicator": "i{{n}}", "op": ">=", "value": 1e9 }""");
        return Document(string.Join(", ", indicators), $$"""{ "any": [{{string.Join(", ", leaves)}}] }""");
    }

    private static string Window(int seconds) => Document(
        $$"""
        "pump": { "type": "pump_magnitude_pct", "current": { "from": {{Text(seconds / 5)}}, "to": 0 }, "baseline": { "from": {{Text(seconds)}}, "to": {{Text(seconds / 2)}} } },
        "surge": { "type": "volume_surge_ratio", "current": { "from": {{Text(seconds / 5)}}, "to": 0 }, "baseline": { "from": {{Text(seconds)}}, "to": {{Text(seconds / 5)}} } },
        "twap": { "type": "twap", "window": { "from": {{Text(seconds)}}, "to": 0 } }
        """,
        """{ "any": [{ "indicator": "pump", "op": ">=", "value": 1e9 }, { "indicator": "surge", "op": ">=", "value": 1e9 }, { "indicator": "twap", "op": ">=", "value": 1e9 }] }""");

    private static string Document(string indicators, string when) => $$"""
        { "name": "growth", "direction": "long", "indicators": { {{indicators}}, "p": { "type": "price" } }, "signal": { "when": {{when}} },
          "entry": { "when": { "indicator": "p", "op": ">", "value": 0 }, "order": { "type": "market" }, "size": { "type": "notional", "value": 100 }, "stopLoss": { "pct": 1 } } }
        """;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
