using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Trading.Benchmarks.Service;

/// <summary>A trader over REST with a paper session of his own in which nothing happens by itself.</summary>
internal sealed class ServiceClient : IDisposable
{
    private const string Symbol = "BTC_USDT";

    private const string Idle = """
        {
          "name": "idle", "direction": "short",
          "indicators": { "spread": { "type": "spread_pct" } },
          "signal": { "when": { "indicator": "spread", "op": ">=", "value": 1000 }, "expires": "30s" },
          "entry": {
            "when": { "indicator": "spread", "op": ">=", "value": 0 }, "order": { "type": "market" },
            "size": { "type": "equity_pct", "value": 2 }, "stopLoss": { "pct": 3 }
          }
        }
        """;

    private static readonly TimeSpan PriceLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http;
    private string _session = "";
    private decimal _low;
    private int _placed;

    private ServiceClient(Uri address) => _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = address };

    /// <summary>The prices of its session have begun.</summary>
    public static async Task<ServiceClient> OpenAsync(Uri address)
    {
        var client = new ServiceClient(address);
        var token = await client.PostAsync("auth/token", JsonContent.Create(new { username = "admin", password = ServiceHost.Password }), null);
        client._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("accessToken").GetString());
        await client.PostAsync("strategies", new StringContent(Idle, new MediaTypeHeaderValue("application/json")), null);
        var session = await client.PostAsync(
            "sessions",
            JsonContent.Create(new
            {
                mode = "paper",
                initialBalance = "100000000",
                market = new { feed = "synthetic:trend" },
                strategies = new[] { new { name = "idle", symbols = new[] { Symbol } } },
                limits = new { ordersPerSecond = 1_000, marginUsedPct = 100, identicalOrderWindow = "0s" },
            }),
            "session");
        client._session = session.GetProperty("id").GetString()!;
        client._low = Math.Floor(await client.BidAsync() * 0.97m);
        return client;
    }

    /// <summary>Places a small order at a price of its own that nobody meets, which rests for a second.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> PlaceAsync()
    {
        var number = Interlocked.Increment(ref _placed);
        var order = await PostAsync(
            "orders",
            JsonContent.Create(new
            {
                session = _session,
                symbol = Symbol,
                side = "buy",
                type = "limit",
                quantity = "0.001",
                price = (_low - (number % 200 * 0.1m)).ToString(CultureInfo.InvariantCulture),
                timeout = "1s",
            }),
            string.Create(CultureInfo.InvariantCulture, $"order-{number}"));
        var status = order.GetProperty("status").GetString();
        return status is not "Rejected"
            ? order.GetProperty("id").GetString()!
            : throw new InvalidOperationException($"The order was rejected: {order}");
    }

    /// <summary>Reads an answer to its end and throws it away.</summary>
    /// <param name="path">From the root.</param>
    public async Task GetAsync(string path)
    {
        using var answer = await _http.GetAsync(path);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    public void Dispose() => _http.Dispose();

    private async Task<decimal> BidAsync()
    {
        using var limit = new CancellationTokenSource(PriceLimit);
        while (true)
        {
            var markets = await _http.GetFromJsonAsync<JsonElement>($"/api/v1/sessions/{_session}/markets", limit.Token);
            foreach (var market in markets.GetProperty("items").EnumerateArray())
            {
                if (market.TryGetProperty("bid", out var bid) && bid.ValueKind is JsonValueKind.String)
                {
                    return decimal.Parse(bid.GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture);
                }
            }

            await Task.Delay(LookPause, limit.Token);
        }
    }

    private async Task<JsonElement> PostAsync(string path, HttpContent body, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/{path}") { Content = body };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonElement.Parse(text) : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {text}");
    }
}
