using System.Text.Json.Nodes;
using Trading.Api.Tests.Platform;
using Trading.Testing;

namespace Trading.Api.Tests.Sessions;

/// <summary>Collect sessions: a feed becomes a dataset.</summary>
public sealed class CollectSessionTests(TradingPlatform platform)
{
    [Fact]
    public async Task Recorded_feed_is_a_dataset_as_any_other_and_replays_the_same_twice()
    {
        var client = platform.As("tom");
        var name = SessionLab.NewName("rec");
        var body = CollectLab.Body(name, SessionLab.Btc, SessionLab.Eth);
        body["duration"] = "10s";
        var id = await client.CollectAsync(body);
        var during = await client.RecordedAsync(name, 0);
        var strategy = await client.SaveNewAsync(CollectLab.Quick);
        using var early = await client.PostSessionAsync(SessionLab.Body(name, (strategy, [SessionLab.Btc])));
        using var second = await client.PostSessionAsync(CollectLab.Body(name, SessionLab.Btc));
        using var deleted = await client.DeleteAsync($"{CollectLab.Datasets}/{name}");

        var ended = await client.EndedAsync(id);

        Assert.Equal("importing", $"{during["state"]}");
        Assert.Equal("dataset_not_ready", $"{(await early.ExpectAsync(409))["code"]}");
        Assert.Equal("conflict", $"{(await second.ExpectAsync(409))["code"]}");
        Assert.Equal(409, (int)deleted.StatusCode);
        Assert.Equal(
            [("Starting", "create"), ("Running", "started"), ("Stopping", "duration_over"), ("Completed", "ended")],
            ended["transitions"]!.AsArray().Select(step => ($"{step!["to"]}", $"{step["trigger"]}")));
        Assert.Equal(("", 100d), ($"{ended["transitions"]![3]!["reason"]}", (double)ended["progress"]!["percent"]!));
        Assert.True((long)ended["progress"]!["events"]! > 0);
        Assert.Equal((name, 2), ($"{ended["collect"]!["dataset"]}", ended["collect"]!["symbols"]!.AsArray().Count));

        // It is ready as soon as the session has ended.
        var dataset = await client.GetJsonAsync($"{CollectLab.Datasets}/{name}");
        Assert.Equal(("ready", true, false), ($"{dataset["state"]}", (bool)dataset["synthetic"]!, (bool)dataset["sealed"]!));
        Assert.All(dataset["imports"]!.AsArray(), import => Assert.Equal(("ready", 0), ($"{import!["state"]}", (int)import["badRows"]!)));
        Assert.All(dataset["symbols"]!.AsArray(), symbol =>
        {
            Assert.Equal(("synthetic", 0), ($"{symbol!["venue"]}", (int)symbol["recordingGaps"]!));
            Assert.InRange(symbol.Time("to") - symbol.Time("from"), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(13));
        });
        var trades = await client.ExportAsync(name, SessionLab.Btc, "trades");
        var series = dataset["symbols"]!.AsArray().Single(symbol => $"{symbol!["symbol"]}" == SessionLab.Btc)!["series"]!.AsArray();
        Assert.Equal((long)series.Single(one => $"{one!["kind"]}" == "trades")!["rows"]!, trades.Length);
        Assert.Equal(series.Sum(one => (long)one!["rows"]!), (long)dataset["imports"]![0]!["rows"]!);
        var candles = await client.GetJsonAsync($"{CollectLab.Datasets}/{name}/candles?symbol={SessionLab.Btc}&interval=1m");
        Assert.Equal(trades.Length, candles["candles"]!.AsArray().Sum(candle => (long)candle!["trades"]!));

        var backtest = SessionLab.Body(name, (strategy, [SessionLab.Btc, SessionLab.Eth]));
        string[] runs = [await client.RunAsync(backtest), await client.RunAsync(backtest)];
        var reports = await Task.WhenAll(runs.Select(run => client.GetJsonAsync($"{SessionLab.Path}/{run}/report")));
        var sessions = await Task.WhenAll(runs.Select(run => client.GetJsonAsync($"{SessionLab.Path}/{run}")));
        Assert.Equal($"{reports[0]["fingerprint"]}", $"{reports[1]["fingerprint"]}");
        Assert.True((long)sessions[0]["progress"]!["events"]! > trades.Length);
        Assert.Equal((long)sessions[0]["progress"]!["events"]!, (long)sessions[1]["progress"]!["events"]!);
    }

    [Fact]
    public async Task Stopped_recordings_of_chosen_kinds_join_in_one_dataset_until_it_is_sealed()
    {
        var client = platform.As("tina");
        var name = SessionLab.NewName("rec");
        var body = CollectLab.Body(name, SessionLab.Btc);
        body["collect"]!["kinds"] = new JsonArray("trades", "mark");
        var first = await client.CollectAsync(body);
        await client.RecordedAsync(name, 0);
        Assert.Equal("Stopped", $"{(await client.StopAsync(first, "cancel"))["state"]}");
        var before = await client.GetJsonAsync($"{CollectLab.Datasets}/{name}");

        var second = await client.CollectAsync(body);
        await client.RecordedAsync(name, 0);
        Assert.Equal("Stopped", $"{(await client.StopAsync(second, "close"))["state"]}");

        var after = await client.GetJsonAsync($"{CollectLab.Datasets}/{name}");
        Assert.Equal(["mark", "trades"], after["symbols"]![0]!["kinds"]!.AsArray().Select(kind => $"{kind}"));
        Assert.Equal(2, after["imports"]!.AsArray().Count);
        var (one, both) = (CollectLab.SeriesOf(before, "trades"), CollectLab.SeriesOf(after, "trades"));
        Assert.Equal(one.Time("from"), both.Time("from"));
        Assert.True(both.Time("to") > one.Time("to"));
        Assert.True((long)both["rows"]! > (long)one["rows"]!);
        Assert.Equal((long)both["rows"]!, (await client.ExportAsync(name, SessionLab.Btc, "trades")).Length);

        await client.RunAsync(SessionLab.Body(name, (await client.SaveNewAsync(CollectLab.Quick), [SessionLab.Btc])));
        using var sealedOff = await client.PostSessionAsync(body);
        var problem = await sealedOff.ExpectAsync(409);
        Assert.Equal(("dataset_sealed", "/collect/dataset"), ($"{problem["code"]}", $"{problem["errors"]![0]!["pointer"]}"));
    }

