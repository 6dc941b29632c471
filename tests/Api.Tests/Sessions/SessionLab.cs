using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Trading.Api.Tests.Platform;
using Trading.Testing;

namespace Trading.Api.Tests.Sessions;

/// <summary>What a trader does on the way to a report, over HTTP alone.</summary>
internal static class SessionLab
{
    public const string Path = "/api/v1/sessions";
    public const string Btc = "BTC_USDT";
    public const string Eth = "ETH_USDT";

    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(60);

    public static string NewName(string prefix) => $"{prefix}-{Guid.NewGuid():n}"[..20];

    /// <summary>Imports a file of the reference data.</summary>
    public static async Task ImportAsync(this HttpClient client, string dataset, string symbol, string kind, string file)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(dataset), "name" },
            { new StringContent(symbol), "symbol" },
            { new StringContent("binance"), "venue" },
            { new StringContent(kind), "kind" },
        };
        form.Add(new ByteArrayContent(await File.ReadAllBytesAsync(SharedFolder.PathOf($"data/{file}.csv.gz"))), "file", $"{file}.csv.gz");
        using var accepted = await client.PostAsync("/api/v1/datasets/import", form);
        await client.ReadyAsync(await accepted.ExpectAsync(202));
    }

    /// <summary>The same seed and rate make the same beginning, whatever the duration.</summary>
    public static async Task GenerateAsync(
        this HttpClient client, string dataset, string scenario = "pump_and_dump", string duration = "4h", int eventsPerSecond = 20, int seed = 7, string symbol = Btc)
    {
        var request = new JsonObject
        {
            ["name"] = dataset,
            ["symbol"] = symbol,
            ["scenario"] = scenario,
            ["duration"] = duration,
            ["eventsPerSecond"] = eventsPerSecond,
            ["seed"] = seed,
        };
        using var accepted = await client.PostAsJsonAsync("/api/v1/datasets/generate", request);
        await client.ReadyAsync(await accepted.ExpectAsync(202));
    }

    public static async Task SaveAsync(this HttpClient client, JsonNode strategy)
    {
        using var created = await client.PostTextAsync("/api/v1/strategies", strategy.ToJsonString());
        await created.ExpectAsync(201);
    }

    /// <summary>The sample strategy as it stands in the specification.</summary>
    public static async Task<JsonNode> SampleAsync(this HttpClient client)
    {
        using var templates = await client.GetAsync("/api/v1/strategies/templates");
        var found = (await templates.ExpectAsync(200))["items"]!.AsArray().Select(item => item!["document"] ?? item!).Single(item => $"{item["name"]}" == "flash-pump-fade");
        return found.DeepClone();
    }

    public static JsonObject Body(string dataset, params (string Strategy, string[] Symbols)[] strategies) => new()
    {
        ["mode"] = "backtest",
        ["market"] = new JsonObject { ["dataset"] = dataset },
        ["strategies"] = new JsonArray([.. strategies.Select(strategy => new JsonObject
        {
            ["name"] = strategy.Strategy,
            ["symbols"] = new JsonArray([.. strategy.Symbols.Select(symbol => JsonValue.Create(symbol))]),
        })]),
    };

    public static async Task<HttpResponseMessage> PostSessionAsync(this HttpClient client, JsonNode body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await client.SendAsync(request);
    }

    /// <returns>The session's id.</returns>
    public static async Task<string> StartAsync(this HttpClient client, JsonNode body)
    {
        using var created = await client.PostSessionAsync(body);
        return $"{(await created.ExpectAsync(201))["id"]}";
    }

    /// <summary>Starts it and waits for its end.</summary>
    public static async Task<string> RunAsync(this HttpClient client, JsonNode body)
    {
        var id = await client.StartAsync(body);
        Assert.Equal("Completed", $"{(await client.EndedAsync(id))["state"]}");
        return id;
    }

    /// <param name="patience">A minute, unless said otherwise.</param>
    public static Task<JsonNode> EndedAsync(this HttpClient client, string id, TimeSpan? patience = null) =>
        client.EventuallyAsync($"{Path}/{id}", session => $"{session["state"]}" is "Completed" or "Stopped" or "Failed", patience);

    /// <summary>Asks until the answer is as wanted.</summary>
    /// <param name="patience">A minute, unless said otherwise.</param>
    public static async Task<JsonNode> EventuallyAsync(this HttpClient client, string path, Func<JsonNode, bool> isWanted, TimeSpan? patience = null)
    {
        using var deadline = new CancellationTokenSource(patience ?? PatienceMax);
        while (true)
        {
            using var response = await client.GetAsync(path, deadline.Token);
            Assert.True((int)response.StatusCode != 401, $"{path}: nobody is signed in any more.");
            if ((int)response.StatusCode == 200)
            {
                var answer = await response.JsonAsync();
                if (isWanted(answer))
                {
                    return answer;
                }
            }

            await Task.Delay(20, deadline.Token);
        }
    }

    public static async Task<JsonNode> GetJsonAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return await response.ExpectAsync(200);
    }

    /// <summary>A whole list, oldest first, page by page.</summary>
    public static async Task<IReadOnlyList<JsonNode>> AllAsync(this HttpClient client, string path, int limit = 500)
    {
        var items = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var join = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var page = await client.GetJsonAsync(FormattableString.Invariant($"{path}{join}limit={limit}&sort=asc{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}"));
            items.AddRange(page["items"]!.AsArray().Select(item => item!));
            cursor = page["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null);

        return items;
    }

    public static async Task<JsonNode> ExpectAsync(this HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public static decimal Number(this JsonNode item, string member) => decimal.Parse($"{item[member]}", NumberStyles.Float, CultureInfo.InvariantCulture);

    public static DateTimeOffset Time(this JsonNode item, string member) => DateTimeOffset.Parse($"{item[member]}", CultureInfo.InvariantCulture);

    private static async Task ReadyAsync(this HttpClient client, JsonNode accepted)
    {
        var dataset = await client.EventuallyAsync($"/api/v1/datasets/{accepted["id"]}", found => $"{found["state"]}" is not "importing");
        Assert.True($"{dataset["state"]}" == "ready", dataset.ToJsonString());
    }
}
