using System.Text.Json.Nodes;
using Trading.Api.Tests.Platform;

namespace Trading.Api.Tests.Sessions;

/// <summary>A trader's paper sessions: started, watched, stopped by each policy.</summary>
public sealed class PaperSessionTests(TradingPlatform platform)
{
    [Fact]
    public async Task Session_trades_its_feed_and_its_books_add_up()
    {
        var client = platform.As("tom");
        var id = await client.PaperAsync(PaperLab.Body(await client.SaveNewAsync(PaperLab.Churner), SessionLab.Btc, SessionLab.Eth));

        await client.UntilAsync(id, "roundtrips", trips => trips.Count >= 2);
        var ended = await client.StopAsync(id, "close");

        Assert.Equal("Stopped", $"{ended["state"]}");
        Assert.Equal(["Created", "Starting", "Running", "Stopping"], ended["transitions"]!.AsArray().Select(transition => $"{transition!["from"]}"));
        var path = $"{SessionLab.Path}/{id}";
        var trips = await client.AllAsync($"{path}/roundtrips");
        var fills = await client.AllAsync($"{path}/fills");
        var orders = await client.AllAsync($"{path}/orders");
        var booked = await client.AllAsync($"/api/v1/accounts/{ended["account"]}/ledger");
        var report = await client.GetJsonAsync($"{path}/report");
        Assert.Equal(trips.Sum(trip => trip.Number("netPnl")), booked.Where(line => $"{line["kind"]}" is not "deposit").Sum(line => line.Number("amount")));
        Assert.Equal(10_000m + trips.Sum(trip => trip.Number("netPnl")), report.Number("finalEquity"));
        Assert.Equal(trips.Sum(trip => trip.Number("netPnl")), report["metrics"]!.Number("netPnl"));
        Assert.Equal((fills.Count, orders.Count, trips.Count), ((int)report["metrics"]!.Number("fills"), (int)report["metrics"]!.Number("orders"), (int)report["metrics"]!.Number("roundTrips")));
        Assert.True((bool)report["complete"]!);
        Assert.All(orders, order => Assert.Contains($"{order["status"]}", (string[])["Filled", "Canceled", "Expired", "NotPlaced"]));
        Assert.All(trips, trip => Assert.Contains($"{trip["exitReason"]}", (string[])["time_limit", "stop_policy", "exit", "stop_loss"]));
        Assert.Empty((await client.GetJsonAsync($"{path}/positions"))["items"]!.AsArray());
        Assert.NotEmpty(await client.AllAsync($"{path}/signals"));
        Assert.All((await client.GetJsonAsync($"{path}/instances"))["items"]!.AsArray(), instance => Assert.Equal("Stopped", $"{instance!["state"]}"));
        Assert.Equal(2, (await client.GetJsonAsync($"{path}/markets"))["items"]!.AsArray().Count);
        var equity = await client.AllAsync($"{path}/equity");
        Assert.True(equity.Count > fills.Count);
        Assert.True((double)report["metrics"]!["maxDrawdownPct"]! >= equity.Max(point => (double)point["drawdownPct"]!) - 1e-9);
    }

    [Fact]
    public async Task First_entry_of_a_strategy_without_windows_has_a_price_to_be_judged_by()
    {
        var client = platform.As("tom");
        var id = await client.PaperAsync(PaperLab.Body(await client.SaveNewAsync(PaperLab.Eager)));

        await client.UntilAsync(id, "orders", orders => orders.Count > 0);
        await client.StopAsync(id, "close");

        var first = (await client.AllAsync($"{SessionLab.Path}/{id}/orders")).MinBy(order => $"{order["createdAt"]}", StringComparer.Ordinal)!;
        Assert.Equal("[]", first["reasons"]!.ToJsonString());
    }

    [Fact]
    public async Task Report_of_a_running_session_is_of_the_moment_it_is_asked_for()
    {
        var client = platform.As("tom");
        var id = await client.PaperAsync(PaperLab.Body(await client.SaveNewAsync(PaperLab.Churner)));
        var trips = await client.UntilAsync(id, "roundtrips", trips => trips.Count >= 1);

        var report = await client.EventuallyAsync($"{SessionLab.Path}/{id}/report", report => report["metrics"]!.Number("roundTrips") >= 1m);
        await client.StopAsync(id, "close");

        Assert.NotEmpty(trips["items"]!.AsArray());
        Assert.False((bool)report["complete"]!);
    }

