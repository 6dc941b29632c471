using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Trading.Api.Tests.Orders;
using Trading.Api.Tests.Platform;
using Trading.Api.Tests.Sessions;
using Trading.Testing;

namespace Trading.Api.Tests.Accounts;

/// <summary>What a trader sees and does when somebody else trades on his account, at a venue in another process.</summary>
public sealed class ReconcileTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Trade_by_hand_is_alerted_freezes_its_symbol_and_is_let_go_by_reconcile()
    {
        using var folder = new TemporaryFolder();
        using var venueFolder = new TemporaryFolder();
        await using var simulator = await ExchangeSimulatorProcess.StartAsync(venueFolder.Path);
        using var exchange = new HttpClient { BaseAddress = simulator.Address };
        await using var host = new PlatformHost(("Trading:DataDirectory", folder.Path), ("Trading:Paper:VenueUrl", $"{simulator.Address}"));
        host.Start();
        using var client = await PlatformHost.SignInAsync(host);
        var session = await client.IdleAsync();
        await client.OrderAsync(await client.PlaceAsync(ManualLab.Order(session.Id)), "Filled");
        await client.UntilAsync(session.Id, "positions", positions => positions.Count == 1);

        using var byHand = await exchange.PostAsJsonAsync("positions", new { account = session.Account, symbol = SessionLab.Btc, quantity = 0.02m });
        Assert.Equal(200, (int)byHand.StatusCode);
        await client.UntilAsync(session.Id, "positions", positions => positions.Count == 1 && positions[0]!.Number("quantity") == 0.03m);
        var alert = await FirstAsync(client, "/api/v1/alerts", item => $"{item["code"]}" == "position_drift");
        var refused = await client.PlaceAsync(ManualLab.Order(session.Id, "limit", price: session.Low));

        Assert.Equal(("critical", session.Id), ($"{alert["severity"]}", $"{alert["session"]}"));
        Assert.Contains("hand-", $"{alert["message"]}", StringComparison.Ordinal);
        Assert.Equal(("Rejected", "symbol_frozen"), ($"{refused["status"]}", $"{refused["reason"]}".Replace("risk:", "", StringComparison.Ordinal)));

        var reconciled = await ReconcileAsync(client, session.Account);
        var again = await ReconcileAsync(client, session.Account);

        Assert.Equal([SessionLab.Btc], reconciled["released"]!.AsArray().Select(symbol => $"{symbol}"));
        Assert.Equal((0, 0, 0), (again["drift"]!.AsArray().Count, again["frozen"]!.AsArray().Count, again["released"]!.AsArray().Count));
        await FirstAsync(client, "/api/v1/audit", item => $"{item["action"]}" == "symbol_released");
        Assert.NotEqual("Rejected", $"{(await client.PlaceAsync(ManualLab.Order(session.Id, "limit", price: session.Low)))["status"]}");
        await client.StopAsync(session.Id, "close");
        var account = JsonNode.Parse(await exchange.GetStringAsync($"accounts/{session.Account}"))!;
        Assert.Equal(account.Number("balance"), (await client.GetJsonAsync($"/api/v1/accounts/{session.Account}")).Number("balance"));
    }

    private static async Task<JsonNode> ReconcileAsync(HttpClient client, string account)
    {
        using var answer = await client.PostAsync($"/api/v1/accounts/{account}/reconcile", null);
        return await answer.ExpectAsync(200);
    }

    private static async Task<JsonNode> FirstAsync(HttpClient client, string path, Func<JsonNode, bool> fits)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            if ((await client.AllAsync(path)).FirstOrDefault(fits) is { } found)
            {
                return found;
            }

            Assert.False(limit.IsCancellationRequested, $"Nothing under {path} fits.");
            await Task.Delay(LookPause, TestContext.Current.CancellationToken);
        }
    }
}
