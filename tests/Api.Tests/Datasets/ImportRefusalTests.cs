using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Trading.Api.Tests.Platform;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Datasets;

namespace Trading.Api.Tests.Datasets;

public sealed class ImportRefusalTests(TradingPlatform platform)
{
    private const string Nul = "a\0b";

    [Theory]
    [InlineData("name", null, "/name", "required")]
    [InlineData("name", "Upper", "/name", "out_of_range")]
    [InlineData("name", ".", "/name", "out_of_range")]
    [InlineData("name", "..", "/name", "out_of_range")]
    [InlineData("name", Nul, "/name", "out_of_range")]
    [InlineData("symbol", null, "/symbol", "required")]
    [InlineData("symbol", "XRPUSDT", "/symbol", "out_of_range")]
    [InlineData("symbol", Nul, "/symbol", "out_of_range")]
    [InlineData("venue", null, "/venue", "required")]
    [InlineData("venue", "Binance!", "/venue", "out_of_range")]
    [InlineData("venue", Nul, "/venue", "out_of_range")]
    [InlineData("kind", null, "/kind", "required")]
    [InlineData("kind", "ticks", "/kind", "out_of_range")]
    [InlineData("kind", Nul, "/kind", "out_of_range")]
    [InlineData("kind", "candles", "/interval", "required")]
    [InlineData("interval", "1m", "/interval", "conflict")]
    [InlineData("shared", "yes", "/shared", "malformed")]
    [InlineData("shared", Nul, "/shared", "malformed")]
    [InlineData("skipBadRows", "1", "/skipBadRows", "malformed")]
    [InlineData("instrument", "[]", "/instrument", "malformed")]
    [InlineData("instrument", "{", "/instrument", "malformed")]
    [InlineData("instrument", "{\"tickSize\":\"\\ud800\"}", "/instrument", "malformed")]
    [InlineData("instrument", "{\"\\ud800\":1}", "/instrument", "malformed")]
    [InlineData("instrument", "{\"tickSize\":\"\\u0000\"}", "/instrument/tickSize", "malformed")]
    [InlineData("instrument", "{\"tickSize\":0}", "/instrument/tickSize", "out_of_range")]
    [InlineData("instrument", "{\"size\":1}", "/instrument/size", "unknown_field")]
    [InlineData("instrument", "{\"lotSize\":1,\"lotSize\":2}", "/instrument/lotSize", "malformed")]
    [InlineData("color/~", "red", "/color~1~0", "unknown_field")]
    public async Task Every_field_is_refused_by_its_pointer(string field, string? value, string pointer, string code)
    {
        using var client = platform.As("tom");
        var name = Uploads.NewName();

        using var response = await client.ImportAsync(Uploads.Fields(name, (field, value)), Uploads.Utf8(Uploads.Trades));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains((pointer, code), (await response.ProblemAsync()).Errors!.Select(error => (error.Pointer, error.Code)));
        await AssertAbsentAsync(client, name);
    }

