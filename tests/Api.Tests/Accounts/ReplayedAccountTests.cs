using System.Text;
using System.Text.Json.Nodes;
using Trading.Api.Tests.Platform;
using Trading.Api.Tests.Sessions;

namespace Trading.Api.Tests.Accounts;

/// <summary>Accounts and positions of sessions that replay their market: seen by their owner, moved by their run alone.</summary>
public sealed class ReplayedAccountTests(ChurnRun run, TradingPlatform platform) : IClassFixture<ChurnRun>
{
    private string Account => $"/api/v1/accounts/acc-{run.Session}";

    [Fact]
    public async Task What_its_owner_can_see_and_nobody_can_change_is_a_conflict()
    {
        using var other = await TinyMarket.NewTraderAsync(platform);
        var position = $"/api/v1/positions/{(await run.Client.AllAsync($"{SessionLab.Path}/{run.Session}/positions?state=all"))[0]["id"]}";
        (HttpMethod Method, string Path, string? Body)[] writes =
        [
            (HttpMethod.Post, $"{Account}/ledger", """{ "kind": "deposit", "amount": "1" }"""),
            (HttpMethod.Put, $"{Account}/limits", """{ "leverage": 2 }"""),
            (HttpMethod.Post, $"{Account}/kill-switch", """{ "reason": "test" }"""),
            (HttpMethod.Delete, $"{Account}/kill-switch?reason=test", null),
            (HttpMethod.Post, $"{Account}/reconcile", null),
            (HttpMethod.Post, $"{position}/close", null),
            (HttpMethod.Patch, $"{position}/protection", """{ "stopPrice": "1" }"""),
            (HttpMethod.Delete, $"/api/v1/orders?account=acc-{run.Session}", null),
            (HttpMethod.Delete, $"/api/v1/orders?session={run.Session}", null),
            (HttpMethod.Post, "/api/v1/orders", $$"""{ "account": "acc-{{run.Session}}", "symbol": "BTC_USDT", "side": "buy", "type": "market", "quantity": "1" }"""),
        ];

        foreach (var (method, path, body) in writes)
        {
            using var refused = await SendAsync(run.Client, method, path, body);
            using var absent = await SendAsync(other, method, path, body);

            var problem = await refused.ExpectAsync(409);
            Assert.Equal(path.EndsWith("/orders", StringComparison.Ordinal) ? "session_not_running" : "conflict", $"{problem["code"]}");
            await absent.ExpectAsync(404);
        }
    }

    [Fact]
    public async Task Account_of_a_session_is_there_with_its_starting_balance_as_soon_as_the_session_is()
    {
        using var client = await TinyMarket.NewTraderAsync(platform);
        var body = SessionLab.Body("tiny", ("churn", [SessionLab.Btc]));
        body["mode"] = "paper";
        body["market"] = new JsonObject { ["dataset"] = "tiny", ["speed"] = 0.001 };
        body["initialBalance"] = "4321.5";
        body["limits"] = new JsonObject { ["leverage"] = 3 };
        using var created = await client.PostSessionAsync(body, Guid.NewGuid().ToString());
        var session = $"{(await created.ExpectAsync(201))["id"]}";

        var account = await client.GetJsonAsync($"/api/v1/accounts/acc-{session}");
        var limits = await client.GetJsonAsync($"/api/v1/accounts/acc-{session}/limits");

        Assert.Equal(
            ("4321.5", "4321.5", "USDT", "simulated", session),
            ($"{account["balance"]}", $"{account["initialBalance"]}", $"{account["currency"]}", $"{account["venue"]}", $"{account["session"]}"));
        Assert.Equal(3, (int)limits["leverage"]!);
        await client.GetJsonAsync($"/api/v1/accounts/acc-{session}/ledger");
        foreach (var filter in (string[])[$"session={session}", $"account=acc-{session}"])
        {
            using var cancelled = await client.DeleteAsync($"/api/v1/orders?{filter}");
            await cancelled.ExpectAsync(409);
        }

        using var other = await TinyMarket.NewTraderAsync(platform);
        using var absent = await other.GetAsync($"/api/v1/accounts/acc-{session}");
        await absent.ExpectAsync(404);
        using var stopped = await client.PostTextAsync($"{SessionLab.Path}/{session}/stop", "{}");
        await client.EndedAsync(session);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, string? body)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        if (method == HttpMethod.Post && path.EndsWith("/orders", StringComparison.Ordinal))
        {
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        }

        return client.SendAsync(request);
    }
}
