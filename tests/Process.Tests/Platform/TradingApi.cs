using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Trading.Testing.Contract;

namespace Trading.Process.Tests.Platform;

/// <summary>A trader's client of one address. Nothing of the platform's own code is behind it; from the sign-in on every answer is held against the OpenAPI document.</summary>
internal sealed class TradingApi : IDisposable
{
    private static readonly TimeSpan DatasetLimit = TimeSpan.FromMinutes(3);
    private static readonly string[] Ended = ["Stopped", "Completed", "Failed"];

    private readonly ContractHandler _contract = new(contract: null, new SocketsHttpHandler());
    private readonly HttpClient _http;

    public TradingApi(Uri url) => _http = new HttpClient(_contract) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(60) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    public async Task SignInAsync(string username = "admin", string password = PlatformSettings.AdminPassword)
    {
        _contract.Contract = OpenApiContract.Parse(await GetTextAsync("/openapi/v1.json"));
        var token = await PostAsync("auth/token", new { username, password });
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("accessToken").GetString());
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await _http.GetAsync(AddressOf(path), Cancellation);
        return await ReadAsync(response, path);
    }

    /// <returns>Null while the platform cannot answer, as when one of its processes has just died.</returns>
    public async Task<JsonElement?> TryGetAsync(string path)
    {
        try
        {
            using var response = await _http.GetAsync(AddressOf(path), Cancellation);
            return response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation) : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            Cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var response = await _http.GetAsync(AddressOf(path), Cancellation);
        return response.StatusCode;
    }

    /// <summary>The body as it came, byte for byte.</summary>
    public async Task<string> GetTextAsync(string path, string accept = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(path));
        request.Headers.Accept.ParseAdd(accept);
        using var response = await _http.SendAsync(request, Cancellation);
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {body}");
        return body;
    }

    /// <param name="key">Idempotency key, where one is wanted.</param>
    public async Task<JsonElement> PostAsync(string path, object? body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AddressOf(path)) { Content = JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await _http.SendAsync(request, Cancellation);
        return await ReadAsync(response, path);
    }

    /// <summary>Generates a dataset and waits until it is ready.</summary>
    public async Task GenerateAsync(string name, string symbol, string duration, int eventsPerSecond, long seed)
    {
        await PostAsync("datasets/generate", new { name, symbol, scenario = "pump_and_dump", duration, eventsPerSecond, seed });
        await DatasetReadyAsync(name);
    }

    /// <summary>Begins an import of trades.</summary>
    public async Task ImportTradesAsync(string name, string symbol, Stream file)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(name), "name" },
            { new StringContent(symbol), "symbol" },
            { new StringContent("test"), "venue" },
            { new StringContent("trades"), "kind" },
            { new StreamContent(file), "file", "trades.csv" },
        };
        using var response = await _http.PostAsync(AddressOf("datasets/import"), form, Cancellation);
        await ReadAsync(response, "datasets/import");
    }

    public Task<string> DatasetReadyAsync(string name)
    {
        JsonElement? last = null;
        return Eventually.GetAsync(
            async () =>
            {
                last = await TryGetAsync($"datasets/{name}") ?? last;
                var state = last?.GetProperty("state").GetString();
                Assert.NotEqual("failed", state);
                return string.Equals(state, "ready", StringComparison.Ordinal) ? state : null;
            },
            DatasetLimit,
            () => $"dataset {name} ready; last seen: {last}");
    }

    /// <returns>The session's id.</returns>
    public async Task<string> StartBacktestAsync(string dataset, IEnumerable<string> strategies, string symbol, int seed = 1)
    {
        var session = await PostAsync("sessions", new
        {
            mode = "backtest",
            market = new { dataset },
            strategies = strategies.Select(name => new { name, symbols = new[] { symbol } }),
            maxActiveInstances = 20,
            seed,
        });
        return session.GetProperty("id").GetString()!;
    }

    /// <summary>Waits for the first progress of a session, and takes note of it.</summary>
    public Task<string> ProgressAsync(string session, double percentMin, TimeSpan limit)
    {
        JsonElement? last = null;
        return Eventually.GetAsync(
            async () =>
            {
                last = await TryGetAsync($"sessions/{session}") ?? last;
                Assert.DoesNotContain(last?.GetProperty("state").GetString(), Ended);
                var percent = last?.GetProperty("progress").GetProperty("percent").GetDouble() ?? 0;
                return percent > percentMin ? percent.ToString(CultureInfo.InvariantCulture) : null;
            },
            limit,
            () => $"progress of {session} above {percentMin} %; last seen: {last}");
    }

    /// <returns>The state that it ended in.</returns>
    public Task<string> EndedAsync(string session, TimeSpan limit)
    {
        JsonElement? last = null;
        return Eventually.GetAsync(
            async () =>
            {
                last = await TryGetAsync($"sessions/{session}") ?? last;
                return last?.GetProperty("state").GetString() is { } state && Ended.Contains(state, StringComparer.Ordinal) ? state : null;
            },
            limit,
            () => $"session {session} ended; last seen: {last}");
    }

    /// <summary>The fingerprint of a session that has ended, and how many round trips it made.</summary>
    public async Task<(string Fingerprint, int RoundTrips)> ReportAsync(string session)
    {
        var report = await GetAsync($"sessions/{session}/report");
        return (report.GetProperty("fingerprint").GetString()!, report.GetProperty("metrics").GetProperty("roundTrips").GetInt32());
    }

    /// <summary>Under the API's base, unless it begins with a slash.</summary>
    private static Uri AddressOf(string path) => new(path.StartsWith('/') ? path : $"/api/v1/{path}", UriKind.Relative);

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, string path)
    {
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {body}");
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }
}
