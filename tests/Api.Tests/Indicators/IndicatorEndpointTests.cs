using System.Text.Json.Nodes;
using Trading.Api.Tests.Platform;
using Trading.Domain.Indicators;

namespace Trading.Api.Tests.Indicators;

public sealed class IndicatorEndpointTests(TradingPlatform platform)
{
    private const long Start = Recordings.Start;

    [Fact]
    public async Task Catalogue_serves_every_indicator_with_all_that_its_entry_carries()
    {
        using var vera = platform.As("vera");
        using var response = await vera.GetAsync("/api/v1/indicators");
        var items = (await response.JsonAsync())["items"]!.AsArray();

        Assert.Equal(IndicatorCatalog.All.Select(entry => entry.Type), items.Select(item => $"{item!["type"]}"));
        Assert.All(items, item => Assert.All(
            ["summary", "formula", "unit", "warmup"], member => Assert.False(string.IsNullOrWhiteSpace($"{item![member]}"), $"{item["type"]} {member}")));
        Assert.All(items, item => Assert.NotEmpty(item!["series"]!.AsArray()));
        var rsi = items.Single(item => $"{item!["type"]}" == "rsi")!;
        Assert.Equal("below_price", $"{rsi["placement"]}");
        Assert.Contains(rsi["parameters"]!.AsArray(), parameter => $"{parameter!["name"]}" == "period" && (int)parameter["default"]! == 14);
    }

    [Fact]
    public async Task Time_weighted_average_of_recorded_trades_is_the_one_of_the_specification()
    {
        using var tom = platform.As("tom");
        var dataset = await Recordings.ImportAsync(tom, "trades", Recordings.Trades);

        var answer = await PreviewAsync(tom, dataset, """{ "type": "twap", "window": { "from": 20, "to": 0 } }""", "1s", """{ "op": ">=", "value": 1.5 }""");

        var points = PointsOf(answer);
        Assert.Equal(Enumerable.Range(50, 81).Select(second => Start + (second * 1_000L)), points.Select(point => point.At));
        Assert.Equal(1.5, points.Single(point => point.At == Start + 120_000).Value);
        Assert.All(points, point => Assert.Equal(point.At < Start + 70_000, point.Value is null));
        Assert.Equal((61, 20, 11), ((int)answer["known"]!, (int)answer["unknown"]!, (int)answer["fired"]!));
    }

    [Fact]
    public async Task On_trades_an_event_is_each_trade_and_without_a_threshold_nothing_is_said_to_fire()
    {
        using var tom = platform.As("tom");
        var dataset = await Recordings.ImportAsync(tom, "trades", Recordings.Trades);

        var answer = await PreviewAsync(tom, dataset, """{ "type": "price" }""", "event");

        Assert.Equal([(Start + 50_000, 1d), (Start + 110_000, 2d), (Start + 130_000, 3d)], PointsOf(answer).Select(point => (point.At, point.Value!.Value)));
        Assert.False(answer.AsObject().ContainsKey("fired"));
    }

    [Fact]
    public async Task On_candles_a_candle_is_one_point_at_each_close_and_an_event_its_four_price_steps()
    {
        using var tom = platform.As("tom");
        var dataset = await Recordings.ImportAsync(tom, "candles", Recordings.Candles);

        var average = await PreviewAsync(tom, dataset, """{ "type": "sma", "interval": "1m", "period": 2 }""", "candle", """{ "op": "crosses_above", "value": 3 }""");
        var last = await PreviewAsync(tom, dataset, """{ "type": "price" }""", "candle");
        var steps = await PreviewAsync(tom, dataset, """{ "type": "price" }""", "event");

        Assert.Equal(
            [(Start + 60_000, null), (Start + 120_000, 1.5), (Start + 180_000, 2.5), (Start + 240_000, 3.5), (Start + 300_000, 4.5)], PointsOf(average));
        Assert.Equal(1, (int)average["fired"]!);
        Assert.Equal([1d, 2d, 3d, 4d, 5d], PointsOf(last).Select(point => point.Value!.Value));
        Assert.Equal(
            [(Start, 1d), (Start + 20_000, 1d), (Start + 40_000, 1.5), (Start + 59_999, 1d)],
            PointsOf(steps).Take(4).Select(point => (point.At, point.Value!.Value)));
        Assert.Equal(20, PointsOf(steps).Count);
    }

