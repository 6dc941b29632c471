using System.Text.Json.Nodes;

namespace Trading.Api.Tests.Sessions;

/// <summary>Collect sessions on generated feeds, over HTTP alone.</summary>
internal static class CollectLab
{
    public const string Datasets = "/api/v1/datasets";

    /// <summary>As <see cref="PaperLab.Churner"/>, content with a few seconds of trades.</summary>
    public const string Quick = """
        {
          "name": "NAME", "direction": "short",
          "indicators": {
            "surge": { "type": "volume_surge_ratio", "current": { "from": 1, "to": 0 }, "baseline": { "from": 3, "to": 1 } },
            "pnl": { "type": "unrealized_pnl_pct" }
          },
          "signal": { "when": { "indicator": "surge", "op": ">=", "value": 0.05 }, "expires": "30s" },
          "entry": {
            "when": { "indicator": "surge", "op": ">=", "value": 0.05 }, "order": { "type": "market" },
            "size": { "type": "equity_pct", "value": 2 }, "leverage": 2, "cooldown": "1s", "stopLoss": { "pct": 3 }
          },
          "exit": { "when": { "indicator": "pnl", "op": ">=", "value": 5 }, "order": { "type": "market" }, "cooldown": "1s" },
          "limits": { "maxTimeInPosition": "1s" }
        }
        """;

    /// <summary>As <see cref="Quick"/>, but holds what it has.</summary>
    public static string QuickHolder => Quick.Replace("\"maxTimeInPosition\": \"1s\"", "\"maxTimeInPosition\": \"1h\"", StringComparison.Ordinal);

    public static JsonObject Body(string dataset, params string[] symbols) => new()
    {
        ["mode"] = "collect",
        ["market"] = new JsonObject { ["feed"] = "synthetic:trend" },
        ["collect"] = new JsonObject
        {
            ["dataset"] = dataset,
            ["symbols"] = new JsonArray([.. symbols.Select(symbol => JsonValue.Create(symbol))]),
        },
    };

    /// <returns>The session's id.</returns>
    public static async Task<string> CollectAsync(this HttpClient client, JsonNode body)
    {
        using var created = await client.PostSessionAsync(body);
        var session = await created.ExpectAsync(201);
        Assert.Equal(("Running", "collect"), ($"{session["state"]}", $"{session["mode"]}"));
        return $"{session["id"]}";
    }

    /// <summary>Waits until every recording of the dataset has stored more than so many rows.</summary>
    public static Task<JsonNode> RecordedAsync(this HttpClient client, string dataset, long rows) => client.EventuallyAsync(
        $"{Datasets}/{dataset}", found => found["imports"]!.AsArray() is { Count: > 0 } imports && imports.All(import => (long)import!["rows"]! > rows));

    /// <summary>Lines of the exported series, without the header.</summary>
    public static async Task<string[]> ExportAsync(this HttpClient client, string dataset, string symbol, string kind)
    {
        var text = await client.GetStringAsync($"{Datasets}/{dataset}/export?symbol={symbol}&kind={kind}");
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[1..];
    }

    public static JsonNode SeriesOf(JsonNode dataset, string kind) =>
        dataset["symbols"]!.AsArray().Single()!["series"]!.AsArray().Single(series => $"{series!["kind"]}" == kind)!;
}
