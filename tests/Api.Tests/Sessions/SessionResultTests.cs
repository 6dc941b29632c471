using System.Text.Json.Nodes;
using Trading.Api.Tests.Platform;

namespace Trading.Api.Tests.Sessions;

/// <summary>Lists of thousands, their filters and their CSV.</summary>
public sealed class SessionResultTests(ChurnRun run) : IClassFixture<ChurnRun>
{
    private string Path => $"{SessionLab.Path}/{run.Session}";

    [Fact]
    public async Task Ledger_is_chosen_by_kind_and_a_wrong_kind_is_named()
    {
        var ledger = $"/api/v1/accounts/acc-{run.Session}/ledger";
        var lines = await run.Client.AllAsync(ledger);
        var fees = await run.Client.AllAsync($"{ledger}?kind=fee");
        using var refused = await run.Client.GetAsync($"{ledger}?kind=fees");

        Assert.NotEmpty(fees);
        Assert.Equal(lines.Where(line => $"{line["kind"]}" == "fee").Select(line => $"{line["seq"]}"), fees.Select(line => $"{line["seq"]}"));
        Assert.Equal("/kind", $"{(await refused.JsonAsync())["errors"]![0]!["pointer"]}");
    }

    [Theory]
    [InlineData("orders", "id")]
    [InlineData("fills", "tradeId")]
    [InlineData("roundtrips", "exitAt")]
    [InlineData("equity", "sequence")]
    [InlineData("transitions", "at")]
    [InlineData("signals", "id")]
    public async Task Cursor_walks_a_list_once_in_either_direction(string list, string member)
    {
        var ascending = await run.Client.AllAsync($"{Path}/{list}", limit: 499);
        var descending = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var page = await run.Client.GetJsonAsync($"{Path}/{list}?limit=500{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            descending.AddRange(page["items"]!.AsArray().Select(item => item!));
            cursor = page["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null);

        Assert.True(ascending.Count > 1_000, $"{ascending.Count} {list}");
        Assert.Equal(ascending.Select(item => item.ToJsonString()), descending.AsEnumerable().Reverse().Select(item => item.ToJsonString()));
        if (member is "id" or "sequence")
        {
            Assert.Equal(ascending.Count, ascending.Select(item => $"{item[member]}").Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Fact]
    public async Task Filters_choose_and_wrong_ones_are_named()
    {
        var orders = await run.Client.AllAsync($"{Path}/orders");
        var sells = await run.Client.AllAsync($"{Path}/orders?side=sell&status=Filled&type=market&strategy=churn&symbol=BTC_USDT");
        Assert.Equal(
            orders.Where(order => $"{order["side"]}" == "sell" && $"{order["status"]}" == "Filled" && $"{order["type"]}" == "market").Select(order => $"{order["id"]}"),
            sells.Select(order => $"{order["id"]}"));
        Assert.NotEmpty(sells);
        Assert.Empty(await run.Client.AllAsync($"{Path}/fills?symbol=ETH_USDT"));
        var fills = await run.Client.AllAsync($"{Path}/fills?orderId={sells[0]["id"]}");
        Assert.All(fills, fill => Assert.Equal($"{sells[0]["id"]}", $"{fill["orderId"]}"));
        Assert.NotEmpty(fills);
        var order = await run.Client.GetJsonAsync($"/api/v1/orders/{sells[0]["id"]}");
        Assert.Equal(fills.Select(fill => fill.ToJsonString()), order["fills"]!.AsArray().Select(fill => fill!.ToJsonString()));
        Assert.Equal("Filled", $"{order["history"]!.AsArray()[^1]!["status"]}");

        foreach (var (query, pointer) in ((string, string)[])[("orders?side=up", "/side"), ("fills?symbol=btc", "/symbol"), ("roundtrips?side=flat", "/side"), ("indicators?every=2s", "/every"), ("equity?cursor=x", "/cursor"), ("orders?sides=sell", "/sides"), ("orders?session=ses-aaaaaaaaaaaaaaa", "/session"), ("orders?SIDE=sell", "/SIDE"), ("signals?outcome=won", "/outcome")])
        {
            using var refused = await run.Client.GetAsync($"{Path}/{query}");
            Assert.InRange((int)refused.StatusCode, 400, 422);
            Assert.Equal(pointer, $"{(await refused.JsonAsync())["errors"]![0]!["pointer"]}");
        }
    }

    [Theory]
    [InlineData("fills")]
    [InlineData("roundtrips")]
    public async Task Csv_has_the_names_and_values_of_the_json(string list)
    {
        var items = await run.Client.AllAsync($"{Path}/{list}");

        var lines = (await CsvAsync($"{list}?sort=asc")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var newestFirst = (await CsvAsync(list)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(string.Join(',', items[0].AsObject().Select(member => member.Key)), lines[0]);
        Assert.Equal(items.Select(item => string.Join(',', item.AsObject().Select(member => $"{member.Value}"))), lines[1..]);
        Assert.Equal([lines[0], .. lines[1..].Reverse()], newestFirst);
    }

    [Theory]
    [InlineData("fills", "limit=5", "limit")]
    [InlineData("roundtrips", "sort=desc&cursor=x", "cursor")]
    public async Task Csv_gives_every_row_and_refuses_to_be_paged(string list, string query, string parameter)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Path}/{list}?{query}");
        request.Headers.Add("Accept", "text/csv");

        using var refused = await run.Client.SendAsync(request);

        var error = Assert.Single((await refused.ProblemAsync()).Errors!);
        Assert.Equal(
            (422, $"/{parameter}", "unknown_field", $"Every row is given as text/csv: there is no parameter \"{parameter}\"."),
            ((int)refused.StatusCode, error.Pointer, error.Code, error.Detail));
    }

    [Fact]
    public async Task Csv_of_the_report_has_every_figure()
    {
        var report = await run.Client.GetJsonAsync($"{Path}/report");

        var lines = (await CsvAsync("report")).Split("\r\n");

        Assert.Equal("name,value", lines[0]);
        Assert.Contains($"fingerprint,{report["fingerprint"]}", lines);
        Assert.All(report["metrics"]!.AsObject(), metric => Assert.Contains($"metrics.{metric.Key},{metric.Value}", lines));
        Assert.All(report["metrics"]!.AsObject(), metric => Assert.Contains(report["formulas"]!.AsArray(), formula => $"{formula!["name"]}" == metric.Key));
    }

    [Fact]
    public async Task Series_are_bounded_by_time_and_by_size()
    {
        var from = (await run.Client.GetJsonAsync($"{Path}/report"))["replayed"]!.Time("from").AddMinutes(10);
        var to = from.AddMinutes(5);

        var minutes = await PointsAsync($"from={from:yyyy-MM-ddTHH:mm:ss.fffZ}&to={to:yyyy-MM-ddTHH:mm:ss.fffZ}");
        var seconds = await PointsAsync($"every=1s&from={from:yyyy-MM-ddTHH:mm:ss.fffZ}&to={to:yyyy-MM-ddTHH:mm:ss.fffZ}");

        Assert.InRange(minutes.Count, 5, 6);
        Assert.InRange(seconds.Count, 299, 301);
        Assert.All(seconds, point => Assert.InRange((long)point![0]!, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds() - 1));
        Assert.Empty((await run.Client.GetJsonAsync($"{Path}/indicators?indicator=none"))["items"]!.AsArray());
    }

    private async Task<JsonArray> PointsAsync(string query) =>
        Assert.Single((await run.Client.GetJsonAsync($"{Path}/indicators?{query}"))["items"]!.AsArray())!["points"]!.AsArray();

    private async Task<string> CsvAsync(string list)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Path}/{list}");
        request.Headers.Add("Accept", "text/csv");
        using var response = await run.Client.SendAsync(request);
        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        return await response.Content.ReadAsStringAsync();
    }
}
