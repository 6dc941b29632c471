using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Trading.Testing.Contract;

namespace Trading.Process.Tests.Paper;

/// <summary>
/// A trader over REST who keeps to the rule of the API: an order that was not answered is asked for again with the same key and the same words.
/// The platform moves from address to address under him.
/// </summary>
internal sealed class PaperClient : IDisposable
{
    /// <summary>What strategies trade; while one holds it, nobody else may.</summary>
    private const string Theirs = "BTC_USDT";

    /// <summary>What is traded by hand.</summary>
    private const string Ours = "ETH_USDT";

    /// <summary>Sells at every chance, and is out again within seconds.</summary>
    private static readonly string Churner = Strategy("churner", surge: "0.05");

    /// <summary>Sells never: a session has the markets of its strategies.</summary>
    private static readonly string Waiter = Strategy("waiter", surge: "1000000000");

    /// <summary>A call is given up after this and its order asked for again.</summary>
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(12);

    /// <summary>Of the orders that this client places.</summary>
    public static readonly TimeSpan TimeoutMax = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndLimit = TimeSpan.FromMinutes(3);

    /// <summary>A token lives for fifteen minutes, and a run may go on for longer.</summary>
    private static readonly TimeSpan TokenAgeMax = TimeSpan.FromMinutes(8);

    private readonly ContractHandler _contract = new(contract: null, new SocketsHttpHandler());
    private readonly HttpClient _http;
    private volatile AuthenticationHeaderValue? _token;
    private long _signedIn;
    private volatile string _base = "";
    private int _keys;

    public PaperClient() => _http = new HttpClient(new Signed(this)) { Timeout = CallLimit };

    public ClientLog Log { get; } = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    /// <summary>The platform listens here now. A token that was given elsewhere holds.</summary>
    public void MoveTo(Uri url) => _base = new Uri(url, "/api/v1/").AbsoluteUri;

    /// <summary>From now on every answer is held against the OpenAPI document.</summary>
    public async Task SignInAsync()
    {
        _contract.Contract = OpenApiContract.Parse(await _http.GetStringAsync(new Uri(new Uri(_base), "/openapi/v1.json"), Cancellation));
        using var answer = await PostSignInAsync();
        answer.EnsureSuccessStatusCode();
        await TakeTokenAsync(answer);
    }

    /// <summary>Signs in anew well before the token ends. While the service is away it says so, and the next call tries again.</summary>
    public async Task StaySignedInAsync()
    {
        if (Stopwatch.GetElapsedTime(_signedIn) < TokenAgeMax)
        {
            return;
        }

        using var answer = await PostSignInAsync();
        if (answer.StatusCode is not HttpStatusCode.ServiceUnavailable)
        {
            answer.EnsureSuccessStatusCode();
            await TakeTokenAsync(answer);
        }
    }

    private Task<HttpResponseMessage> PostSignInAsync() =>
        _http.PostAsJsonAsync(_base + "auth/token", new { username = "admin", password = PlatformSettings.AdminPassword }, Cancellation);

    private async Task TakeTokenAsync(HttpResponseMessage answer)
    {
        var token = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        _token = new AuthenticationHeaderValue("Bearer", token.Text("accessToken"));
        _signedIn = Stopwatch.GetTimestamp();
    }

    public async Task SaveStrategiesAsync()
    {
        foreach (var strategy in (string[])[Churner, Waiter])
        {
            using var content = new StringContent(strategy, new MediaTypeHeaderValue("application/json"));
            using var answer = await _http.PostAsync(_base + "strategies", content, Cancellation);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        }
    }

    /// <returns>The session's id, once its market has prices.</returns>
    public async Task<string> StartSessionAsync(long seed)
    {
        var body = new
        {
            mode = "paper",
            seed,
            initialBalance = "100000",
            market = new { feed = "synthetic:trend" },
            strategies = new[] { new { name = "churner", symbols = new[] { Theirs } }, new { name = "waiter", symbols = new[] { Ours } } },
            limits = new { ordersPerSecond = 1_000, dayLossPct = 100, drawdownPct = 100 },
        };
        var session = await Eventually.GetAsync(
            async () => await SendAsync("sessions", FormattableString.Invariant($"session-{seed}"), body) is { } started ? started.Text("id") : null,
            StartLimit, () => "a session that is started");
        await Eventually.GetAsync(
            async () => (await FindAsync($"sessions/{session}/markets"))?.GetProperty("items") is { } markets
                && markets.EnumerateArray().Count(market => market.Text("bid") is not null) == 2 ? "priced" : null,
            StartLimit, () => "two markets with prices");
        return session;
    }

    /// <summary>Places one order after another in a session until told to stop; each until it is acknowledged.</summary>
    public async Task TradeAsync(string session, int seed, CancellationToken stop)
    {
        var random = new Random(seed);
        var low = await LowAsync(session);
        while (!stop.IsCancellationRequested)
        {
            var body = random.Next(4) == 0 && await TouchAsync(session, random) is { } touching ? touching : Order(session, low, random);
            var key = FormattableString.Invariant($"client-{seed}-{Interlocked.Increment(ref _keys)}");
            while (!await PlaceAsync(key, body) && !stop.IsCancellationRequested)
            {
                await Task.Delay(Pause, Cancellation);
            }

            if (random.Next(8) == 0)
            {
                // As after an answer that was lost on its way back.
                await PlaceAsync(key, body);
            }

            await Task.Delay(Pause, Cancellation);
        }
    }