    [Fact]
    public async Task Recording_outlives_a_restart_and_says_what_it_lacks()
    {
        using var folder = new TemporaryFolder();
        string id;
        JsonNode before;
        await using (var host = PlatformHost.On(folder))
        {
            using var client = await PlatformHost.SignInAsync(host);
            id = await client.CollectAsync(CollectLab.Body("kept", SessionLab.Btc));
            before = await client.RecordedAsync("kept", 0);
        }

        await using var again = PlatformHost.On(folder);
        using var user = await PlatformHost.SignInAsync(again);
        var down = (long)(await user.GetJsonAsync($"{CollectLab.Datasets}/kept"))["imports"]![0]!["rows"]!;
        var resumed = DateTimeOffset.UtcNow;
        await user.UntilAsync(id, "markets", markets => markets.Any(market => market!.Time("at") > resumed));
        await user.RecordedAsync("kept", down);
        Assert.Equal("Stopped", $"{(await user.StopAsync(id, "cancel"))["state"]}");

        var after = await user.GetJsonAsync($"{CollectLab.Datasets}/kept");
        var import = Assert.Single(after["imports"]!.AsArray())!;
        Assert.True(down >= (long)before["imports"]![0]!["rows"]! && (long)import["rows"]! > down);
        Assert.Equal(("ready", 1), ($"{after["state"]}", (int)after["symbols"]![0]!["recordingGaps"]!));
        var trades = await user.ExportAsync("kept", SessionLab.Btc, "trades");
        Assert.Equal((long)CollectLab.SeriesOf(after, "trades")["rows"]!, trades.Length);
        Assert.Equal(trades.Select(TimeOf).Order(), trades.Select(TimeOf));

        static long TimeOf(string line) => long.Parse(line.Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("collect", "null", "/collect", "required")]
    [InlineData("collect", "{}", "/collect/dataset", "required")]
    [InlineData("collect", """{ "dataset": "Not A Name", "symbols": ["BTC_USDT"] }""", "/collect/dataset", "out_of_range")]
    [InlineData("collect", """{ "dataset": "d", "symbols": [] }""", "/collect/symbols", "required")]
    [InlineData("collect", """{ "dataset": "d", "symbols": ["BTC_USDT", "BTC_USDT"] }""", "/collect/symbols", "conflict")]
    [InlineData("collect", """{ "dataset": "d", "symbols": ["btc"] }""", "/collect/symbols/0", "malformed")]
    [InlineData("collect", """{ "dataset": "d", "symbols": ["BTC_USDT"], "kinds": ["candles"] }""", "/collect/kinds", "out_of_range")]
    [InlineData("collect", """{ "dataset": "d", "symbols": ["BTC_USDT"], "kinds": ["mark", "mark"] }""", "/collect/kinds", "conflict")]
    [InlineData("collect", """{ "dataset": "d", "symbols": ["BTC_USDT"], "kinds": ["smoke"] }""", "/collect/kinds/0", "malformed")]
    [InlineData("collect", """{ "dataset": "d", "symbols": ["BTC_USDT"], "speed": 1 }""", "/collect/speed", "unknown_field")]
    [InlineData("strategies", """[{ "name": "x", "symbols": ["BTC_USDT"] }]""", "/strategies", "conflict")]
    [InlineData("account", "\"mine\"", "/account", "conflict")]
    [InlineData("market", """{ "dataset": "d" }""", "/market/dataset", "conflict")]
    [InlineData("market", """{ "feed": "mexc" }""", "/market/feed", "out_of_range")]
    [InlineData("market", """{ "feed": "synthetic:storm" }""", "/market/feed", "not_found")]
    [InlineData("market", """{ "feed": "synthetic:calm", "speed": 2 }""", "/market/speed", "conflict")]
    public async Task What_cannot_be_recorded_is_refused_with_nothing_created(string member, string value, string pointer, string code)
    {
        using var client = platform.WithToken((await platform.NewUserAsync()).Tokens.AccessToken);
        var dataset = SessionLab.NewName("none");
        var body = CollectLab.Body(dataset, SessionLab.Btc);
        body[member] = JsonNode.Parse(value);

        using var refused = await client.PostSessionAsync(body);

        var error = (await refused.ExpectAsync(422))["errors"]![0]!;
        Assert.Equal((pointer, code), ($"{error["pointer"]}", $"{error["code"]}"));
        Assert.Empty(await client.AllAsync($"{SessionLab.Path}?mode=collect"));
        var datasets = await client.AllAsync(CollectLab.Datasets);
        Assert.DoesNotContain(datasets, listed => $"{listed["name"]}" == dataset || $"{listed["name"]}" == $"{body["collect"]?["dataset"]}");
    }
}
