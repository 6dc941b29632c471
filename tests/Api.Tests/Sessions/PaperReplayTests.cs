using System.Text.Json.Nodes;
using Trading.Api.Tests.Datasets;
using Trading.Api.Tests.Platform;
using Trading.Testing;

namespace Trading.Api.Tests.Sessions;

/// <summary>Paper sessions whose market is replayed: a dataset at any pace, or a scenario that is generated as it goes.</summary>
public sealed class PaperReplayTests(TradingPlatform platform)
{
    [Fact]
    public async Task Dataset_on_paper_gives_the_fingerprint_of_its_backtest_at_any_pace()
    {
        var client = platform.As("tina");
        var dataset = await RecordAsync(client);
        var (one, other) = (await client.SaveNewAsync(CollectLab.Quick), await client.SaveNewAsync(CollectLab.QuickHolder));
        foreach (var strategies in ((string, string[])[][])[[(one, [SessionLab.Btc])], [(one, [SessionLab.Btc, SessionLab.Eth]), (other, [SessionLab.Btc])]])
        {
            var body = SessionLab.Body(dataset, strategies);
            var backtest = await client.RunAsync(body);

            var unbounded = await PaperAsync(client, body, dataset, speed: null);
            var paced = await PaperAsync(client, body, dataset, speed: 10);

            var expected = await FingerprintAsync(client, backtest);
            Assert.True(expected.Trips > 3);
            Assert.Equal([expected, expected], [await FingerprintAsync(client, unbounded), await FingerprintAsync(client, paced)]);
        }
    }

    [Fact]
    public async Task Paced_replay_is_never_ahead_of_its_pace_and_shows_where_it_stands()
    {
        var client = platform.As("tina");
        var body = SessionLab.Body(await RecordAsync(client), (await client.SaveNewAsync(CollectLab.Quick), [SessionLab.Btc]));
        (body["mode"], body["market"]!["speed"], body["duration"]) = ("paper", 6, "18s");

        var id = await client.PaperAsync(body);
        var started = DateTimeOffset.UtcNow;
        var shown = (await client.UntilAsync(id, "markets", markets => markets.Count == 1))["items"]![0]!;
        var ended = await client.EndedAsync(id, TimeSpan.FromMinutes(3));

        Assert.Equal("replayed", $"{shown["freshness"]}");
        Assert.Equal(("Completed", "duration_over"), ($"{ended["state"]}", $"{ended["transitions"]![2]!["trigger"]}"));
        Assert.True(DateTimeOffset.UtcNow - started >= TimeSpan.FromSeconds(2), "Eighteen seconds at speed 6 take three.");
    }

    [Fact]
    public async Task Replay_shows_how_far_it_is_while_it_is_at_its_first_events()
    {
        var client = platform.As("tina");
        var dataset = SessionLab.NewName("rec");
        await client.GenerateAsync(dataset, "trend", "2m", 10);
        var body = SessionLab.Body(dataset, (await client.SaveNewAsync(CollectLab.Quick), [SessionLab.Btc]));
        (body["mode"], body["market"]!["speed"]) = ("paper", "max");
        var id = await client.PaperAsync(body);

        var shown = await client.EventuallyAsync($"{SessionLab.Path}/{id}", session => session["progress"]!.Number("percent") > 0);
        await client.StopAsync(id, "cancel");

        Assert.Equal("Running", $"{shown["state"]}");
        Assert.InRange(shown["progress"]!.Number("percent"), 0.01m, 99m);
        Assert.True(shown["progress"]!.Number("events") > 0);
    }

    [Fact]
    public async Task Stop_of_a_paced_replay_is_soon()
    {
        var client = platform.As("tina");
        var body = SessionLab.Body(await RecordAsync(client), (await client.SaveNewAsync(CollectLab.Quick), [SessionLab.Btc]));
        (body["mode"], body["market"]!["speed"]) = ("paper", 1);
        var id = await client.PaperAsync(body);

        var ended = await client.StopAsync(id, "close");

        Assert.Equal("Stopped", $"{ended["state"]}");
        var (asked, done) = (ended["transitions"]![2]!.Time("at"), ended["transitions"]![3]!.Time("at"));
        Assert.True(done - asked < TimeSpan.FromSeconds(TestScale.IsLong ? 2 : 6), $"{done - asked}");
    }

    [Fact]
    public async Task Generated_market_with_a_speed_is_the_same_whenever_it_runs()
    {
        var client = platform.As("tina");
        var body = PaperLab.Body(await client.SaveNewAsync(CollectLab.Quick));
        (body["market"]!["speed"], body["duration"]) = ("max", "12s");

        var first = await FingerprintAsync(client, await RunAsync(client, body));
        body["market"]!["speed"] = 5;
        var second = await FingerprintAsync(client, await RunAsync(client, body));

        Assert.True(first.Trips > 2);
        Assert.Equal(first, second);
    }

