using System.Text.Json.Nodes;
using Trading.Api.Tests.Platform;
using Trading.Testing;

namespace Trading.Api.Tests.Sessions;

/// <summary>One backtest on recorded BTC and ETH markets, run once and looked at from many sides.</summary>
public sealed class RealMarketRun(TradingPlatform platform) : IAsyncLifetime
{
    internal HttpClient Client { get; private set; } = null!;

    internal string Owner { get; private set; } = "";

    internal string Dataset { get; } = SessionLab.NewName("real");

    internal string Session { get; private set; } = "";

    internal JsonObject Body { get; private set; } = [];

    /// <summary>The sample strategy with thresholds at which a few quiet minutes trade.</summary>
    internal static async Task<JsonNode> VariantAsync(HttpClient client, string name, bool withSpread)
    {
        var document = await client.SampleAsync();
        document["name"] = name;
        document["indicators"]!["pump"]!["current"] = Window(2, 0);
        document["indicators"]!["pump"]!["baseline"] = Window(10, 5);
        document["indicators"]!["surge"]!["current"] = Window(5, 0);
        document["indicators"]!["surge"]!["baseline"] = Window(120, 30);
        document["signal"] = JsonNode.Parse("""{ "when": { "all": [{ "indicator": "pump", "op": ">=", "value": 0.002 }, { "indicator": "surge", "op": ">=", "value": 0.1 }] }, "expires": "10s" }""");
        document["cancel"] = JsonNode.Parse("""{ "when": { "indicator": "age", "op": ">=", "value": 8 }, "cooldown": "100ms" }""");
        document["entry"]!["when"] = JsonNode.Parse("""{ "all": [{ "indicator": "fade", "op": "<=", "value": 100 }, { "indicator": "spread", "op": "<=", "value": 1 }] }""");
        document["entry"]!["order"]!["timeout"] = "5s";
        document["entry"]!["cooldown"] = "100ms";
        document["entry"]!["takeProfit"] = JsonNode.Parse("""[{ "pct": 0.01, "closePct": 50 }, { "pct": 0.04, "closePct": 50 }]""");
        document["exit"] = JsonNode.Parse("""{ "when": { "all": [{ "indicator": "pump", "op": "<=", "value": 0 }, { "indicator": "pnl", "op": ">=", "value": 0.02 }] }, "order": { "type": "market" }, "cooldown": "100ms" }""");
        document["emergency"]!["cooldown"] = "1s";
        document["limits"] = JsonNode.Parse("""{ "maxTimeInPosition": "2s" }""");
        if (!withSpread)
        {
            document["indicators"]!.AsObject().Remove("spread");
            document["entry"]!["when"]!["all"]!.AsArray().RemoveAt(1);
            document.AsObject().Remove("emergency");
        }

        return document;
    }

    public async ValueTask InitializeAsync()
    {
        SharedFolder.PathOf("data");
        (Owner, var tokens) = await platform.NewUserAsync();
        Client = platform.WithToken(tokens.AccessToken);
        await Client.ImportAsync(Dataset, SessionLab.Btc, "trades", "binance_usdm_btcusdt_20240808-09_trades");
        await Client.ImportAsync(Dataset, SessionLab.Btc, "book", "binance_usdm_btcusdt_20240808-09_bookticker");
        await Client.ImportAsync(Dataset, SessionLab.Eth, "trades", "binance_usdm_ethusdt_20240808-09_trades");
        await Client.SaveAsync(await VariantAsync(Client, "fade-btc", withSpread: true));
        await Client.SaveAsync(await VariantAsync(Client, "fade-eth", withSpread: false));
        Body = SessionLab.Body(Dataset, ("fade-btc", [SessionLab.Btc]), ("fade-eth", [SessionLab.Eth]));
        Session = await Client.RunAsync(Body);
    }

    public ValueTask DisposeAsync()
    {
        Client?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static JsonObject Window(int from, int to) => new() { ["from"] = from, ["to"] = to };
}
