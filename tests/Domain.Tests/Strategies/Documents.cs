using System.Text;
using System.Text.Json.Nodes;
using Trading.Domain.Strategies;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Tests.Strategies;

/// <summary>Documents for tests. The indicators a to e can take any value; what they are does not matter, columns are handed over.</summary>
internal static class Documents
{
    public static JsonObject Minimal() => Json("""
        {
          "name": "test", "direction": "long",
          "indicators": {
            "a": { "type": "pump_magnitude_pct" }, "b": { "type": "price_velocity" }, "c": { "type": "price_momentum_pct" },
            "d": { "type": "momentum_reversal_pct" }, "e": { "type": "support_proximity_pct" },
            "pnl": { "type": "unrealized_pnl_pct" }, "rom": { "type": "return_on_margin_pct" }, "age": { "type": "signal_age_s" },
            "held": { "type": "position_age_s" }, "losses": { "type": "consecutive_losses" }, "trades": { "type": "trades_today" },
            "daily": { "type": "daily_pnl_pct" }
          },
          "signal": { "when": { "indicator": "a", "op": ">", "value": 0 }, "expires": "60s" },
          "cancel": { "when": { "indicator": "e", "op": "<", "value": 0 }, "cooldown": "7s" },
          "entry": { "when": { "indicator": "b", "op": ">", "value": 0 }, "order": { "type": "market" },
                     "size": { "type": "quantity", "value": 1 }, "cooldown": "5s" },
          "exit": { "when": { "indicator": "c", "op": ">", "value": 0 }, "cooldown": "3s" },
          "emergency": { "when": { "indicator": "d", "op": ">", "value": 0 }, "cooldown": "11s" }
        }
        """);

    public static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    /// <summary>The minimal document with members replaced: a JSON pointer and the new value's JSON, or null to remove it.</summary>
    public static JsonObject With(params (string Pointer, string? Json)[] changes)
    {
        var document = Minimal();
        foreach (var (pointer, json) in changes)
        {
            Set(document, pointer, json);
        }

        return document;
    }

    public static void Set(JsonObject document, string pointer, string? json)
    {
        var parts = pointer.Split('/')[1..];
        JsonNode node = document;
        foreach (var part in parts[..^1])
        {
            node = node is JsonArray array ? array[int.Parse(part)]! : node.AsObject()[part] ??= new JsonObject();
        }

        if (json is null)
        {
            node.AsObject().Remove(parts[^1]);
        }
        else
        {
            node.AsObject()[parts[^1]] = JsonNode.Parse(json);
        }
    }

    public static StrategyParseResult Parse(JsonNode document) => Parse(document.ToJsonString());

    public static StrategyParseResult Parse(string json) => StrategyDocument.Parse(Encoding.UTF8.GetBytes(json));

    public static CompiledStrategy Compile(JsonNode document)
    {
        var result = Parse(document);
        Assert.True(result.IsValid, string.Join("\n", result.Errors));
        return CompiledStrategy.Compile(result.Document!);
    }

    /// <summary>The minimal document with another signal condition.</summary>
    public static CompiledStrategy WithSignal(string when) => Compile(With(("/signal/when", when)));
}