    [Fact]
    public async Task Every_fault_is_told_at_once()
    {
        using var client = platform.As("tom");

        using var response = await client.ImportAsync(
            new(StringComparer.Ordinal) { ["name"] = "?", ["symbol"] = "x", ["instrument"] = new string(' ', 20_000) }, file: null);

        Assert.Equal(
            ["/file", "/instrument", "/kind", "/name", "/symbol", "/venue"],
            (await response.ProblemAsync()).Errors!.Select(error => error.Pointer).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("7m")]
    [InlineData("0m")]
    [InlineData("1M")]
    [InlineData("\0m")]
    [InlineData("99999999999m")]
    public async Task Interval_of_candles_is_checked(string interval)
    {
        using var client = platform.As("tom");

        using var response = await client.ImportAsync(
            Uploads.Fields(Uploads.NewName(), ("kind", "candles"), ("interval", interval)), Uploads.Utf8("timestamp_ms,open,high,low,close,volume\n0,1,2,1,2,5\n"));

        // A count of seven is odd but lawful.
        Assert.Equal(interval == "7m" ? HttpStatusCode.Accepted : HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    [Fact]
    public async Task Field_given_twice_is_refused()
    {
        using var client = platform.As("tom");
        using var form = Uploads.Form(Uploads.Fields(Uploads.NewName()), Uploads.Utf8(Uploads.Trades));
        form.Add(new StringContent("ETH_USDT"), "symbol");

        using var response = await client.PostAsync(Uploads.Imports, form);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("/symbol", Assert.Single((await response.ProblemAsync()).Errors!).Pointer);
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nx", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=b", "", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\n\r\nx\r\n--b--\r\n", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=b", "--b--\r\n", HttpStatusCode.UnprocessableEntity)]
    [InlineData("multipart/form-data", "x", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", "{}", HttpStatusCode.UnsupportedMediaType)]
    public async Task Body_that_is_no_form_is_refused(string contentType, string body, HttpStatusCode status)
    {
        using var client = platform.As("tom");
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var response = await client.PostAsync(Uploads.Imports, content);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Overlapping_file_is_refused_and_one_beside_it_joins()
    {
        using var client = platform.As("tom");
        var fields = Uploads.Fields(Uploads.NewName());
        await client.ImportedAsync(fields, Uploads.Utf8(Uploads.Trades));

        using var same = await client.ImportAsync(fields, Uploads.Utf8(Uploads.Trades));
        var joined = await client.ImportedAsync(fields, Uploads.Utf8("timestamp_ms,price,quantity,side\n90000,11,1,buy\n"));

        Assert.Equal((HttpStatusCode.Conflict, "dataset_overlap"), (same.StatusCode, (await same.ProblemAsync()).Code));
        Assert.Equal(4L, joined["symbols"]![0]!["series"]![0]!["rows"]!.GetValue<long>());
        Assert.Equal(2, joined["imports"]!.AsArray().Count);
    }

    [Fact]
    public async Task Second_generation_of_the_span_is_refused()
    {
        using var client = platform.As("tom");
        var body = new { name = Uploads.NewName(), symbol = "BTC_USDT", scenario = "calm", duration = "1m", eventsPerSecond = 10, seed = 1 };
        await client.GeneratedAsync(body);

        using var again = await client.PostAsJsonAsync("/api/v1/datasets/generate", body);

        var error = Assert.Single((await again.ProblemAsync()).Errors!);
        Assert.Equal((HttpStatusCode.Conflict, "/symbol", "dataset_overlap"), (again.StatusCode, error.Pointer, error.Code));
    }

    [Fact]
    public async Task Refusal_of_a_field_says_what_was_found_and_the_whole_rule()
    {
        using var client = platform.As("tom");
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["name"] = "Upper",
            ["symbol"] = "x_y",
            ["venue"] = "A!",
            ["kind"] = "ticks",
            ["shared"] = "yes",
            ["skipBadRows"] = "1\u001b",
            ["interval"] = "1y",
        };

        using var response = await client.ImportAsync(fields, Uploads.Utf8(Uploads.Trades));

        Assert.Equal(
            [
                "The name must be 1 to 64 of a-z 0-9 . _ -, and neither . nor .., found \"Upper\".",
                "Must be true or false, found \"yes\".",
                "Must be true or false, found \"1\\u001b\".",
                "The symbol must be BASE_QUOTE, 2 to 20 and 2 to 10 of A-Z 0-9, such as BTC_USDT, found \"x_y\".",
                "The venue must be 1 to 32 of a-z 0-9 . _ -, found \"A!\".",
                "The kind must be one of book, candles, funding, mark, trades, found \"ticks\".",
                "The interval must be a count and one of s, m, h, d, w, such as 5m, found \"1y\".",
            ],
            (await response.ProblemAsync()).Errors!.Select(error => error.Detail));
    }

    [Theory]
    [InlineData("duration", "0s", "The duration must be 1s to 7d, found \"0s\".")]
    [InlineData("duration", "soon", "The duration must be a whole number and one of ms, s, m, h, d, such as 4h, found \"soon\".")]
    [InlineData("duration", "8d", "The duration must be 1s to 7d, found \"8d\".")]
    [InlineData("start", "9999-12-31T23:59:59Z", "Must be a whole second of 1970 to 2099, found 9999-12-31T23:59:59.000Z.")]
    [InlineData("start", "2024-01-01T00:00:00.5Z", "Must be a whole second of 1970 to 2099, found 2024-01-01T00:00:00.500Z.")]
    [InlineData("start", "2024-01-01T00:00:00.0004Z", "Must be a whole second of 1970 to 2099, found 2024-01-01T00:00:00.0004Z.")]
    [InlineData("seed", -1, "Must be 0 or above, found -1.")]
    [InlineData("scenario", "storm", "Expected one of calm, trend, pump_and_dump, flash_crash, found \"storm\".")]
    [InlineData("name", "A", "The name must be 1 to 64 of a-z 0-9 . _ -, and neither . nor .., found \"A\".")]
    public async Task Refusal_of_a_generation_says_what_was_sent(string member, object value, string detail)
    {
        var body = new System.Text.Json.Nodes.JsonObject
        {
            ["name"] = Uploads.NewName(),
            ["symbol"] = "BTC_USDT",
            ["scenario"] = "calm",
            ["duration"] = "1m",
            ["eventsPerSecond"] = 10,
            ["seed"] = 1,
        };
        body[member] = System.Text.Json.Nodes.JsonValue.Create(value);

        using var refused = await platform.As("tom").PostAsJsonAsync("/api/v1/datasets/generate", body);

        Assert.Equal(detail, Assert.Single((await refused.ProblemAsync()).Errors!).Detail);
    }

    [Fact]
    public async Task Other_venue_or_interval_of_the_same_symbol_conflicts()
    {
        using var client = platform.As("tom");
        var fields = Uploads.Fields(Uploads.NewName(), ("kind", "candles"), ("interval", "5m"));
        var candles = Uploads.Utf8("timestamp_ms,open,high,low,close,volume\n0,1,2,1,2,5\n");
        await client.ImportedAsync(fields, candles);

        using var venue = await client.ImportAsync(new(fields) { ["venue"] = "mexc" }, candles);
        using var interval = await client.ImportAsync(new(fields) { ["interval"] = "1m" }, candles);

        Assert.Equal((HttpStatusCode.Conflict, "/venue"), (venue.StatusCode, (await venue.ProblemAsync()).Errors![0].Pointer));
        Assert.Equal((HttpStatusCode.Conflict, "/interval"), (interval.StatusCode, (await interval.ProblemAsync()).Errors![0].Pointer));
    }

    [Fact]
    public async Task Sealed_dataset_takes_nothing_more()
    {
        using var client = platform.As("tom");
        var fields = Uploads.Fields(Uploads.NewName());
        var dataset = await client.ImportedAsync(fields, Uploads.Utf8(Uploads.Trades));
        Assert.NotNull(await platform.Services.GetRequiredService<IGrainFactory>().GetGrain<IDatasetGrain>(GrainKeys.ForDataset(dataset.Id())).Seal("ses-x"));

        using var refused = await client.ImportAsync(fields, Uploads.Utf8("timestamp_ms,price,quantity,side\n90000,11,1,buy\n"));

        Assert.Equal((HttpStatusCode.Conflict, "dataset_sealed"), (refused.StatusCode, (await refused.ProblemAsync()).Code));
        Assert.True((await client.GetNodeAsync($"/api/v1/datasets/{dataset.Id()}"))["sealed"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Deleted_dataset_is_gone_and_its_name_is_free()
    {
        using var client = platform.As("tom");
        var fields = Uploads.Fields(Uploads.NewName());
        var dataset = await client.ImportedAsync(fields, Uploads.Utf8(Uploads.Trades));

        using var deleted = await client.DeleteAsync($"/api/v1/datasets/{dataset.Id()}");
        using var again = await client.DeleteAsync($"/api/v1/datasets/{dataset.Id()}");
        var anew = await client.ImportedAsync(fields, Uploads.Utf8(Uploads.Trades));

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (deleted.StatusCode, again.StatusCode));
        Assert.NotEqual(dataset.Id(), anew.Id());
    }

    [Fact]
    public async Task Dataset_is_read_by_others_only_when_shared_and_changed_by_its_owner_only()
    {
        using var tom = platform.As("tom");
        using var tina = platform.As("tina");
        using var vera = platform.As("vera");
        var own = await tom.ImportedAsync(Uploads.Fields(Uploads.NewName()), Uploads.Utf8(Uploads.Trades));
        var shared = await tom.ImportedAsync(Uploads.Fields(Uploads.NewName(), ("shared", "true")), Uploads.Utf8(Uploads.Trades));

        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.OK),
            (await StatusAsync(tina, HttpMethod.Get, own), await StatusAsync(tina, HttpMethod.Get, shared), await StatusAsync(vera, HttpMethod.Get, own)));
        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.Forbidden),
            (await StatusAsync(tina, HttpMethod.Delete, own), await StatusAsync(tina, HttpMethod.Delete, shared), await StatusAsync(vera, HttpMethod.Delete, own)));
        var listed = (await tina.GetNodeAsync("/api/v1/datasets?limit=500"))["items"]!.AsArray().Select(item => item!.Id()).ToList();
        Assert.Contains(shared.Id(), listed);
        Assert.DoesNotContain(own.Id(), listed);

        // The same name of another owner is another dataset.
        var others = await tina.ImportedAsync(Uploads.Fields(own["name"]!.GetValue<string>()), Uploads.Utf8(Uploads.Trades));
        Assert.Equal(("tina", 1), (others["owner"]!.GetValue<string>(), others["imports"]!.AsArray().Count));
    }

    [Theory]
    [InlineData(1_500_000)]
    [InlineData(4_000_000)]
    public async Task File_above_the_limit_is_refused(int bytes)
    {
        await using var host = new PlatformHost(("Trading:Import:FileMiBMax", "1"));
        host.Start();
        using var client = new HttpClient { BaseAddress = host.Address };
        using var signIn = await client.PostAsJsonAsync("/api/v1/auth/token", new { username = "admin", password = TradingPlatform.AdminPassword });
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await signIn.JsonAsync())["accessToken"]!.GetValue<string>());
        client.DefaultRequestHeaders.ExpectContinue = true;
        var name = Uploads.NewName();

        using var response = await client.ImportAsync(Uploads.Fields(name), new byte[bytes]);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too_large"), (response.StatusCode, (await response.ProblemAsync()).Code));
        await AssertAbsentAsync(client, name);
    }