    /// <summary>Places an order that rests: at a price that nobody meets.</summary>
    /// <param name="timeout">Null for what the platform gives one that names none.</param>
    /// <returns>The order, as it was acknowledged.</returns>
    public async Task<JsonElement> PlaceRestingAsync(string session, string? timeout)
    {
        var low = (await LowAsync(session)).ToString(CultureInfo.InvariantCulture);
        var body = timeout is null
            ? JsonSerializer.SerializeToElement(new { session, symbol = Ours, side = "buy", type = "limit", quantity = "0.01", price = low })
            : JsonSerializer.SerializeToElement(new { session, symbol = Ours, side = "buy", type = "limit", quantity = "0.01", price = low, timeout });
        var key = FormattableString.Invariant($"resting-{Interlocked.Increment(ref _keys)}");
        await Eventually.GetAsync(async () => await PlaceAsync(key, body) ? "placed" : null, StartLimit, () => "an order that is acknowledged");
        return Log.Acknowledged.Last(placed => placed.Key == key).Answer;
    }

    /// <returns>Null while the platform cannot answer, and for what is not there.</returns>
    public async Task<JsonElement?> FindAsync(string path)
    {
        try
        {
            using var answer = await _http.GetAsync(_base + path, Cancellation);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation) : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or IOException or JsonException)
        {
            Cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <summary>A whole list, page by page.</summary>
    public async Task<IReadOnlyList<JsonElement>> AllAsync(string path)
    {
        var items = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = await FindAsync($"{path}?limit=500&sort=asc{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}")
                ?? throw new InvalidOperationException($"{path} has no answer.");
            items.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.Text("nextCursor");
        }
        while (cursor is not null);

        return items;
    }

    /// <summary>Cancels what works, leaves what is held, and waits for the end.</summary>
    public async Task StopSessionAsync(string session)
    {
        await Eventually.GetAsync(
            async () =>
            {
                try
                {
                    using var answer = await _http.PostAsJsonAsync($"{_base}sessions/{session}/stop", new { policy = "cancel" }, Cancellation);
                    return answer.IsSuccessStatusCode ? "asked" : null;
                }
                catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
                {
                    Cancellation.ThrowIfCancellationRequested();
                    return null;
                }
            },
            EndLimit, () => $"session {session} is told to stop");
        JsonElement? last = null;
        await Eventually.GetAsync(
            async () => (last = await FindAsync($"sessions/{session}"))?.Text("state") is "Stopped" ? "ended" : null, EndLimit, () => $"session {session} ended; last seen {last}");
    }

    /// <summary>A price well below the market of the symbol that is traded by hand.</summary>
    private async Task<decimal> LowAsync(string session)
    {
        var market = (await FindAsync($"sessions/{session}/markets"))!.Value.GetProperty("items").EnumerateArray().Single(market => market.Text("symbol") is Ours);
        return Math.Floor(market.Number("bid") * 0.975m);
    }

    /// <summary>
    /// Of usual trades' size at the best price of its own side: it waits there, and is often filled in parts. Against what is held, so that
    /// what is held stays small however long the run.
    /// </summary>
    /// <returns>Null while nobody can say what the best price is, or what is held.</returns>
    private async Task<JsonElement?> TouchAsync(string session, Random random)
    {
        if (await FindAsync($"sessions/{session}/positions") is not { } positions)
        {
            return null;
        }

        var held = positions.GetProperty("items").EnumerateArray().Where(position => position.Text("symbol") is Ours).Sum(position => position.Number("quantity"));
        var side = held > 0m || (held == 0m && random.Next(2) == 0) ? "sell" : "buy";
        var markets = await FindAsync($"sessions/{session}/markets");
        var price = markets?.GetProperty("items").EnumerateArray().Single(market => market.Text("symbol") is Ours).Text(side is "buy" ? "bid" : "ask");
        return price is null ? null : JsonSerializer.SerializeToElement(new { session, symbol = Ours, side, type = "limit", quantity = "2.5", price, timeout = "4s" });
    }

    /// <summary>At market by either side, or at a price that nobody meets and for a while only.</summary>
    private static JsonElement Order(string session, decimal low, Random random)
    {
        var quantity = (random.Next(1, 5) / 100m).ToString(CultureInfo.InvariantCulture);
        return random.Next(3) == 0
            ? JsonSerializer.SerializeToElement(new
            {
                session,
                symbol = Ours,
                side = "buy",
                type = "limit",
                quantity,
                price = low.ToString(CultureInfo.InvariantCulture),
                timeout = "4s",
            })
            : JsonSerializer.SerializeToElement(new { session, symbol = Ours, side = random.Next(2) == 0 ? "buy" : "sell", type = "market", quantity, timeout = "8s" });
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

    private async Task<bool> PlaceAsync(string key, JsonElement body)
    {
        var askedAt = DateTimeOffset.UtcNow;
        if (await SendAsync("orders", key, body) is not { } answer)
        {
            return false;
        }

        Log.Note(new(key, body, answer, askedAt, DateTimeOffset.UtcNow));
        return true;
    }

    /// <returns>Null when there was no answer, or none that says anything: the same key asks again.</returns>
    private async Task<JsonElement?> SendAsync<TBody>(string path, string key, TBody body)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _base + path) { Content = JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", key);
            using var answer = await _http.SendAsync(request, Cancellation);
            if (!answer.IsSuccessStatusCode)
            {
                // The first answer may still be on its way, and the limit of requests holds for everybody.
                Assert.False((int)answer.StatusCode is >= 400 and < 500 and not (409 or 429), $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancellation)}");
                return null;
            }

            return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or IOException or JsonException)
        {
            Cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    private sealed class Signed(PaperClient client) : DelegatingHandler(client._contract)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = client._token;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
