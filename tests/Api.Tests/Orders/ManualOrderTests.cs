using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Trading.Api.Tests.Platform;
using Trading.Api.Tests.Sessions;
using Trading.Storage;

namespace Trading.Api.Tests.Orders;

/// <summary>A trader's own orders: placed, repeated, refused, cancelled, expired.</summary>
public sealed class ManualOrderTests(TradingPlatform platform)
{
    [Fact]
    public async Task Market_order_fills_and_is_seen_everywhere()
    {
        var client = platform.As("tom");
        var session = await client.IdleAsync();

        var placed = await client.PlaceAsync(ManualLab.Order(session.Id));
        var filled = await client.OrderAsync(placed, "Filled");
        var position = (await client.UntilAsync(session.Id, "positions", positions => positions.Count == 1))["items"]![0]!;
        await client.StopAsync(session.Id, "close");

        Assert.Equal(("manual", "0.01", session.Account), ($"{filled["purpose"]}", $"{filled["filledQuantity"]}", $"{filled["account"]}"));
        Assert.Equal("placed", $"{filled["history"]![0]!["event"]}");
        Assert.Equal(0.01m, filled["fills"]!.AsArray().Sum(fill => fill!.Number("quantity")));
        Assert.Equal("0.01", $"{position["quantity"]}");
        Assert.Contains(await client.AllAsync($"{ManualLab.Path}?session={session.Id}"), order => $"{order["id"]}" == $"{filled["id"]}" && $"{order["status"]}" == "Filled");
        var trip = Assert.Single(await client.AllAsync($"{SessionLab.Path}/{session.Id}/roundtrips"));
        var report = await client.GetJsonAsync($"{SessionLab.Path}/{session.Id}/report");
        Assert.Equal(10_000m + trip.Number("netPnl"), report.Number("finalEquity"));
    }

    [Fact]
    public async Task Order_rests_and_expires_by_its_timeout()
    {
        var client = platform.As("tom");
        var session = await client.IdleAsync();

        var placed = await client.PlaceAsync(ManualLab.Order(session.Id, "limit", price: session.Low, timeout: "4s"));
        var expired = await client.OrderAsync(placed, "Expired");

        Assert.Equal("timeout", $"{expired["reason"]}");
        Assert.Equal(placed.Time("deadline"), expired.Time("deadline"));
        Assert.Contains(expired["history"]!.AsArray(), step => $"{step!["status"]}" == "New");
        Assert.InRange(expired.Time("updatedAt"), expired.Time("deadline"), expired.Time("deadline").AddSeconds(15));
        await client.EventuallyAsync($"/api/v1/accounts/{session.Account}", account => $"{account["reserved"]}" == "0");
        await client.StopAsync(session.Id, "cancel");
    }

    [Fact]
    public async Task Cancel_ends_a_resting_order_and_repeats_change_nothing()
    {
        var client = platform.As("tom");
        var session = await client.IdleAsync();
        var placed = await client.PlaceAsync(ManualLab.Order(session.Id, "limit", price: session.Low));
        await client.OrderAsync(placed, "New");

        using var cancel = await client.DeleteAsync($"{ManualLab.Path}/{placed["id"]}");
        await cancel.ExpectAsync(202);
        var canceled = await client.OrderAsync(placed, "Canceled");
        using var again = await client.DeleteAsync($"{ManualLab.Path}/{placed["id"]}");
        using var foreign = await platform.As("tina").DeleteAsync($"{ManualLab.Path}/{placed["id"]}");

        Assert.Equal(canceled.ToJsonString(), (await again.ExpectAsync(200)).ToJsonString());
        await foreign.ExpectAsync(404);
        await client.StopAsync(session.Id, "cancel");
    }

    [Fact]
    public async Task Cancel_all_takes_what_fits_its_filter()
    {
        var client = platform.As("tom");
        var (one, two) = (await client.IdleAsync(), await client.IdleAsync());
        var wanted = new[]
        {
            await client.PlaceAsync(ManualLab.Order(one.Id, "limit", price: one.Low)),
            await client.PlaceAsync(ManualLab.Order(one.Id, "limit", price: one.Low - 1m)),
        };
        var other = await client.PlaceAsync(ManualLab.Order(two.Id, "limit", price: two.Low));

        using var cancel = await client.DeleteAsync($"{ManualLab.Path}?session={one.Id}");
        var asked = (await cancel.ExpectAsync(202))["items"]!.AsArray();

        Assert.Equal(wanted.Select(order => $"{order["id"]}").Order(StringComparer.Ordinal), asked.Select(order => $"{order!["id"]}"));
        foreach (var order in wanted)
        {
            await client.OrderAsync(order, "Canceled", "NotPlaced");
        }

        await client.OrderAsync(other, "New");
        using var foreign = await platform.As("tina").DeleteAsync($"{ManualLab.Path}?account={two.Account}");
        await foreign.ExpectAsync(404);
        using var byAccount = await client.DeleteAsync($"{ManualLab.Path}?account={two.Account}&symbol={SessionLab.Btc}");
        Assert.Single((await byAccount.ExpectAsync(202))["items"]!.AsArray());
        await client.StopAsync(one.Id, "cancel");
        await client.StopAsync(two.Id, "cancel");
    }

