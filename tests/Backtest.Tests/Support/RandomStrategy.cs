using System.Globalization;
using System.Text;
using Trading.Domain.Strategies;

namespace Trading.Backtest.Tests.Support;

/// <summary>Valid strategy documents by seed, with thresholds that a <see cref="RandomMarket"/> crosses.</summary>
internal static class RandomStrategy
{
    private const string Indicators = """
        {
          "p": { "type": "price" }, "m": { "type": "mark_price" }, "s": { "type": "spread_pct" },
          "v": { "type": "volume", "window": { "from": 10, "to": 0 } }, "n": { "type": "trade_count", "window": { "from": 5, "to": 0 } },
          "t": { "type": "twap", "window": { "from": 20, "to": 0 } },
          "mo": { "type": "price_momentum_pct", "current": { "from": 5, "to": 0 }, "baseline": { "from": 20, "to": 5 } },
          "pnl": { "type": "unrealized_pnl_pct" }, "age": { "type": "position_age_s" }, "sig": { "type": "signal_age_s" },
          "tr": { "type": "trades_today" }, "day": { "type": "daily_pnl_pct" }, "cl": { "type": "consecutive_losses" }
        }
        """;

    public static string Make(Random random, string name)
    {
        while (true)
        {
            var document = Write(random, name);
            if (StrategyDocument.Parse(Encoding.UTF8.GetBytes(document)).Errors.Length == 0)
            {
                return document;
            }
        }
    }

    private static string Write(Random random, string name)
    {
        var isLong = random.Next(2) == 0;
        var parts = new List<string>
        {
            $"\"name\": \"{name}\"", $"\"direction\": \"{(isLong ? "long" : "short")}\"", $"\"indicators\": {Indicators}",
            $"\"signal\": {{ \"when\": {Node(random, Market, 2)}, \"expires\": \"{random.Next(1, 60)}s\" }}",
            $"\"entry\": {Entry(random)}",
        };
        Maybe(random, parts, 3, () => $"\"cancel\": {{ \"when\": {Node(random, Waiting, 1)}, \"cooldown\": \"{random.Next(20)}s\" }}");
        Maybe(random, parts, 2, () => $"\"exit\": {{ \"when\": {Node(random, Holding, 1)}, \"order\": {Order(random)}, \"cooldown\": \"{random.Next(30)}s\" }}");
        Maybe(random, parts, 3, () => $"\"emergency\": {{ \"when\": {Node(random, Holding, 1)}, \"cooldown\": \"{random.Next(30)}s\" }}");
        parts.Add($"\"limits\": {Limits(random)}");
        return $"{{ {string.Join(", ", parts)} }}";
    }

