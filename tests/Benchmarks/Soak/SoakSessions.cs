using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Trading.Benchmarks.Soak;

/// <summary>Paper sessions on live-paced prices: their strategies enter and leave all the time, while traders work by hand on another symbol.</summary>
internal sealed class SoakSessions(SoakClient client)
{
    public const string ByHand = "ETH_USDT";
    public const string InitialBalance = "1000000";

    private const int Count = 3;
    private const string Theirs = "BTC_USDT";
    private const string Churner = "churner";
    private const string Waiter = "waiter";

    private static readonly TimeSpan PriceLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(200);

    private readonly List<string> _ids = [];

    public IReadOnlyList<string> Ids => _ids;

    /// <summary>A price by hand that no market of this feed comes down to.</summary>
    public decimal FarBelow { get; private set; }

    public async Task StartAsync()
    {
        // Never enough for the second one: a session has the markets of its strategies.
        await client.DoAsync(HttpMethod.Post, "strategies", Strategy(Churner, "0.05"));
        await client.DoAsync(HttpMethod.Post, "strategies", Strategy(Waiter, "1000000000"));
        for (var seed = 1; seed <= Count; seed++)
        {
            var body = new
            {
                mode = "paper",
                seed,
                initialBalance = InitialBalance,
                market = new { feed = "synthetic:trend" },
                strategies = new[] { new { name = Churner, symbols = new[] { Theirs } }, new { name = Waiter, symbols = new[] { ByHand } } },
                limits = new { ordersPerSecond = 1_000, dayLossPct = 100, drawdownPct = 100, identicalOrderWindow = "0s", priceCollarPct = 100 },
            };
            var session = await client.DoAsync(HttpMethod.Post, "sessions", body, string.Create(CultureInfo.InvariantCulture, $"soak-{seed}"));
            _ids.Add((string)session!["id"]!);
        }

        using var limit = new CancellationTokenSource(PriceLimit);
        foreach (var session in _ids)
        {
            string? bid;
            while ((bid = (await client.GetAsync($"sessions/{session}/markets"))["items"]!.AsArray()
                .Where(market => (string)market!["symbol"]! == ByHand).Select(market => (string?)market!["bid"]).SingleOrDefault()) is null)
            {
                await Task.Delay(LookPause, limit.Token);
            }

            var low = Math.Floor(decimal.Parse(bid, CultureInfo.InvariantCulture) * 0.9m);
            FarBelow = FarBelow == 0 ? low : Math.Min(FarBelow, low);
        }
    }

    /// <summary>The strategies go on, or enter nothing more.</summary>
    public async Task TurnAsync(string towards)
    {
        foreach (var session in _ids)
        {
            await client.DoAsync(HttpMethod.Post, $"sessions/{session}/strategies/{Churner}/{towards}", "{}");
        }
    }

    /// <summary>Waits until no order works and nothing is held.</summary>
    public async Task ComeToRestAsync()
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var session in _ids)
        {
            List<string> left;
            while ((left = await AtWorkAsync(session)).Count > 0)
            {
                if (Stopwatch.GetElapsedTime(began) > EndLimit)
                {
                    throw new InvalidOperationException($"After {EndLimit} without load {session} has: {string.Join(", ", left)}");
                }

                await Task.Delay(LookPause);
            }
        }
    }

    /// <summary>Closes what is open and waits for the end.</summary>
    public async Task StopAsync()
    {
        using var limit = new CancellationTokenSource(EndLimit);
        foreach (var session in _ids)
        {
            await client.DoAsync(HttpMethod.Post, $"sessions/{session}/stop", """{ "policy": "close" }""");
            while ((string)(await client.GetAsync($"sessions/{session}"))["state"]! != "Stopped")
            {
                await Task.Delay(LookPause, limit.Token);
            }
        }
    }

    public static bool IsOver(JsonNode order) => (string)order["status"]! is "Filled" or "Canceled" or "Expired" or "Rejected" or "NotPlaced";

    public static bool IsHeld(JsonNode position) => decimal.Parse((string)position["quantity"]!, CultureInfo.InvariantCulture) != 0;

    private async Task<List<string>> AtWorkAsync(string session)
    {
        var positions = (await client.GetAsync($"sessions/{session}/positions"))["items"]!.AsArray();
        var orders = (await client.GetAsync($"sessions/{session}/orders?limit=200"))["items"]!.AsArray();
        return
        [
            .. positions.Where(position => IsHeld(position!)).Select(position => $"{position!["quantity"]} {position["symbol"]}"),
            .. orders.Where(order => !IsOver(order!)).Select(order => $"{order!["id"]} {order["status"]} until {order["deadline"]}"),
        ];
    }

    private static string Strategy(string name, string surge) => $$"""
        {
          "name": "{{name}}", "direction": "short",
          "indicators": {
            "surge": { "type": "volume_surge_ratio", "current": { "from": 30, "to": 0 }, "baseline": { "from": 120, "to": 30 } },
            "spread": { "type": "spread_pct" },
            "pnl": { "type": "unrealized_pnl_pct" }
          },
          "signal": { "when": { "indicator": "surge", "op": ">=", "value": {{surge}} }, "expires": "30s" },
          "entry": {
            "when": { "indicator": "spread", "op": "<=", "value": 1 }, "order": { "type": "market", "timeout": "5s" },
            "size": { "type": "equity_pct", "value": 2 }, "leverage": 2, "cooldown": "1s", "stopLoss": { "pct": 3 }
          },
          "exit": { "when": { "indicator": "pnl", "op": ">=", "value": 5 }, "order": { "type": "market" }, "cooldown": "1s" },
          "limits": { "maxTimeInPosition": "2s" }
        }
        """;
}