    [Theory]
    [InlineData("{\"name\":\"\\u0000\"}")]
    [InlineData("{\"name\":\"\\ud800\"}", HttpStatusCode.BadRequest)]
    [InlineData("{\"duration\":\"\\ud800\"}", HttpStatusCode.BadRequest)]
    [InlineData("{\"scenario\":\"\\u0000\"}")]
    [InlineData("{\"\\ud800\":1}", HttpStatusCode.BadRequest)]
    [InlineData("{\"start\":\"9999-12-31T23:59:59Z\"}")]
    [InlineData("{\"duration\":\"99999999999999999999h\"}")]
    [InlineData("{\"eventsPerSecond\":0}")]
    public async Task Faulty_generation_is_refused(string fault, HttpStatusCode status = HttpStatusCode.UnprocessableEntity)
    {
        using var client = platform.As("tom");
        var parts = new List<string>
        {
            "\"name\":\"g\"", "\"symbol\":\"BTC_USDT\"", "\"scenario\":\"calm\"", "\"duration\":\"1m\"", "\"eventsPerSecond\":10", "\"seed\":1",
        };
        var member = fault[1..fault.IndexOf(':', StringComparison.Ordinal)];
        parts.RemoveAll(part => part.StartsWith(member + ":", StringComparison.Ordinal));

        using var response = await client.PostTextAsync("/api/v1/datasets/generate", $"{{{string.Join(',', parts)},{fault[1..]}");

        Assert.Equal(status, response.StatusCode);
        Assert.NotEmpty((await response.ProblemAsync()).Errors!);
    }