    [Theory]
    [InlineData("account", "\"main\"", "/account", "conflict")]
    [InlineData("market", """{ "feed": "synthetic:calm", "speed": "max" }""", "/duration", "required")]
    [InlineData("market", """{ "feed": "synthetic:calm", "speed": 0 }""", "/market/speed", "out_of_range")]
    [InlineData("market", """{ "feed": "mexc", "speed": 2 }""", "/market/speed", "conflict")]
    public async Task What_a_replay_cannot_do_is_refused(string member, string value, string pointer, string code)
    {
        var client = platform.As("tina");
        var body = PaperLab.Body(await client.SaveNewAsync(PaperLab.Churner));
        body["market"]!["speed"] = 2;
        body[member] = JsonNode.Parse(value);

        using var refused = await client.PostSessionAsync(body, Guid.NewGuid().ToString());

        var errors = (await refused.ExpectAsync(422))["errors"]!.AsArray();
        Assert.Contains((pointer, code), errors.Select(error => ($"{error!["pointer"]}", $"{error["code"]}")));
    }

    /// <summary>A short with fifty-fold leverage, no stop, and a price that rises by a tenth.</summary>
    [Fact]
    public async Task Liquidation_is_a_fill_of_the_session_in_backtest_and_on_paper()
    {
        const string Daring = """
            {
              "name": "NAME", "direction": "short",
              "indicators": { "price": { "type": "price" }, "pnl": { "type": "unrealized_pnl_pct" } },
              "signal": { "when": { "indicator": "price", "op": ">=", "value": 1 }, "expires": "30s" },
              "entry": {
                "when": { "indicator": "price", "op": ">=", "value": 1 }, "order": { "type": "market" },
                "size": { "type": "equity_pct", "value": 0.5 }, "leverage": 50, "cooldown": "1h"
              },
              "exit": { "when": { "indicator": "pnl", "op": ">=", "value": 50 }, "order": { "type": "market" }, "cooldown": "1h" }
            }
            """;
        var client = platform.As("tina");
        var dataset = SessionLab.NewName("up");
        var rows = Enumerable.Range(0, 60).Select(second => FormattableString.Invariant($"{60_000 + (second * 1_000)},{(second < 30 ? 100 : 110)},5.001,buy"));
        await client.ImportedAsync(
            Uploads.Fields(dataset, ("symbol", SessionLab.Btc)), Uploads.Utf8("timestamp_ms,price,quantity,side\n" + string.Join('\n', rows) + "\n"));
        var body = SessionLab.Body(dataset, (await client.SaveNewAsync(Daring), [SessionLab.Btc]));
        body["limits"] = new JsonObject { ["leverage"] = 50 };
        string[] sessions = [await client.RunAsync(body), await PaperAsync(client, body, dataset, speed: null)];

        var shown = new List<string>();
        foreach (var id in sessions)
        {
            var fills = await client.AllAsync($"{SessionLab.Path}/{id}/fills");
            var forced = Assert.Single(fills, fill => $"{fill["reason"]}" == "liquidation");
            var lost = Assert.Single(await client.AllAsync($"/api/v1/accounts/acc-{id}/ledger?kind=liquidation"));

            Assert.Equal((null, "buy", $"{lost["tradeId"]}", "0", "taker"), (forced["orderId"], $"{forced["side"]}", $"{forced["tradeId"]}", $"{forced["fee"]}", $"{forced["liquidity"]}"));
            Assert.NotEmpty($"{forced["strategy"]}");
            Assert.True(fills.Count > 1);
            Assert.Equal(0m, fills.Sum(fill => ($"{fill["side"]}" == "buy" ? 1 : -1) * fill.Number("quantity")));
            var metrics = (await client.GetJsonAsync($"{SessionLab.Path}/{id}/report"))["metrics"]!;
            Assert.Equal(fills.Count, metrics.Number("fills"));
            shown.Add(string.Join('\n', fills.Select(fill => $"{fill["at"]} {fill["side"]} {fill["price"]} {fill["quantity"]} {fill["fee"]} {fill["reason"]}").Append($"{metrics["grossPnl"]} {metrics["netPnl"]}")));
        }

        Assert.Equal(shown[0], shown[1]);
    }

    /// <summary>Short: over grains an order takes a tenth of a second.</summary>
    private static async Task<string> RecordAsync(HttpClient client)
    {
        var dataset = SessionLab.NewName("rec");
        await client.GenerateAsync(dataset, "trend", "20s", 10);
        await client.GenerateAsync(dataset, "trend", "20s", 10, symbol: SessionLab.Eth);
        return dataset;
    }

    private static async Task<string> PaperAsync(HttpClient client, JsonObject backtest, string dataset, int? speed)
    {
        var body = backtest.DeepClone().AsObject();
        body["mode"] = "paper";
        body["market"] = speed is { } factor ? new JsonObject { ["dataset"] = dataset, ["speed"] = factor } : new JsonObject { ["dataset"] = dataset };
        return await RunAsync(client, body);
    }

    private static async Task<string> RunAsync(HttpClient client, JsonObject body)
    {
        var id = await client.PaperAsync(body);
        Assert.Equal("Completed", $"{(await client.EndedAsync(id, TimeSpan.FromMinutes(3)))["state"]}");
        return id;
    }

    private static async Task<(string Fingerprint, int Trips)> FingerprintAsync(HttpClient client, string id)
    {
        var report = await client.GetJsonAsync($"{SessionLab.Path}/{id}/report");
        return ($"{report["fingerprint"]}", (int)report["metrics"]!.Number("roundTrips"));
    }
}
