using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Trading.Api.Tests.Sessions;

namespace Trading.Api.Tests.Orders;

/// <summary>A trader's own orders in paper sessions, over HTTP alone.</summary>
internal static class ManualLab
{
    public const string Path = "/api/v1/orders";

    /// <summary>A strategy that waits for what never comes, so that only a person trades.</summary>
    private static string Idle => PaperLab.Churner.Replace("\"value\": 0.05", "\"value\": 1000000", StringComparison.Ordinal);

    /// <summary>A running session in which nothing happens by itself.</summary>
    /// <returns>Its id and its first prices.</returns>
    public static async Task<ManualSession> IdleAsync(this HttpClient client, Action<JsonObject>? change = null)
    {
        var body = PaperLab.Body(await client.SaveNewAsync(Idle));
        change?.Invoke(body);
        var id = await client.PaperAsync(body);
        var markets = await client.UntilAsync(id, "markets", markets => markets.Count > 0 && markets.All(market => market!["bid"] is not null && market["markPrice"] is not null));
        var market = markets["items"]![0]!;
        return new ManualSession(id, $"{(await client.GetJsonAsync($"{SessionLab.Path}/{id}"))["account"]}", market.Number("bid"), market.Number("ask"));
    }

    public static JsonObject Order(string session, string type = "market", string side = "buy", decimal quantity = 0.01m, decimal? price = null, string? timeout = null)
    {
        var order = new JsonObject
        {
            ["session"] = session,
            ["symbol"] = SessionLab.Btc,
            ["side"] = side,
            ["type"] = type,
            ["quantity"] = quantity.ToString(CultureInfo.InvariantCulture),
        };
        if (price is { } limit)
        {
            order["price"] = limit.ToString(CultureInfo.InvariantCulture);
        }

        if (timeout is not null)
        {
            order["timeout"] = timeout;
        }

        return order;
    }

    public static async Task<HttpResponseMessage> PostOrderAsync(this HttpClient client, JsonNode body, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await client.SendAsync(request);
    }

    /// <summary>Places an order with a key of its own.</summary>
    public static async Task<JsonNode> PlaceAsync(this HttpClient client, JsonNode body)
    {
        using var placed = await client.PostOrderAsync(body, Guid.NewGuid().ToString());
        return await placed.ExpectAsync(201);
    }

    /// <summary>Repeats with one key until storage takes it.</summary>
    public static async Task<JsonNode> AcceptedAsync(this HttpClient client, JsonNode body, string key)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var answer = await client.PostOrderAsync(body, key);
            if ((int)answer.StatusCode is not 503)
            {
                return await answer.ExpectAsync(201);
            }

            await Task.Delay(50, deadline.Token);
        }
    }

    /// <summary>Asks for the order until it stands as wanted.</summary>
    public static Task<JsonNode> OrderAsync(this HttpClient client, JsonNode order, params string[] statuses) =>
        client.EventuallyAsync($"{Path}/{order["id"]}", found => statuses.Contains($"{found["status"]}"));
}

/// <param name="Bid">As the session began.</param>
/// <param name="Ask">As the session began.</param>
internal sealed record ManualSession(string Id, string Account, decimal Bid, decimal Ask)
{
    /// <summary>A whole price below the market that nobody meets, within the collar.</summary>
    public decimal Low => Math.Floor(Bid * 0.97m);
}