    private static string Entry(Random random)
    {
        var (type, value) = random.Next(4) switch
        {
            0 => ("quantity", random.Next(1, 20_000) * 0.001m),
            1 => ("notional", random.Next(50, 3_000)),
            2 => ("equity_pct", random.Next(1, 45)),
            _ => ("risk_pct", random.Next(1, 20) * 0.02m),
        };
        var parts = new List<string>
        {
            $"\"when\": {Node(random, Waiting, 1)}", $"\"order\": {Order(random)}",
            $"\"size\": {{ \"type\": \"{type}\", \"value\": {Text(value)}{(random.Next(4) == 0 ? ", \"scale\": { \"by\": \"n\", \"points\": [[2, 0.5], [20, 1.5]] }" : "")} }}",
            $"\"leverage\": {(random.Next(3) == 0 ? random.Next(20, 101) : random.Next(1, 6))}", $"\"cooldown\": \"{random.Next(15)}s\"",
        };
        if (type == "risk_pct" || random.Next(3) > 0)
        {
            parts.Add($"\"stopLoss\": {{ \"pct\": {Text(random.Next(2, 60) * 0.1m)} }}");
        }

        Maybe(random, parts, 3, () => $"\"takeProfit\": [{{ \"pct\": {Text(random.Next(1, 10) * 0.1m)}, \"closePct\": {random.Next(10, 60)} }}, {{ \"pct\": 1.5, \"closePct\": {(random.Next(2) == 0 ? 20 : 40)} }}]");
        Maybe(random, parts, 2, () => $"\"trailingStop\": {{ \"activatePct\": {Text(random.Next(5) * 0.1m)}, \"distancePct\": {Text(random.Next(1, 9) * 0.1m)} }}");
        return $"{{ {string.Join(", ", parts)} }}";
    }

    private static string Order(Random random)
    {
        var timeout = $"\"timeout\": \"{random.Next(1, 20)}s\"";
        return random.Next(4) switch
        {
            0 => $"{{ \"type\": \"market\", {timeout} }}",
            1 => $"{{ \"type\": \"post_only\", \"offsetPct\": {Text(random.Next(4) * 0.02m)}, {timeout} }}",
            _ => $"{{ \"type\": \"limit\", \"offsetPct\": {Text(random.Next(-10, 15) * 0.02m)}, \"timeInForce\": \"{(random.Next(4) switch { 0 => "ioc", 1 => "fok", _ => "gtc" })}\", {timeout} }}",
        };
    }

    private static string Limits(Random random)
    {
        var parts = new List<string> { $"\"maxTimeInPosition\": \"{random.Next(1, 400)}s\"" };
        Maybe(random, parts, 4, () => $"\"maxTradesPerDay\": {random.Next(1, 8)}");
        Maybe(random, parts, 4, () => $"\"maxConsecutiveLosses\": {random.Next(1, 5)}");
        Maybe(random, parts, 4, () => $"\"cooldownAfterLoss\": \"{random.Next(40)}s\"");
        return $"{{ {string.Join(", ", parts)} }}";
    }

    private static string Node(Random random, Func<Random, (string Name, decimal Value)> leaf, int depth)
    {
        var span = random.Next(4) == 0 ? $", \"for\": \"{random.Next(100, 6_000)}ms\"" : "";
        switch (depth == 0 ? 0 : random.Next(9))
        {
            case 5:
                return $"{{ \"all\": [{Node(random, leaf, depth - 1)}, {Node(random, leaf, depth - 1)}]{span} }}";
            case 6:
                return $"{{ \"any\": [{Node(random, leaf, depth - 1)}, {Node(random, leaf, depth - 1)}]{span} }}";
            case 7:
                return $"{{ \"not\": {Node(random, leaf, depth - 1)}{span} }}";
            case 8:
                return $"{{ \"sequence\": [{Node(random, leaf, depth - 1)}, {Node(random, leaf, depth - 1)}], \"within\": \"{random.Next(1, 30)}s\"{span} }}";
            default:
                var (name, value) = leaf(random);
                var other = random.Next(12) == 0 ? "{ \"indicator\": \"t\" }" : Text(value);
                return random.Next(8) switch
                {
                    0 => $"{{ \"indicator\": \"{name}\", \"op\": \"crosses_above\", \"value\": {other} }}",
                    1 => $"{{ \"indicator\": \"{name}\", \"op\": \"crosses_below\", \"value\": {other} }}",
                    2 => $"{{ \"indicator\": \"{name}\", \"op\": \"between\", \"value\": [{Text(value)}, {Text(value + 1m)}]{span} }}",
                    3 => $"{{ \"indicator\": \"{name}\", \"op\": \"outside\", \"value\": [{Text(value)}, {Text(value + 0.2m)}]{span} }}",
                    < 6 => $"{{ \"indicator\": \"{name}\", \"op\": \">=\", \"value\": {other}{span} }}",
                    _ => $"{{ \"indicator\": \"{name}\", \"op\": \"<\", \"value\": {other}{span} }}",
                };
        }
    }

    private static (string Name, decimal Value) Market(Random random) => random.Next(8) switch
    {
        < 3 => ("p", 100m + (random.Next(-200, 201) * 0.01m)),
        3 => ("m", 100m + (random.Next(-200, 201) * 0.01m)),
        4 => ("v", random.Next(1, 40)),
        5 => ("n", random.Next(1, 15)),
        6 => ("mo", random.Next(-20, 21) * 0.02m),
        _ => ("s", random.Next(1, 12) * 0.01m),
    };

    private static (string Name, decimal Value) Waiting(Random random) => random.Next(8) switch
    {
        0 => ("sig", random.Next(20)),
        1 => ("tr", random.Next(6)),
        2 => ("cl", random.Next(3)),
        3 => ("day", random.Next(-10, 11) * 0.05m),
        _ => Market(random),
    };

    private static (string Name, decimal Value) Holding(Random random) => random.Next(6) switch
    {
        0 => ("pnl", random.Next(-20, 21) * 0.05m),
        1 => ("age", random.Next(1, 60)),
        2 => ("day", random.Next(-10, 11) * 0.05m),
        _ => Market(random),
    };

    private static void Maybe(Random random, List<string> parts, int oneIn, Func<string> part)
    {
        if (random.Next(oneIn) == 0)
        {
            parts.Add(part());
        }
    }

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
