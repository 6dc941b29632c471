using System.Text.Json.Nodes;
using Trading.Api.Tests.Platform;

namespace Trading.Api.Tests.Sessions;

/// <summary>A strategy that is always in or out: thousands of orders, and a run that takes a while.</summary>
public sealed class ChurnRun(TradingPlatform platform) : IAsyncLifetime
{
    internal const string Strategy = """
        {
          "name": "churn", "direction": "long", "indicators": { "p": { "type": "price" }, "held": { "type": "position_age_s" } },
          "signal": { "when": { "indicator": "p", "op": ">", "value": 0 } },
          "entry": { "when": { "indicator": "p", "op": ">", "value": 0 }, "order": { "type": "market" }, "size": { "type": "notional", "value": 100 }, "cooldown": "0s" },
          "exit": { "when": { "indicator": "held", "op": ">=", "value": 2 }, "cooldown": "0s" }
        }
        """;

    internal HttpClient Client { get; private set; } = null!;

    internal string Owner { get; private set; } = "";

    internal string Session { get; private set; } = "";

    /// <summary>Of two hours; the one named <c>long</c> begins like it and goes on for a day.</summary>
    internal JsonObject Body { get; } = SessionLab.Body("short", ("churn", [SessionLab.Btc]));

    internal JsonObject LongBody { get; } = SessionLab.Body("long", ("churn", [SessionLab.Btc]));

    public async ValueTask InitializeAsync()
    {
        (Owner, var tokens) = await platform.NewUserAsync();
        Client = platform.WithToken(tokens.AccessToken);
        await Client.GenerateAsync("short", "calm", "2h", 10);
        await Client.GenerateAsync("long", "calm", "1d", 10);
        await Client.SaveAsync(JsonNode.Parse(Strategy)!);
        Session = await Client.RunAsync(Body);
    }

    public ValueTask DisposeAsync()
    {
        Client?.Dispose();
        return ValueTask.CompletedTask;
    }
}
