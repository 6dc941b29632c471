using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Trading.Api.Tests.Platform;

namespace Trading.Api.Tests.Datasets;

public sealed class ImportTests(TradingPlatform platform)
{
    [Theory]
    [InlineData("binance_usdm_btcusdt_20240808-09_trades", "trades", null, 21_313)]
    [InlineData("binance_usdm_btcusdt_20240808-09_bookticker", "book", null, 66_089)]
    [InlineData("binance_usdm_ethusdt_20240808-09_trades", "trades", null, 14_076)]
    [InlineData("binance_spot_xrpeth_20191011-13_trades", "trades", null, 12_477)]
    [InlineData("binance_spot_xrpeth_20191011-13_1m", "candles", "1m", 2_469)]
    [InlineData("btc-perp_20211231-20220201_1m", "candles", "1m", 45_031)]
    [InlineData("binance_usdm_xrpusdt_202111_5m", "candles", "5m", 1_999)]
    [InlineData("binance_usdm_xrpusdt_202111_1h", "candles", "1h", 100)]
    [InlineData("binance_usdm_xrpusdt_202111_1h_mark", "mark", null, 100)]
    [InlineData("binance_usdm_xrpusdt_202111_8h_mark", "mark", null, 91)]
    [InlineData("binance_usdm_xrpusdt_202111_funding_8h", "funding", null, 91)]
    public async Task Every_recorded_file_imports_with_its_rows(string file, string kind, string? interval, long rows)
    {
        using var client = platform.As("tom");

        var dataset = await client.ImportedAsync(Uploads.Fields(Uploads.NewName(), ("kind", kind), ("interval", interval)), Uploads.Shared(file));

        Assert.Equal(("ready", rows, 0L), dataset.Import());
        Assert.Equal("ready", dataset["state"]!.GetValue<string>());
        var series = Assert.Single(dataset["symbols"]![0]!["series"]!.AsArray())!;
        Assert.Equal((kind, rows, interval), (series["kind"]!.GetValue<string>(), series["rows"]!.GetValue<long>(), series["interval"]?.GetValue<string>()));
        var quality = await client.GetNodeAsync($"/api/v1/datasets/{dataset.Id()}/quality");
        Assert.Equal(rows, quality["items"]![0]!["rows"]!.GetValue<long>());
    }

    [Fact]
    public async Task Recorded_trades_give_all_published_candles()
    {
        using var client = platform.As("tom");
        var dataset = await client.ImportedAsync(
            Uploads.Fields(Uploads.NewName(), ("symbol", "XRP_ETH")), Uploads.Shared("binance_spot_xrpeth_20191011-13_trades"));

        var path = $"/api/v1/datasets/{dataset.Id()}/candles?symbol=XRP_ETH&interval=1m&limit=1000";
        var lines = new List<string>();
        for (var from = ""; from is not null;)
        {
            var page = await client.GetNodeAsync(path + from);
            lines.AddRange(page["candles"]!.AsArray().Select(candle => string.Join(
                ',',
                DateTimeOffset.Parse(candle!["openTime"]!.GetValue<string>(), CultureInfo.InvariantCulture).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
                Plain(candle["open"]!.GetValue<string>()),
                Plain(candle["high"]!.GetValue<string>()),
                Plain(candle["low"]!.GetValue<string>()),
                Plain(candle["close"]!.GetValue<string>()),
                Plain(candle["volume"]!.GetValue<string>()))));
            from = page["nextFrom"]?.GetValue<string>() is { } next ? $"&from={next}" : null;
        }

        var published = Encoding.UTF8.GetString(Uploads.Gunzip(Uploads.Shared("binance_spot_xrpeth_20191011-13_1m")))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Trim().Split(','))
            .Select(fields => string.Join(',', fields.Take(6).Select((field, index) => index == 0 ? field : Plain(field)))).ToList();
        Assert.Equal(2_469, published.Count);
        Assert.Equal(published, lines);

