using System.Text;
using System.Text.Json.Nodes;
using Trading.Api.Tests.Orders;
using Trading.Api.Tests.Platform;
using Trading.Api.Tests.Sessions;
using Trading.Testing;

namespace Trading.Api.Tests.Accounts;

/// <summary>Named accounts, their money, limits and kill switch, over HTTP.</summary>
public sealed class AccountCommandTests(TradingPlatform platform)
{
    private const string Accounts = "/api/v1/accounts";

    [Fact]
    public async Task Named_account_is_opened_once_and_its_money_moves()
    {
        var client = platform.As("tom");
        var name = SessionLab.NewName("acc");
        var id = $"acc-tom:{name}";
        using var opened = await SendAsync(client, HttpMethod.Put, name, """{ "venue": "simulated", "initialBalance": "500" }""");
        using var again = await SendAsync(client, HttpMethod.Put, name, """{ "venue": "simulated", "initialBalance": "900" }""");

        Assert.Equal(id, $"{(await opened.ExpectAsync(201))["id"]}");
        Assert.Equal("500", $"{(await again.ExpectAsync(200))["balance"]}");
        var key = Guid.NewGuid().ToString();
        for (var repeat = 0; repeat < 2; repeat++)
        {
            using var deposited = await SendAsync(client, HttpMethod.Post, $"{id}/ledger", """{ "kind": "deposit", "amount": "100.5" }""", key);
            Assert.Equal("600.5", $"{(await deposited.ExpectAsync(201))["balance"]}");
        }

        using var withdrawn = await SendAsync(client, HttpMethod.Post, $"{id}/ledger", """{ "kind": "withdrawal", "amount": "0.5" }""");
        Assert.Equal("600", $"{(await withdrawn.ExpectAsync(201))["balance"]}");
        using var tooMuch = await SendAsync(client, HttpMethod.Post, $"{id}/ledger", """{ "kind": "withdrawal", "amount": "601" }""");
        Assert.Equal("insufficient_balance", $"{(await tooMuch.ExpectAsync(422))["errors"]![0]!["code"]}");
        using var foreign = await SendAsync(platform.As("tina"), HttpMethod.Post, $"{id}/ledger", """{ "kind": "deposit", "amount": "1" }""");
        await foreign.ExpectAsync(404);

        var lines = (await client.EventuallyAsync($"{Accounts}/{id}/ledger?sort=asc", list => list["items"]!.AsArray().Count == 3))["items"]!.AsArray();
        Assert.Equal([("deposit", "500", "500"), ("deposit", "100.5", "600.5"), ("withdrawal", "-0.5", "600")], lines.Select(line => ($"{line!["kind"]}", $"{line["amount"]}", $"{line["balance"]}")));
        await client.EventuallyAsync($"{Accounts}?name={name}", list => list["items"]!.AsArray().Count == 1);
    }

    [Theory]
    [InlineData("PUT", "some", """{ "venue": "mexc" }""", "/venue")]
    [InlineData("PUT", "some", """{ "initialBalance": "0" }""", "/initialBalance")]
    [InlineData("PUT", "some", """{ "limits": { "luck": 1 } }""", "/limits/luck")]
    [InlineData("PUT", "Some", "{}", "/id")]
    [InlineData("POST", "acc-tom:some/ledger", """{ "kind": "deposit", "amount": "0.0000000000001" }""", "/amount")]
    [InlineData("POST", "acc-tom:some/ledger", """{ "kind": "gift", "amount": "1" }""", "/kind")]
    [InlineData("POST", "acc-tom:some/kill-switch", """{ "reason": " " }""", "/reason")]
    public async Task Faulty_command_is_refused_by_name_of_the_member(string method, string path, string body, string pointer)
    {
        using var refused = await SendAsync(platform.As("tom"), new HttpMethod(method), path, body);

        Assert.Equal(pointer, $"{Assert.Single((await refused.ExpectAsync(422))["errors"]!.AsArray())!["pointer"]}");
    }

    [Fact]
    public async Task Changed_limits_hold_for_the_next_order_and_are_on_record()
    {
        var client = platform.As("tom");
        var session = await client.IdleAsync();
        var path = $"{session.Account}/limits";

        using var changed = await SendAsync(client, HttpMethod.Put, path, """{ "orderNotionalPct": 1, "identicalOrderWindow": "2s" }""");
        var limits = await changed.ExpectAsync(200);
        var refused = await client.PlaceAsync(ManualLab.Order(session.Id, "limit", price: session.Low));
        using var faulty = await SendAsync(client, HttpMethod.Put, path, """{ "leverage": 0 }""");
        using var foreign = await SendAsync(platform.As("tina"), HttpMethod.Put, path, """{ "leverage": 2 }""");

        Assert.Equal(("1", "2s", "200"), ($"{limits["orderNotionalPct"]}", $"{limits["identicalOrderWindow"]}", $"{limits["exposurePct"]}"));
        Assert.Equal(limits.ToJsonString(), (await client.GetJsonAsync($"{Accounts}/{path}")).ToJsonString());
        Assert.Equal("risk:order_notional", $"{refused["reason"]}");
        Assert.Equal("/leverage", $"{(await faulty.ExpectAsync(422))["errors"]![0]!["pointer"]}");
        await foreign.ExpectAsync(404);
        var entry = Assert.Single(await AuditAsync(session.Account, "limits_changed"));
        Assert.Equal(("50", "1"), ($"{entry["before"]!["orderNotionalPct"]}", $"{entry["after"]!["orderNotionalPct"]}"));
        await client.StopAsync(session.Id, "cancel");
    }