    [Fact]
    public async Task Fifty_identical_starts_make_one_session()
    {
        var client = platform.As("tom");
        var body = PaperLab.Body(await client.SaveNewAsync(PaperLab.Waiter));
        var key = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            using var answer = await client.PostSessionAsync(body, key);
            return $"{(await answer.ExpectAsync(201))["id"]}";
        }));

        var id = Assert.Single(answers.Distinct());
        await client.StopAsync(id, "cancel");
    }

    [Fact]
    public async Task Symbol_of_an_account_has_one_session_at_a_time()
    {
        var client = platform.As("tom");
        var strategy = await client.SaveNewAsync(PaperLab.Waiter);
        var account = SessionLab.NewName("acc");
        var (first, second) = (PaperLab.Body(strategy), PaperLab.Body(strategy, SessionLab.Eth, SessionLab.Btc));
        (first["account"], second["account"]) = (account, account);
        var holder = await client.PaperAsync(first);

        var key = Guid.NewGuid().ToString();
        using var refused = await client.PostSessionAsync(second, key);
        var problem = await refused.ExpectAsync(409);
        await client.StopAsync(holder, "cancel");
        using var started = await client.PostSessionAsync(second, Guid.NewGuid().ToString());
        var next = await started.ExpectAsync(201);

        Assert.Equal("symbol_leased", $"{problem["code"]}");
        Assert.Contains(holder, $"{problem["detail"]}", StringComparison.Ordinal);
        Assert.Equal($"acc-tom:{account}", $"{next["account"]}");
        await client.StopAsync($"{next["id"]}", "cancel");
    }

    [Fact]
    public async Task Stop_by_cancel_keeps_the_position_with_its_stop()
    {
        var client = platform.As("tom");
        var id = await client.PaperAsync(PaperLab.Body(await client.SaveNewAsync(PaperLab.Holder)));
        await client.UntilAsync(id, "positions", positions => positions.Count == 1 && positions[0]!["stopPrice"] is not null);

        await client.StopAsync(id, "cancel");

        var position = Assert.Single((await client.GetJsonAsync($"{SessionLab.Path}/{id}/positions"))["items"]!.AsArray())!;
        Assert.True(position.Number("quantity") < 0m);
        Assert.NotNull(position["stopPrice"]);
        var working = (await client.AllAsync($"{SessionLab.Path}/{id}/orders")).Where(order => $"{order["status"]}" is "New");
        Assert.Equal("stop", $"{Assert.Single(working)["purpose"]}");
    }

    [Fact]
    public async Task Stop_by_keep_lets_an_entry_live_to_its_deadline()
    {
        var client = platform.As("tom");
        var id = await client.PaperAsync(PaperLab.Body(await client.SaveNewAsync(PaperLab.Waiter)));
        await client.UntilAsync(id, "orders", orders => orders.Any(order => $"{order!["status"]}" is "New"));

        var ended = await client.StopAsync(id, "keep");

        var orders = await client.AllAsync($"{SessionLab.Path}/{id}/orders");
        Assert.Equal("Stopped", $"{ended["state"]}");
        Assert.All(orders, order => Assert.Equal(("Expired", "timeout"), ($"{order["status"]}", $"{order["reason"]}")));
        Assert.All(orders, order => Assert.True(order.Time("updatedAt") >= order.Time("deadline")));
    }

    [Fact]
    public async Task Stop_by_cancel_ends_an_entry_at_once()
    {
        var client = platform.As("tom");
        var id = await client.PaperAsync(PaperLab.Body(await client.SaveNewAsync(PaperLab.Waiter)));
        await client.UntilAsync(id, "orders", orders => orders.Any(order => $"{order!["status"]}" is "New"));

        await client.StopAsync(id, "cancel");

        var last = (await client.AllAsync($"{SessionLab.Path}/{id}/orders"))[^1];
        Assert.Equal("Canceled", $"{last["status"]}");
    }

    [Fact]
    public async Task Thirty_two_stops_are_one()
    {
        var client = platform.As("tom");
        var id = await client.PaperAsync(PaperLab.Body(await client.SaveNewAsync(PaperLab.Holder)));
        await client.UntilAsync(id, "positions", positions => positions.Count == 1);

        var ends = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => client.StopAsync(id, "close")));

        Assert.All(ends, ended => Assert.Equal("Stopped", $"{ended["state"]}"));
        Assert.Single(ends[0]["transitions"]!.AsArray(), transition => $"{transition!["to"]}" is "Stopping");
        var closes = (await client.AllAsync($"{SessionLab.Path}/{id}/orders")).Where(order => $"{order["purpose"]}" is "close");
        Assert.Equal("Filled", $"{Assert.Single(closes)["status"]}");
        Assert.Equal("stop_policy", $"{Assert.Single(await client.AllAsync($"{SessionLab.Path}/{id}/roundtrips"))["exitReason"]}");
    }

    [Fact]
    public async Task Paused_strategy_takes_no_signal_until_it_is_resumed()
    {
        var client = platform.As("tom");
        var strategy = await client.SaveNewAsync(PaperLab.Churner);
        var id = await client.PaperAsync(PaperLab.Body(strategy));
        await client.UntilAsync(id, "signals", signals => signals.Count > 0);

        using var pause = await client.PostAsync($"{SessionLab.Path}/{id}/strategies/{strategy}/pause", content: null);
        var paused = (await pause.ExpectAsync(202))["interventions"]![0]!.Time("effectiveAt");
        await client.EventuallyAsync($"{SessionLab.Path}/{id}", session => session["progress"]!["eventTime"] is not null && session["progress"]!.Time("eventTime") > paused.AddSeconds(4));
        using var resume = await client.PostAsync($"{SessionLab.Path}/{id}/strategies/{strategy}/resume", content: null);
        var resumed = (await resume.ExpectAsync(202))["interventions"]![1]!.Time("effectiveAt");
        await client.UntilAsync(id, "signals", signals => signals.Any(signal => signal!.Time("at") > resumed));
        await client.StopAsync(id, "close");

        Assert.DoesNotContain(await client.AllAsync($"{SessionLab.Path}/{id}/signals"), signal => signal.Time("at") >= paused && signal.Time("at") < resumed);
    }

    [Fact]
    public async Task Duration_ends_the_session_as_completed()
    {
        var client = platform.As("tom");
        var body = PaperLab.Body(await client.SaveNewAsync(PaperLab.Churner));
        (body["duration"], body["stopPolicy"]) = ("5s", "close");

        var ended = await client.EndedAsync(await client.PaperAsync(body));

        Assert.Equal("Completed", $"{ended["state"]}");
        Assert.Equal("duration_over", $"{ended["transitions"]![2]!["trigger"]}");
        Assert.Equal(100, (double)ended["progress"]!["percent"]!);
    }

    [Theory]
    [InlineData("market", """{ "feed": "mexc" }""", "/market/feed", "out_of_range")]
    [InlineData("market", """{ "feed": "synthetic:storm" }""", "/market/feed", "not_found")]
    [InlineData("account", "\"Not A Name\"", "/account", "out_of_range")]
    [InlineData("mode", "\"live\"", "/mode", "out_of_range")]
    public async Task What_cannot_run_is_refused_with_nothing_created(string member, string value, string pointer, string code)
    {
        var client = platform.As("tina");
        var body = PaperLab.Body(await client.SaveNewAsync(PaperLab.Churner));
        body[member] = JsonNode.Parse(value);
        var before = (await client.AllAsync($"{SessionLab.Path}?mode=paper")).Count;

        using var refused = await client.PostSessionAsync(body, Guid.NewGuid().ToString());

        var error = Assert.Single((await refused.ExpectAsync(422))["errors"]!.AsArray())!;
        Assert.Equal((pointer, code), ($"{error["pointer"]}", $"{error["code"]}"));
        Assert.Equal(before, (await client.AllAsync($"{SessionLab.Path}?mode=paper")).Count);
    }
}
