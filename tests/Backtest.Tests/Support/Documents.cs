using System.Text.Json.Nodes;

namespace Trading.Backtest.Tests.Support;

/// <summary>Strategy documents to start from, and what is changed in them.</summary>
internal static class Documents
{
    /// <summary>Buys above 101 after a signal at 100, with every optional member there is.</summary>
    public const string Full = """
        {
          "name": "full", "description": "Every member that a document can have.", "direction": "long",
          "indicators": {
            "p": { "type": "price" }, "m": { "type": "mark_price" }, "s": { "type": "spread_pct" },
            "n": { "type": "trade_count", "window": { "from": 5, "to": 0 } }
          },
          "signal": { "when": { "indicator": "p", "op": ">=", "value": 100 }, "expires": "20s" },
          "cancel": { "when": { "indicator": "p", "op": "<=", "value": 95 }, "cooldown": "30s" },
          "entry": {
            "when": { "indicator": "p", "op": ">=", "value": 101 },
            "order": { "type": "limit", "offsetPct": 0.5, "timeInForce": "gtc", "timeout": "10s" },
            "size": { "type": "quantity", "value": 2, "scale": { "by": "p", "points": [[50, 1], [200, 1]] } },
            "leverage": 1, "cooldown": "15s",
            "stopLoss": { "pct": 5 }, "takeProfit": [ { "pct": 3, "closePct": 50 } ],
            "trailingStop": { "activatePct": 6, "distancePct": 2 }
          },
          "exit": {
            "when": { "indicator": "p", "op": ">=", "value": 112 },
            "order": { "type": "limit", "offsetPct": 0.1, "timeInForce": "gtc", "timeout": "10s" }, "cooldown": "20s"
          },
          "emergency": { "when": { "indicator": "s", "op": ">=", "value": 5 }, "cooldown": "40s" },
          "limits": { "maxTradesPerDay": 50, "maxConsecutiveLosses": 50, "cooldownAfterLoss": "1s", "maxTimeInPosition": "5m" }
        }
        """;

    /// <param name="changes">Lines of <c>/json/pointer = value</c>; the value <c>none</c> removes the member.</param>
    public static string With(string document, string changes)
    {
        var root = JsonNode.Parse(document)!;
        foreach (var line in changes.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = line.Split(" = ", 2);
            Change(root, parts[0].Split('/')[1..], parts[1]);
        }

        return root.ToJsonString();
    }

    private static void Change(JsonNode root, string[] path, string value)
    {
        var node = path[..^1].Aggregate(root, (at, name) => at is JsonArray array ? array[int.Parse(name, null)]! : at[name]!);
        if (value == "none")
        {
            Assert.True(node.AsObject().Remove(path[^1]));
        }
        else
        {
            node[path[^1]] = JsonNode.Parse(value);
        }
    }
}