    [Fact]
    public async Task Part_of_a_recording_counts_only_data_of_that_part()
    {
        using var tom = platform.As("tom");
        var dataset = await Recordings.ImportAsync(tom, "trades", Recordings.Trades);

        using var response = await tom.PostTextAsync("/api/v1/indicators/preview", new JsonObject
        {
            ["dataset"] = dataset,
            ["symbol"] = Recordings.Symbol,
            ["indicator"] = JsonNode.Parse("""{ "type": "price" }"""),
            ["every"] = "event",
            ["from"] = "2023-11-14T22:15:50.000Z",
            ["to"] = "2023-11-14T22:16:10.000Z",
        }.ToJsonString());

        Assert.Equal([(Start + 110_000, (double?)2)], PointsOf(await response.JsonAsync()));
    }

    [Fact]
    public async Task Another_traders_recording_is_absent_unless_shared_and_a_viewer_reads_all()
    {
        using var tom = platform.As("tom");
        using var tina = platform.As("tina");
        using var vera = platform.As("vera");
        var own = await Recordings.ImportAsync(tom, "trades", Recordings.Trades);
        var shared = await Recordings.ImportAsync(tom, "trades", Recordings.Trades, isShared: true);

        Assert.Equal(404, await StatusAsync(tina, Request(own)));
        Assert.Equal(200, await StatusAsync(tina, Request(shared)));
        Assert.Equal(200, await StatusAsync(vera, Request(own)));
        Assert.Equal(404, await StatusAsync(tom, Request("no-such-dataset")));
    }

    [Theory]
    [InlineData("symbol", "\"BTC_USDT\"", "/symbol", "not_found")]
    [InlineData("indicator", """{ "type": "nonsense" }""", "/indicator/type", "unknown_indicator")]
    [InlineData("indicator", """{ "type": "twap", "window": { "from": 0, "to": 5 } }""", "/indicator/window", "out_of_range")]
    [InlineData("indicator", """{ "type": "unrealized_pnl_pct" }""", "/indicator/type", "out_of_range")]
    [InlineData("indicator", """{ "type": "spread_pct" }""", "/indicator/type", "series_missing")]
    [InlineData("every", "\"candle\"", "/every", "out_of_range")]
    [InlineData("every", "\"2s\"", "/every", "malformed")]
    [InlineData("threshold", """{ "op": "above", "value": 1 }""", "/threshold/op", "out_of_range")]
    [InlineData("threshold", """{ "op": "between", "value": 1 }""", "/threshold/value", "malformed")]
    [InlineData("threshold", """{ "op": ">", "value": "\ud800" }""", "/threshold/value", "malformed")]
    [InlineData("threshold", """{ "op": ">", "value": { "indicator": "value" } }""", "/threshold/value", "malformed")]
    [InlineData("to", "\"1999-01-01T00:00:00.000Z\"", "/to", "out_of_range")]
    public async Task What_cannot_be_previewed_is_refused_with_its_pointer(string member, string value, string pointer, string code)
    {
        using var tom = platform.As("tom");
        var dataset = await Recordings.ImportAsync(tom, "trades", Recordings.Trades);
        var request = Request(dataset);
        request.Remove(member);
        var body = request.ToJsonString()[..^1] + $", \"from\": \"2000-01-01T00:00:00.000Z\", \"{member}\": {value} }}";

        using var response = await tom.PostTextAsync("/api/v1/indicators/preview", body);

        Assert.Equal(value.Contains("\\ud800", StringComparison.Ordinal) ? 400 : 422, (int)response.StatusCode);
        var error = Assert.Single((await response.ProblemAsync()).Errors!);
        Assert.StartsWith(pointer, error.Pointer, StringComparison.Ordinal);
        Assert.Equal(code, error.Code);
    }

    private static JsonObject Request(string dataset) => new()
    {
        ["dataset"] = dataset,
        ["symbol"] = Recordings.Symbol,
        ["every"] = "1s",
        ["indicator"] = JsonNode.Parse("""{ "type": "price" }"""),
    };

    private static async Task<JsonNode> PreviewAsync(HttpClient client, string dataset, string indicator, string every, string? threshold = null)
    {
        var request = Request(dataset);
        request["indicator"] = JsonNode.Parse(indicator);
        request["every"] = every;
        if (threshold is not null)
        {
            request["threshold"] = JsonNode.Parse(threshold);
        }

        using var response = await client.PostTextAsync("/api/v1/indicators/preview", request.ToJsonString());
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private static async Task<int> StatusAsync(HttpClient client, JsonObject request)
    {
        using var response = await client.PostTextAsync("/api/v1/indicators/preview", request.ToJsonString());
        return (int)response.StatusCode;
    }

    private static List<(long At, double? Value)> PointsOf(JsonNode answer) =>
        [.. answer["points"]!.AsArray().Select(point => ((long)point![0]!, (double?)point[1]))];
}
