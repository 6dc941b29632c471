using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Trading.Benchmarks.Soak;

/// <summary>Somebody at the API with one connection.</summary>
internal sealed class SoakClient(Uri address, SoakSignIn signIn) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = 1,
        PooledConnectionIdleTimeout = TimeSpan.FromHours(2),
        PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
    })
    {
        BaseAddress = address,
    };

    public void Dispose() => _http.Dispose();

    public async Task<string> TextAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, body: null, key: null);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? text : throw Refused(path, answer.StatusCode, text);
    }

    /// <param name="path">Behind the version of the API.</param>
    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await TextAsync("/api/v1/" + path))!;

    /// <param name="path">Of a list, behind the version of the API.</param>
    /// <returns>What is on all its pages.</returns>
    public async Task<List<JsonNode>> AllAsync(string path)
    {
        var items = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var page = await GetAsync($"{path}{separator}limit=500{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            items.AddRange(page["items"]!.AsArray().Select(item => item!));
            cursor = (string?)page["nextCursor"];
        }
        while (cursor is not null);

        return items;
    }

    /// <summary>Asks for something to be done; repeats it under the same key would do nothing more.</summary>
    public async Task<JsonNode?> DoAsync(HttpMethod method, string path, object? body = null, string? key = null)
    {
        using var answer = await SendAsync(method, "/api/v1/" + path, body, key);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? (text.Length > 0 ? JsonNode.Parse(text) : null) : throw Refused(path, answer.StatusCode, text);
    }

    /// <summary>Reads what comes until it is stopped.</summary>
    public async Task FollowAsync(string path, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await SignInAsync();
                using var answer = await _http.GetAsync("/api/v1/" + path, HttpCompletionOption.ResponseHeadersRead, stop);
                answer.EnsureSuccessStatusCode();
                await answer.Content.CopyToAsync(Stream.Null, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, string? key)
    {
        await SignInAsync();
        using var request = new HttpRequestMessage(method, path);
        request.Content = body switch
        {
            null => null,
            string text => new StringContent(text, new MediaTypeHeaderValue("application/json")),
            _ => JsonContent.Create(body),
        };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await _http.SendAsync(request);
    }

    private async Task SignInAsync() => _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await signIn.TokenAsync());

    private static InvalidOperationException Refused(string path, HttpStatusCode status, string text) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{path}: {(int)status} {text}"));
}
