using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Trading.Process.Tests.Platform;

/// <summary>What the tests have the platform work on: generated markets and the platform's own templates as strategies.</summary>
internal static class Workload
{
    public const string Symbol = "PUMP_USDT";

    /// <summary>A backtest that is over soon and trades.</summary>
    public const string Short = "short";

    /// <summary>A backtest that runs long enough to be interrupted.</summary>
    public const string Long = "long";

    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(3);
    private static readonly string[] Results =
        ["instances", "markets", "signals", "orders", "fills", "positions?state=all", "roundtrips", "equity", "transitions"];

    private static readonly string[] Tables = ["fills", "roundtrips", "report"];

    public static Task GenerateShortAsync(TradingApi api) => api.GenerateAsync(Short, Symbol, "4h", 10, seed: 7);

    public static Task GenerateLongAsync(TradingApi api) => api.GenerateAsync(Long, Symbol, "12h", 60, seed: 11);

    /// <summary>Saves every template, several times under other names: the more there are, the longer a replay takes.</summary>
    /// <returns>The names.</returns>
    public static async Task<IReadOnlyList<string>> SaveStrategiesAsync(TradingApi api, int copies = 1)
    {
        var names = new List<string>();
        var templates = await api.GetAsync("strategies/templates");
        for (var copy = 1; copy <= copies; copy++)
        {
            foreach (var template in templates.GetProperty("items").EnumerateArray())
            {
                var document = JsonNode.Parse(template.GetProperty("document").GetRawText())!.AsObject();
                var name = FormattableString.Invariant($"{document["name"]}-{copy}");
                document["name"] = name;
                await api.PostAsync("strategies", document);
                names.Add(name);
            }
        }

        Assert.NotEmpty(names);
        return names;
    }

    /// <summary>Runs a backtest to its end.</summary>
    public static async Task<(string Session, string Fingerprint, int RoundTrips)> BacktestAsync(
        TradingApi api, string dataset, IEnumerable<string> strategies)
    {
        var session = await api.StartBacktestAsync(dataset, strategies, Symbol);
        Assert.Equal("Completed", await api.EndedAsync(session, RunLimit));
        var (fingerprint, roundTrips) = await api.ReportAsync(session);
        return (session, fingerprint, roundTrips);
    }

    /// <summary>Every answer there is about a session that has ended, by address.</summary>
    public static async Task<SortedDictionary<string, string>> AnswersAsync(TradingApi api, string session)
    {
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var root = $"sessions/{session}";
        answers[root] = await api.GetTextAsync(root);
        answers[$"{root}/report"] = await api.GetTextAsync($"{root}/report");
        answers["sessions"] = await api.GetTextAsync("sessions");
        foreach (var result in Results)
        {
            await PagesAsync(api, $"{root}/{result}", answers);
        }

        foreach (var table in Tables)
        {
            answers[$"{root}/{table} as text/csv"] = await api.GetTextAsync($"{root}/{table}", "text/csv");
        }

        await PagesAsync(api, $"accounts/acc-{session}/ledger", answers);
        answers["account"] = await api.GetTextAsync($"accounts/acc-{session}");
        foreach (var order in JsonElement.Parse(answers[$"{root}/orders?limit=500"]).GetProperty("items").EnumerateArray().Take(5))
        {
            var path = $"orders/{order.GetProperty("id").GetString()}";
            answers[path] = await api.GetTextAsync(path);
        }

        return answers;
    }

    /// <summary>A recording of trades, the same for the same number of rows.</summary>
    public static Stream Trades(int rows)
    {
        var text = new StringBuilder("timestamp_ms,price,quantity,side\n");
        var price = 20_000;
        for (var row = 0; row < rows; row++)
        {
            price += (row * 7 % 13) - 6;
            text.Append(FormattableString.Invariant($"{1_704_067_200_000 + (row * 40L)},{price / 100m},{1 + (row % 9)},{(row % 3 == 0 ? "sell" : "buy")}\n"));
        }

        return new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static async Task PagesAsync(TradingApi api, string list, SortedDictionary<string, string> answers)
    {
        var path = $"{list}{(list.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=500";
        string? cursor = null;
        do
        {
            var page = cursor is null ? path : $"{path}&cursor={Uri.EscapeDataString(cursor)}";
            answers[page] = await api.GetTextAsync(page);
            var body = JsonElement.Parse(answers[page]);
            cursor = body.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
    }
}