    [Fact]
    public async Task Limits_changed_at_once_all_hold()
    {
        var client = platform.As("tom");
        var id = $"acc-tom:{SessionLab.NewName("acc")}";
        using var opened = await SendAsync(client, HttpMethod.Put, id["acc-tom:".Length..], "{}");
        await opened.ExpectAsync(201);
        (string Name, int Value)[] wanted =
        [
            ("priceCollarPct", 7), ("orderNotionalPct", 11), ("positionNotionalPct", 12), ("exposurePct", 13), ("openPositions", 14), ("leverage", 15),
            ("marginUsedPct", 16), ("dayLossPct", 17), ("drawdownPct", 18), ("ordersPerSecond", 19),
        ];

        await Task.WhenAll(wanted.Select(async limit =>
        {
            using var changed = await SendAsync(client, HttpMethod.Put, $"{id}/limits", $$"""{ "{{limit.Name}}": {{limit.Value}} }""");
            Assert.Equal($"{limit.Value}", $"{(await changed.ExpectAsync(200))[limit.Name]}");
        }));

        var limits = await client.GetJsonAsync($"{Accounts}/{id}/limits");
        Assert.Equal(wanted.Select(limit => $"{limit.Value}"), wanted.Select(limit => $"{limits[limit.Name]}"));
        var entries = await AuditAsync(id, "limits_changed");
        Assert.Equal(wanted.Length, entries.Count);
        Assert.All(entries, entry => Assert.Single(wanted, limit => $"{entry["before"]![limit.Name]}" != $"{entry["after"]![limit.Name]}"));
    }

    [Fact]
    public async Task Kill_switch_cancels_entries_closes_positions_and_blocks_until_its_owner_resets_it()
    {
        var client = platform.As("tom");
        var session = await client.IdleAsync();
        await client.OrderAsync(await client.PlaceAsync(ManualLab.Order(session.Id)), "Filled");
        await client.UntilAsync(session.Id, "positions", positions => positions.Count == 1);
        var resting = await client.PlaceAsync(ManualLab.Order(session.Id, "limit", price: session.Low));
        await client.OrderAsync(resting, "New");
        var path = $"{session.Account}/kill-switch";

        using var tripped = await SendAsync(client, HttpMethod.Post, path, """{ "reason": "enough for today", "closePositions": true }""");
        var account = await tripped.ExpectAsync(200);
        var canceled = await client.OrderAsync(resting, "Canceled");
        await client.UntilAsync(session.Id, "positions", positions => positions.Count == 0);
        var refused = await client.PlaceAsync(ManualLab.Order(session.Id, "limit", price: session.Low - 1m));
        using var foreign = await platform.As("tina").DeleteAsync($"{Accounts}/{path}?reason=mine");
        using var silent = await client.DeleteAsync($"{Accounts}/{path}");
        using var reset = await client.DeleteAsync($"{Accounts}/{path}?reason=looked+into");

        Assert.Equal(("true", "enough for today"), ($"{account["killSwitch"]}", $"{account["killSwitchReason"]}"));
        Assert.Contains(canceled["history"]!.AsArray(), step => $"{step!["reason"]}" == "kill_switch");
        Assert.Equal("kill_switch", $"{Assert.Single(await client.AllAsync($"{SessionLab.Path}/{session.Id}/roundtrips"))["exitReason"]}");
        Assert.Equal(("Rejected", "kill_switch"), ($"{refused["status"]}", $"{refused["reason"]}"));
        await foreign.ExpectAsync(404);
        Assert.Equal("/reason", $"{(await silent.ExpectAsync(422))["errors"]![0]!["pointer"]}");
        Assert.Equal("false", $"{(await reset.ExpectAsync(200))["killSwitch"]}");
        Assert.NotEqual("Rejected", $"{(await client.PlaceAsync(ManualLab.Order(session.Id, "limit", price: session.Low - 2m)))["status"]}");
        Assert.Single(await AuditAsync(session.Account, "kill_switch_tripped"));
        Assert.Equal("looked into", $"{Assert.Single(await AuditAsync(session.Account, "kill_switch_reset"))["after"]!["reason"]}");
        using var reconciled = await SendAsync(client, HttpMethod.Post, $"{session.Account}/reconcile", "{}");
        Assert.Equal("simulated", $"{(await reconciled.ExpectAsync(200))["venue"]}");
        await client.StopAsync(session.Id, "cancel");
    }

    [Fact]
    public async Task Kill_switch_survives_a_restart()
    {
        using var folder = new TemporaryFolder();
        ManualSession session;
        await using (var host = PlatformHost.On(folder))
        {
            using var client = await PlatformHost.SignInAsync(host);
            session = await client.IdleAsync();
            using var tripped = await SendAsync(client, HttpMethod.Post, $"{session.Account}/kill-switch", """{ "reason": "night" }""");
            await tripped.ExpectAsync(200);
        }

        await using var again = PlatformHost.On(folder);
        using var user = await PlatformHost.SignInAsync(again);
        var account = await user.GetJsonAsync($"{Accounts}/{session.Account}");
        var refused = await user.PlaceAsync(ManualLab.Order(session.Id, "limit", price: session.Low));

        Assert.Equal(("true", "night"), ($"{account["killSwitch"]}", $"{account["killSwitchReason"]}"));
        Assert.Contains(refused["reasons"]!.AsArray(), reason => $"{reason}" == "kill_switch");
        await user.StopAsync(session.Id, "cancel");
    }

    private async Task<IReadOnlyList<JsonNode>> AuditAsync(string subject, string action) =>
        [.. (await platform.As("admin").AllAsync($"/api/v1/audit?subject={Uri.EscapeDataString(subject)}")).Where(entry => $"{entry["action"]}" == action)];

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, string body, string? key = null)
    {
        using var request = new HttpRequestMessage(method, $"{Accounts}/{path}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await client.SendAsync(request);
    }
}