    [Fact]
    public async Task Fifty_identical_requests_make_one_order()
    {
        var client = platform.As("tom");
        var session = await client.IdleAsync();
        var (body, key) = (ManualLab.Order(session.Id, "limit", price: session.Low), Guid.NewGuid().ToString());

        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            using var answer = await client.PostOrderAsync(body, key);
            return $"{(await answer.ExpectAsync(201))["id"]}";
        }));
        var different = ManualLab.Order(session.Id, "limit", price: session.Low - 1m);
        using var reused = await client.PostOrderAsync(different, key);
        using var keyless = await client.PostOrderAsync(body, key: null);
        await client.StopAsync(session.Id, "cancel");

        var id = Assert.Single(ids.Distinct());
        Assert.Equal("idempotency_key_reused", $"{(await reused.ExpectAsync(422))["code"]}");
        Assert.Equal("idempotency_key_required", $"{(await keyless.ExpectAsync(400))["code"]}");
        Assert.Equal(id, $"{Assert.Single(await client.AllAsync($"{SessionLab.Path}/{session.Id}/orders"))["id"]}");
    }

    [Fact]
    public async Task Parallel_orders_never_exceed_one_budget()
    {
        var client = platform.As("tom");
        var session = await client.IdleAsync(body => body["limits"] = new JsonObject { ["positionNotionalPct"] = 50, ["ordersPerSecond"] = 1000 });
        var quantity = Math.Round(1_000m / session.Bid, 3);

        var orders = await Task.WhenAll(Enumerable.Range(0, 30).Select(index =>
            client.PlaceAsync(ManualLab.Order(session.Id, "limit", quantity: quantity, price: session.Low - index))));

        var refused = orders.Where(order => $"{order["status"]}" == "Rejected").ToList();
        Assert.InRange(orders.Length - refused.Count, 3, 5);
        Assert.All(refused, order => Assert.Contains(order["reasons"]!.AsArray(), reason => $"{reason}" == "risk:position_notional"));
        await client.StopAsync(session.Id, "cancel");
    }

    [Fact]
    public async Task Order_that_risk_refuses_is_stored_with_every_reason()
    {
        var client = platform.As("tom");
        var session = await client.IdleAsync();

        var refused = await client.PlaceAsync(ManualLab.Order(session.Id, "limit", quantity: 5m, price: Math.Floor(session.Bid / 2m)));
        var stored = await client.GetJsonAsync($"{ManualLab.Path}/{refused["id"]}");

        Assert.Equal("Rejected", $"{refused["status"]}");
        var reasons = refused["reasons"]!.AsArray().Select(reason => $"{reason}").ToList();
        Assert.Equal($"{refused["reason"]}", reasons[0]);
        Assert.Contains("risk:order_notional", reasons);
        Assert.Contains("risk:price_collar", reasons);
        Assert.Equal("Rejected", $"{stored["status"]}");
        await client.StopAsync(session.Id, "cancel");
    }

    [Fact]
    public async Task Account_alone_finds_its_running_session()
    {
        var client = platform.As("tom");
        var session = await client.IdleAsync();
        var body = ManualLab.Order("", "limit", price: session.Low);
        body.Remove("session");
        body["account"] = session.Account;

        var placed = await client.PlaceAsync(body);
        using var foreign = await platform.As("tina").PostOrderAsync(body, Guid.NewGuid().ToString());
        await client.StopAsync(session.Id, "cancel");
        using var late = await client.PostOrderAsync(body, Guid.NewGuid().ToString());

        Assert.Equal(session.Id, $"{placed["session"]}");
        await foreign.ExpectAsync(404);
        Assert.Equal("session_not_running", $"{(await late.ExpectAsync(409))["code"]}");
    }

    [Fact]
    public async Task Ended_session_takes_no_orders()
    {
        var client = platform.As("tom");
        var session = await client.IdleAsync();
        var resting = await client.PlaceAsync(ManualLab.Order(session.Id, "limit", price: session.Low));
        await client.StopAsync(session.Id, "cancel");

        using var late = await client.PostOrderAsync(ManualLab.Order(session.Id), Guid.NewGuid().ToString());
        using var nobodys = await client.PostOrderAsync(ManualLab.Order("ses-aaaaaaaaaaaaaaa"), Guid.NewGuid().ToString());

        Assert.Equal("session_not_running", $"{(await late.ExpectAsync(409))["code"]}");
        await nobodys.ExpectAsync(404);
        Assert.Contains($"{(await client.GetJsonAsync($"{ManualLab.Path}/{resting["id"]}"))["status"]}", (string[])["Canceled", "NotPlaced"]);
    }

    [Fact]
    public async Task Order_that_storage_refuses_is_answered_503_and_its_repeat_places_it_once()
    {
        await using var host = new PlatformHost();
        host.Start();
        using var client = await PlatformHost.SignInAsync(host);
        var session = await client.IdleAsync();
        var (body, key) = (ManualLab.Order(session.Id, "limit", price: session.Low), Guid.NewGuid().ToString());
        await PragmaAsync(host, "query_only = 1");

        using var refused = await client.PostOrderAsync(body, key);
        using var refusedKill = await client.PostTextAsync($"/api/v1/accounts/{session.Account}/kill-switch", """{ "reason": "test" }""");
        await PragmaAsync(host, "query_only = 0");
        var repeated = await client.AcceptedAsync(body, key);

        Assert.Equal("storage_unavailable", $"{(await refused.ExpectAsync(503))["code"]}");
        Assert.NotNull(refused.Headers.RetryAfter);
        await refusedKill.ExpectAsync(503);
        Assert.Equal("false", $"{(await client.GetJsonAsync($"/api/v1/accounts/{session.Account}"))["killSwitch"]}");
        await client.EventuallyAsync($"{ManualLab.Path}?session={session.Id}", list => list["items"]!.AsArray().Count > 0);
        Assert.Equal($"{repeated["id"]}", $"{Assert.Single(await client.AllAsync($"{ManualLab.Path}?session={session.Id}"))["id"]}");
    }

    [Theory]
    [InlineData("quantity", "\"0\"", "/quantity", "out_of_range")]
    [InlineData("quantity", "\"79000000000000000000000000000\"", "/quantity", "out_of_range")]
    [InlineData("type", "\"limit\"", "/price", "required")]
    [InlineData("type", "\"stop_market\"", "/stopPrice", "required")]
    [InlineData("type", "\"iceberg\"", "/type", "malformed")]
    [InlineData("price", "\"100\"", "/price", "conflict")]
    [InlineData("stopPrice", "\"100\"", "/stopPrice", "conflict")]
    [InlineData("timeInForce", "\"post_only\"", "/timeInForce", "conflict")]
    [InlineData("timeout", "\"500ms\"", "/timeout", "out_of_range")]
    [InlineData("timeout", "\"25h\"", "/timeout", "out_of_range")]
    [InlineData("timeout", "\"soon\"", "/timeout", "malformed")]
    [InlineData("leverage", "0", "/leverage", "out_of_range")]
    [InlineData("account", "\"main\"", "/account", "conflict")]
    [InlineData("session", "null", "/session", "required")]
    [InlineData("side", "null", "/side", "required")]
    [InlineData("colour", "1", "/colour", "unknown_field")]
    public async Task Faulty_order_is_refused_by_name_of_the_member(string member, string value, string pointer, string code)
    {
        var body = ManualLab.Order("ses-aaaaaaaaaaaaaaa");
        body[member] = JsonNode.Parse(value);

        using var refused = await platform.As("tom").PostOrderAsync(body, Guid.NewGuid().ToString());

        var error = Assert.Single((await refused.ExpectAsync(422))["errors"]!.AsArray())!;
        Assert.Equal((pointer, code), ($"{error["pointer"]}", $"{error["code"]}"));
    }

    [Fact]
    public async Task Symbol_that_the_session_does_not_trade_is_refused()
    {
        var client = platform.As("tom");
        var session = await client.IdleAsync();
        var body = ManualLab.Order(session.Id);
        body["symbol"] = SessionLab.Eth;

        using var refused = await client.PostOrderAsync(body, Guid.NewGuid().ToString());

        Assert.Equal("/symbol", $"{Assert.Single((await refused.ExpectAsync(422))["errors"]!.AsArray())!["pointer"]}");
        await client.StopAsync(session.Id, "cancel");
    }

    private static async Task PragmaAsync(PlatformHost host, string pragma)
    {
        await using var connection = await host.Services.GetRequiredService<TradingDatabase>().Writer.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        await command.ExecuteNonQueryAsync();
    }
}
