using System.Globalization;
using System.Text;
using Trading.Api.Tests.Orders;
using Trading.Api.Tests.Platform;
using Trading.Api.Tests.Sessions;

namespace Trading.Api.Tests.Positions;

/// <summary>Positions closed and protected by hand, over HTTP.</summary>
public sealed class PositionCommandTests(TradingPlatform platform)
{
    private const string Positions = "/api/v1/positions";

    [Fact]
    public async Task Protection_is_set_replaced_and_removed_and_the_close_ends_it()
    {
        var client = platform.As("tom");
        var session = await client.IdleAsync();
        await client.OrderAsync(await client.PlaceAsync(ManualLab.Order(session.Id)), "Filled");
        var position = (await client.UntilAsync(session.Id, "positions", positions => positions.Count == 1))["items"]![0]!;
        var path = $"{Positions}/{position["id"]}";
        var (stop, target) = (Text(Math.Floor(session.Bid * 0.9m)), Text(Math.Ceiling(session.Ask * 1.1m)));

        using var set = await PatchAsync(client, path, $$"""{ "stopPrice": "{{stop}}", "takeProfitPrice": "{{target}}" }""");
        await set.ExpectAsync(200);
        await client.EventuallyAsync(path, found => $"{found["stopPrice"]}" == stop && $"{found["takeProfitPrice"]}" == target);
        await client.UntilAsync(session.Id, "positions", listed => $"{listed[0]!["stopPrice"]}" == stop && $"{listed[0]!["takeProfitPrice"]}" == target);
        await client.UntilAsync(session.Id, "orders", orders => orders.Count(order => $"{order!["status"]}" == "New") == 2);
        using var removed = await PatchAsync(client, path, """{ "takeProfitPrice": null }""");
        await removed.ExpectAsync(200);
        await client.EventuallyAsync(path, found => $"{found["stopPrice"]}" == stop && found["takeProfitPrice"] is null);
        using var wrongSide = await PatchAsync(client, path, $$"""{ "stopPrice": "{{target}}" }""");
        using var tooFar = await PatchAsync(client, path, """{ "trailingDistancePct": 101 }""");
        using var foreign = await PatchAsync(platform.As("tina"), path, """{ "stopPrice": null }""");
        using var foreignClose = await platform.As("tina").PostAsync($"{path}/close", content: null);

        using var close = await client.PostAsync($"{path}/close", content: null);
        var closing = (await close.ExpectAsync(202))["orderId"];
        var filled = await client.EventuallyAsync($"{ManualLab.Path}/{closing}", order => $"{order["status"]}" == "Filled");
        var flat = await client.EventuallyAsync(path, found => $"{found["quantity"]}" == "0");
        using var again = await client.PostAsync($"{path}/close", content: null);

        Assert.Equal("/stopPrice", $"{(await wrongSide.ExpectAsync(422))["errors"]![0]!["pointer"]}");
        Assert.Equal("/trailingDistancePct", $"{(await tooFar.ExpectAsync(422))["errors"]![0]!["pointer"]}");
        await foreign.ExpectAsync(404);
        await foreignClose.ExpectAsync(404);
        Assert.Equal(("close", "true"), ($"{filled["purpose"]}", $"{filled["reduceOnly"]}"));
        Assert.Null(flat["stopPrice"]);
        await again.ExpectAsync(409);
        // The grain knows at once what lists show within a second.
        await client.EventuallyAsync($"{Positions}?state=all&account={session.Account}", list => list["items"]!.AsArray().Any(item => $"{item!["quantity"]}" == "0"));
        await client.StopAsync(session.Id, "cancel");
        Assert.Equal("manual", $"{Assert.Single(await client.AllAsync($"{SessionLab.Path}/{session.Id}/roundtrips"))["exitReason"]}");
        Assert.DoesNotContain(await client.AllAsync($"{SessionLab.Path}/{session.Id}/orders"), order => $"{order["status"]}" == "New");
    }

    [Fact]
    public async Task Lists_show_an_open_position_at_the_mark_of_the_moment()
    {
        var client = platform.As("tom");
        var session = await client.IdleAsync();
        await client.OrderAsync(await client.PlaceAsync(ManualLab.Order(session.Id)), "Filled");
        var first = (await client.UntilAsync(session.Id, "positions", positions => positions.Count == 1))["items"]![0]!;

        // No order, no fill: only the market moves.
        foreach (var list in (string[])[$"{SessionLab.Path}/{session.Id}/positions", $"{Positions}?account={session.Account}"])
        {
            var moved = (await client.EventuallyAsync(
                list, positions => positions["items"]!.AsArray() is [{ } position] && $"{position["markPrice"]}" != $"{first["markPrice"]}"))["items"]![0]!;
            var expected = (moved.Number("markPrice") - moved.Number("entryPrice")) * moved.Number("quantity");
            Assert.Equal(expected, moved.Number("unrealizedPnl"));
        }

        await client.StopAsync(session.Id, "close");
    }

    private static string Text(decimal price) => price.ToString(CultureInfo.InvariantCulture);

    private static Task<HttpResponseMessage> PatchAsync(HttpClient client, string path, string body) =>
        client.PatchAsync($"{path}/protection", new StringContent(body, Encoding.UTF8, "application/json"));
}