    [Theory]
    [InlineData("datasets?name=%00", HttpStatusCode.UnprocessableEntity)]
    [InlineData("datasets?name=%ED%A0%80", HttpStatusCode.OK)]
    [InlineData("datasets?state=%00", HttpStatusCode.UnprocessableEntity)]
    [InlineData("datasets?cursor=%00", HttpStatusCode.UnprocessableEntity)]
    [InlineData("datasets?cursor=x", HttpStatusCode.BadRequest)]
    [InlineData("datasets/a%01b", HttpStatusCode.NotFound)]
    [InlineData("datasets/dat-%ED%A0%80/quality", HttpStatusCode.NotFound)]
    [InlineData("datasets/none/candles?symbol=%00", HttpStatusCode.UnprocessableEntity)]
    [InlineData("datasets/none/export?symbol=XRP_USDT&kind=%00", HttpStatusCode.UnprocessableEntity)]
    [InlineData("datasets/none/export?symbol=XRP_USDT", HttpStatusCode.UnprocessableEntity)]
    [InlineData("markets?venue=%00", HttpStatusCode.UnprocessableEntity)]
    [InlineData("markets/%01", HttpStatusCode.UnprocessableEntity)]
    [InlineData("markets/XRP_USDT?venue=A", HttpStatusCode.UnprocessableEntity)]
    public async Task Odd_text_in_a_query_is_answered(string path, HttpStatusCode status)
    {
        using var client = platform.As("tom");

        using var response = await client.GetAsync($"/api/v1/{path}");

        Assert.Equal(status, response.StatusCode);
    }

    private static async Task AssertAbsentAsync(HttpClient client, string name)
    {
        using var response = await client.GetAsync($"/api/v1/datasets/{name}");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, HttpMethod method, System.Text.Json.Nodes.JsonNode dataset)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/datasets/{dataset.Id()}");
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
