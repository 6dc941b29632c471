using System.Text.Json.Nodes;
using Trading.Api.Tests.Platform;

namespace Trading.Api.Tests.Sessions;

/// <summary>Paper sessions on generated feeds, over HTTP alone.</summary>
internal static class PaperLab
{
    /// <summary>Sells at every chance, and is out again within seconds.</summary>
    public const string Churner = """
        {
          "name": "NAME", "direction": "short",
          "indicators": {
            "surge": { "type": "volume_surge_ratio", "current": { "from": 30, "to": 0 }, "baseline": { "from": 120, "to": 30 } },
            "spread": { "type": "spread_pct" },
            "pnl": { "type": "unrealized_pnl_pct" }
          },
          "signal": { "when": { "indicator": "surge", "op": ">=", "value": 0.05 }, "expires": "30s" },
          "entry": {
            "when": { "indicator": "spread", "op": "<=", "value": 1 }, "order": { "type": "market" },
            "size": { "type": "equity_pct", "value": 2 }, "leverage": 2, "cooldown": "1s", "stopLoss": { "pct": 3 }
          },
          "exit": { "when": { "indicator": "pnl", "op": ">=", "value": 5 }, "order": { "type": "market" }, "cooldown": "1s" },
          "limits": { "maxTimeInPosition": "2s" }
        }
        """;

    /// <summary>As <see cref="Churner"/>, but holds what it has.</summary>
    public static string Holder => Churner.Replace("\"maxTimeInPosition\": \"2s\"", "\"maxTimeInPosition\": \"1h\"", StringComparison.Ordinal);

    /// <summary>As <see cref="Churner"/>, but looks at the book alone: it enters at the first event.</summary>
    public static string Eager => Churner.Replace("\"indicator\": \"surge\", \"op\": \">=\", \"value\": 0.05", "\"indicator\": \"spread\", \"op\": \"<=\", \"value\": 1", StringComparison.Ordinal)
        .Replace(SurgeOfChurner, "", StringComparison.Ordinal);

    private const string SurgeOfChurner = """
            "surge": { "type": "volume_surge_ratio", "current": { "from": 30, "to": 0 }, "baseline": { "from": 120, "to": 30 } },

        """;

    /// <summary>Asks for a price that nobody pays, for four seconds at a time.</summary>
    public static string Waiter => Churner.Replace(
        "{ \"type\": \"market\" },\n    \"size\"", "{ \"type\": \"limit\", \"offsetPct\": -4, \"timeout\": \"4s\" },\n    \"size\"", StringComparison.Ordinal);

    /// <returns>Its name, which no other test has.</returns>
    public static async Task<string> SaveNewAsync(this HttpClient client, string document)
    {
        var name = SessionLab.NewName("paper");
        await client.SaveAsync(JsonNode.Parse(document.Replace("NAME", name, StringComparison.Ordinal))!);
        return name;
    }

    public static JsonObject Body(string strategy, params string[] symbols) => new()
    {
        ["mode"] = "paper",
        ["market"] = new JsonObject { ["feed"] = "synthetic:trend" },
        ["strategies"] = new JsonArray(new JsonObject
        {
            ["name"] = strategy,
            ["symbols"] = new JsonArray([.. (symbols.Length == 0 ? [SessionLab.Btc] : symbols).Select(symbol => JsonValue.Create(symbol))]),
        }),
    };

    /// <returns>The session's id.</returns>
    public static async Task<string> PaperAsync(this HttpClient client, JsonNode body)
    {
        using var created = await client.PostSessionAsync(body, Guid.NewGuid().ToString());
        var session = await created.ExpectAsync(201);

        // At full speed a recording may be over before the answer is written.
        Assert.Contains($"{session["state"]}", (string[])["Running", "Completed"]);
        return $"{session["id"]}";
    }

    /// <summary>Asks for the end and waits for it.</summary>
    public static async Task<JsonNode> StopAsync(this HttpClient client, string id, string policy)
    {
        using var stop = await client.PostTextAsync($"{SessionLab.Path}/{id}/stop", $$"""{ "policy": "{{policy}}" }""");
        await stop.ExpectAsync(202);
        return await client.EndedAsync(id);
    }

    public static Task<JsonNode> UntilAsync(this HttpClient client, string id, string list, Func<JsonArray, bool> isWanted) =>
        client.EventuallyAsync($"{SessionLab.Path}/{id}/{list}", answer => isWanted(answer["items"]!.AsArray()));
}