        static string Plain(string number) => (decimal.Parse(number, CultureInfo.InvariantCulture) / 1.000000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task File_with_a_bad_row_adds_nothing_and_says_where()
    {
        using var client = platform.As("tom");
        var file = Uploads.Utf8(Uploads.Trades + "63000,nan,1,buy\n61000,10,1,buy\n");

        var dataset = await client.ImportedAsync(Uploads.Fields(Uploads.NewName()), file);

        Assert.Equal("failed", dataset["state"]!.GetValue<string>());
        Assert.Empty(dataset["symbols"]!.AsArray());
        Assert.Equal(("failed", 2L), (dataset.Import().State, dataset.Import().BadRows));
        var errors = dataset["imports"]![0]!["errors"]!.AsArray();
        Assert.Equal([5L, 6L], errors.Select(error => error!["line"]!.GetValue<long>()));
        Assert.All(errors, error => Assert.NotEmpty(error!["code"]!.GetValue<string>()));
        Assert.Contains("nan", errors[0]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_rows_are_left_out_on_request()
    {
        using var client = platform.As("tom");
        var file = Uploads.Utf8(Uploads.Trades + "63000,nan,1,buy\n64000,10,1,buy\n");

        var dataset = await client.ImportedAsync(Uploads.Fields(Uploads.NewName(), ("skipBadRows", "true")), file);

        Assert.Equal(("ready", 4L, 1L), dataset.Import());
        Assert.Equal(5L, dataset["imports"]![0]!["errors"]![0]!["line"]!.GetValue<long>());
    }

    [Fact]
    public async Task Failed_import_leaves_what_was_there()
    {
        using var client = platform.As("tom");
        var name = Uploads.NewName();
        var before = await client.ImportedAsync(Uploads.Fields(name), Uploads.Utf8(Uploads.Trades));

        var after = await client.ImportedAsync(Uploads.Fields(name, ("kind", "book")), Uploads.Utf8("timestamp_ms,bid,bid_qty,ask,ask_qty\n1000,x,1,2,1\n"));

        Assert.Equal("ready", after["state"]!.GetValue<string>());
        Assert.Equal(before["symbols"]!.ToJsonString(), after["symbols"]!.ToJsonString());
        Assert.Equal("failed", after.Import(1).State);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("gzip")]
    [InlineData("zip")]
    public async Task File_is_known_by_its_bytes(string packing)
    {
        using var client = platform.As("tom");
        var plain = Uploads.Utf8(Uploads.Trades);
        var file = packing switch { "gzip" => Uploads.Gzip(plain), "zip" => Uploads.Zip(plain), _ => plain };

        var dataset = await client.ImportedAsync(Uploads.Fields(Uploads.NewName()), file);

        Assert.Equal(("ready", 3L, 0L), dataset.Import());
    }

    [Theory]
    [InlineData("binance_usdm_btcusdt_20240808-09_trades", "trades", null)]
    [InlineData("binance_usdm_btcusdt_20240808-09_bookticker", "book", null)]
    [InlineData("binance_usdm_xrpusdt_202111_5m", "candles", "5m")]
    [InlineData("binance_usdm_xrpusdt_202111_1h_mark", "mark", null)]
    [InlineData("binance_usdm_xrpusdt_202111_funding_8h", "funding", null)]
    public async Task Export_imports_again_as_the_same_series(string file, string kind, string? interval)
    {
        using var client = platform.As("tom");
        var fields = Uploads.Fields(Uploads.NewName(), ("kind", kind), ("interval", interval));
        var first = await client.ImportedAsync(fields, Uploads.Shared(file));
        var csv = await client.ExportAsync(first.Id(), "XRP_USDT", kind);
        var parquet = await client.ExportAsync(first.Id(), "XRP_USDT", kind, "parquet");

        foreach (var export in (byte[][])[csv, parquet])
        {
            fields["name"] = Uploads.NewName();
            var again = await client.ImportedAsync(fields, export);

            Assert.Equal(first["symbols"]!.ToJsonString(), again["symbols"]!.ToJsonString());
            Assert.Equal(csv, await client.ExportAsync(again.Id(), "XRP_USDT", kind));
        }
    }

    [Fact]
    public async Task Generated_market_of_the_same_call_is_the_same()
    {
        using var client = platform.As("tom");
        var first = await client.GeneratedAsync(Generation(Uploads.NewName()));
        var again = await client.GeneratedAsync(Generation(Uploads.NewName()));

        Assert.True(first["synthetic"]!.GetValue<bool>());
        Assert.Equal("pump_and_dump", first["symbols"]![0]!["synthetic"]!.GetValue<string>());
        foreach (var kind in (string[])["trades", "book", "mark"])
        {
            Assert.Equal(await client.ExportAsync(first.Id(), "BTC_USDT", kind), await client.ExportAsync(again.Id(), "BTC_USDT", kind));
        }
    }

    [Fact]
    public async Task Market_is_labelled_synthetic_while_it_is_generated()
    {
        using var client = platform.As("tom");
        using var accepted = await client.PostAsJsonAsync("/api/v1/datasets/generate", Generation(Uploads.NewName(), duration: "12h"));
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var id = (await accepted.JsonAsync()).Id();

        var early = await client.GetNodeAsync($"/api/v1/datasets/{id}");

        Assert.Equal(("importing", 0, true), (early["state"]!.GetValue<string>(), early["symbols"]!.AsArray().Count, early["synthetic"]!.GetValue<bool>()));
        Assert.True((await client.SettledAsync(id))["synthetic"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("import")]
    [InlineData("generate")]
    [InlineData("...")]
    public async Task Dataset_is_found_by_any_name_that_it_may_have(string name)
    {
        var (user, tokens) = await platform.NewUserAsync();
        using var client = platform.WithToken(tokens.AccessToken);
        var dataset = await client.ImportedAsync(Uploads.Fields(name), Uploads.Utf8(Uploads.Trades));

        var found = await client.GetNodeAsync($"/api/v1/datasets/{name}");

        Assert.Equal((dataset.Id(), user), (found.Id(), found["owner"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Name_that_is_the_id_of_another_traders_dataset_names_the_own_one()
    {
        using var tom = platform.As("tom");
        using var tina = platform.As("tina");
        var toms = await tom.ImportedAsync(Uploads.Fields(Uploads.NewName()), Uploads.Utf8(Uploads.Trades));
        var tinas = await tina.ImportedAsync(Uploads.Fields(toms.Id()), Uploads.Utf8(Uploads.Trades));

        Assert.Equal(
            (tinas.Id(), toms.Id()),
            ((await tina.GetNodeAsync($"/api/v1/datasets/{toms.Id()}")).Id(), (await tom.GetNodeAsync($"/api/v1/datasets/{toms.Id()}")).Id()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/quality")]
    [InlineData("/candles?symbol=MINE_USDT")]
    [InlineData("/export?symbol=MINE_USDT&kind=trades")]
    public async Task Dataset_is_its_owners_for_viewers_and_admins_to_read_and_for_nobody_else(string part)
    {
        var (user, tokens) = await platform.NewUserAsync();
        using var owner = platform.WithToken(tokens.AccessToken);
        var dataset = await owner.ImportedAsync(Uploads.Fields(Uploads.NewName(), ("symbol", "MINE_USDT")), Uploads.Utf8(Uploads.Trades));
        var path = $"/api/v1/datasets/{dataset.Id()}{part}";

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(owner, path));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(platform.As("tina"), path));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(platform.As("vera"), $"{path}{(part.Contains('?', StringComparison.Ordinal) ? '&' : '?')}owner={user}"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(platform.As("admin"), $"{path}{(part.Contains('?', StringComparison.Ordinal) ? '&' : '?')}owner={user}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/candles")]
    [InlineData("/trades")]
    [InlineData("/book")]
    public async Task Market_of_a_dataset_is_there_for_who_may_read_it(string part)
    {
        var symbol = $"OWN{part.Length}_USDT";
        var (_, tokens) = await platform.NewUserAsync();
        using var owner = platform.WithToken(tokens.AccessToken);
        var fields = Uploads.Fields(Uploads.NewName(), ("symbol", symbol));
        await owner.ImportedAsync(fields, Uploads.Utf8(Uploads.Trades));
        await owner.ImportedAsync(new(fields) { ["kind"] = "book" }, Uploads.Utf8("timestamp_ms,bid,bid_qty,ask,ask_qty\n1000,10.4,5,10.6,7\n"));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(owner, $"/api/v1/markets/{symbol}{part}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(platform.As("tina"), $"/api/v1/markets/{symbol}{part}"));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        return response.StatusCode;
    }

    [Fact]
    public async Task Instrument_of_the_import_is_shown_with_the_dataset()
    {
        using var client = platform.As("tom");
        var terms = """{"tickSize":"0.05","lotSize":0.5,"contractSize":"10","maxLeverage":20}""";

        var dataset = await client.ImportedAsync(Uploads.Fields(Uploads.NewName(), ("instrument", terms)), Uploads.Utf8(Uploads.Trades));

        var shown = dataset["symbols"]![0]!["instrument"]!;
        Assert.Equal(
            ("0.05", "0.5", "0.5", "0", "10", 20, "0.005", "0.0005"),
            (Text("tickSize"), Text("lotSize"), Text("minQuantity"), Text("minNotional"), Text("contractSize"), shown["maxLeverage"]!.GetValue<int>(),
                Text("maintenanceMarginRate"), Text("liquidationFeeRate")));

        string Text(string name) => shown[name]!.GetValue<string>();
    }

    [Theory]
    [InlineData("from=9999-12-31T00:00:00Z&interval=12M", 0)]
    [InlineData("to=9999-12-31T00:00:00Z&interval=12M", 1)]
    [InlineData("from=0001-01-01T00:00:00Z&interval=1w", 1)]
    [InlineData("to=0001-01-01T00:00:00Z&interval=1M", 0)]
    [InlineData("from=1970-01-01T00:00:00Z&to=1970-01-01T00:01:00Z", 1)]
    [InlineData("from=1970-01-01T00:00:00.001Z", 1)]
    [InlineData("from=1970-01-01T00:05:00Z&to=1970-01-01T00:01:00Z", 0)]
    public async Task Candles_within_any_bounds_are_those_that_open_there(string bounds, int count)
    {
        using var client = platform.As("tom");
        var dataset = await client.ImportedAsync(Uploads.Fields(Uploads.NewName()), Uploads.Utf8(Uploads.Trades));

        var answer = await client.GetNodeAsync($"/api/v1/datasets/{dataset.Id()}/candles?symbol=XRP_USDT&{bounds}");

        Assert.Equal(count, answer["candles"]!.AsArray().Count);
    }

    [Fact]
    public async Task Interval_that_the_recorded_candles_do_not_make_is_refused()
    {
        using var client = platform.As("tom");
        var dataset = await client.ImportedAsync(
            Uploads.Fields(Uploads.NewName(), ("kind", "candles"), ("interval", "5m")), Uploads.Utf8("timestamp_ms,open,high,low,close,volume\n0,1,2,1,2,5\n"));

        using var finer = await client.GetAsync($"/api/v1/datasets/{dataset.Id()}/candles?symbol=XRP_USDT&interval=1m");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "series_missing"), (finer.StatusCode, (await finer.ProblemAsync()).Code));
    }

    private static object Generation(string name, string duration = "10m") => new
    {
        name,
        symbol = "BTC_USDT",
        scenario = "pump_and_dump",
        duration,
        eventsPerSecond = 50,
        seed = 7,
    };
}
