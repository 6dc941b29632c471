using System.Text.Json.Nodes;
using Trading.Api.Tests.Platform;

namespace Trading.Api.Tests.Sessions;

/// <summary>A trader's whole way on recorded markets, and a report that stands up to a calculator.</summary>
public sealed class RealMarketTests(RealMarketRun run, TradingPlatform platform) : IClassFixture<RealMarketRun>
{
    private string Path => $"{SessionLab.Path}/{run.Session}";

    [Fact]
    public async Task Variant_of_the_sample_makes_twenty_round_trips_on_each_recorded_symbol()
    {
        var trips = await run.Client.AllAsync($"{Path}/roundtrips");

        Assert.All([SessionLab.Btc, SessionLab.Eth], symbol =>
        {
            var count = trips.Count(trip => $"{trip["symbol"]}" == symbol);
            Assert.True(count >= 20, $"{symbol}: {count} round trips");
        });
    }

    [Fact]
    public async Task Preflight_refuses_a_spread_where_no_book_was_recorded_and_creates_nothing()
    {
        var body = SessionLab.Body(run.Dataset, ("fade-btc", [SessionLab.Btc, SessionLab.Eth]));
        var before = (await run.Client.AllAsync(SessionLab.Path)).Count;

        using var refused = await run.Client.PostSessionAsync(body);
        var problem = await refused.ExpectAsync(422);
        using var asked = await run.Client.PostTextAsync($"{SessionLab.Path}/preflight", body.ToJsonString());
        var preflight = await asked.ExpectAsync(200);

        var error = Assert.Single(problem["errors"]!.AsArray())!;
        Assert.Equal("series_missing", $"{error["code"]}");
        Assert.StartsWith("/strategies/0", $"{error["pointer"]}", StringComparison.Ordinal);
        Assert.Contains("book", $"{error["detail"]}", StringComparison.OrdinalIgnoreCase);
        Assert.Contains(SessionLab.Eth, $"{error["detail"]}", StringComparison.Ordinal);
        Assert.False(preflight["valid"]!.GetValue<bool>());
        Assert.Equal(problem["errors"]!.ToJsonString(), preflight["errors"]!.ToJsonString());
        Assert.Equal(before, (await run.Client.AllAsync(SessionLab.Path)).Count);
    }

    [Fact]
    public async Task Report_equals_plain_decimals_over_fills_and_ledger_to_the_last_digit() => await AssertReportAsync(run.Client, run.Session, 10_000m);

    [Fact]
    public async Task Sample_as_it_is_trades_on_a_generated_pump_and_dump()
    {
        var (_, tokens) = await platform.NewUserAsync();
        using var client = platform.WithToken(tokens.AccessToken);
        await client.GenerateAsync("pumps");
        await client.SaveAsync(await client.SampleAsync());

        var session = await client.RunAsync(SessionLab.Body("pumps", ("flash-pump-fade", [SessionLab.Btc])));

        Assert.NotEmpty(await client.AllAsync($"{SessionLab.Path}/{session}/roundtrips"));
        var replayed = (await client.GetJsonAsync($"{SessionLab.Path}/{session}/report"))["replayed"]!["symbols"]![0]!;
        Assert.Equal(("pump_and_dump", "trades", "book", "mark"), ($"{replayed["synthetic"]}", $"{replayed["prices"]}", $"{replayed["book"]}", $"{replayed["mark"]}"));
        await AssertReportAsync(client, session, 10_000m);
    }

    [Fact]
    public async Task Fingerprint_follows_from_what_the_session_shows()
    {
        var shown = await Recomputation.OfAsync(run.Client, run.Session);

        Assert.Equal($"{(await run.Client.GetJsonAsync($"{Path}/report"))["fingerprint"]}", shown.Fingerprint());
    }

    [Fact]
    public async Task Same_settings_and_a_rerun_have_the_same_fingerprint_and_another_seed_of_a_jittery_venue_has_not()
    {
        using var asked = await run.Client.PostAsync($"{Path}/rerun", content: null);
        var rerun = $"{(await asked.ExpectAsync(201))["id"]}";
        await run.Client.EndedAsync(rerun);
        var again = await run.Client.RunAsync(run.Body.DeepClone());
        var jittery = new List<string>();
        foreach (var seed in (int[])[1, 2])
        {
            var body = run.Body.DeepClone();
            body["venue"] = new JsonObject { ["latencyJitter"] = "400ms" };
            body["seed"] = seed;
            jittery.Add(await FingerprintAsync(await run.Client.RunAsync(body)));
        }

        var first = await FingerprintAsync(run.Session);
        Assert.Equal((first, first), (await FingerprintAsync(rerun), await FingerprintAsync(again)));
        Assert.Equal(3, jittery.Append(first).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Report_says_what_was_replayed()
    {
        var replayed = (await run.Client.GetJsonAsync($"{Path}/report"))["replayed"]!;
        var (btc, eth) = (replayed["symbols"]![0]!, replayed["symbols"]![1]!);

        Assert.Equal(
            (run.Dataset, SessionLab.Btc, "trades", "book", "book", 21_313 + 66_089),
            ($"{replayed["dataset"]}", $"{btc["symbol"]}", $"{btc["prices"]}", $"{btc["book"]}", $"{btc["mark"]}", (int)btc["events"]!));
        Assert.Equal(
            (SessionLab.Eth, "trades", "assumed_spread", "trades", "settings", 14_076),
            ($"{eth["symbol"]}", $"{eth["prices"]}", $"{eth["book"]}", $"{eth["mark"]}", $"{eth["funding"]}", (int)eth["events"]!));
        Assert.Null(btc["synthetic"]);
    }

    [Fact]
    public async Task Series_of_the_run_are_those_of_a_preview_and_end_with_it()
    {
        var items = (await run.Client.GetJsonAsync($"{Path}/indicators"))["items"]!.AsArray();
        Assert.Equal(["fade", "pump", "spread", "surge"], items.Where(item => $"{item!["strategy"]}" == "fade-btc").Select(item => $"{item!["indicator"]}").Order());
        Assert.Equal(["fade", "pump", "surge"], items.Where(item => $"{item!["strategy"]}" == "fade-eth").Select(item => $"{item!["indicator"]}").Order());

        var series = Assert.Single((await run.Client.GetJsonAsync($"{Path}/indicators?strategy=fade-eth&symbol=ETH_USDT&indicator=surge&every=1s"))["items"]!.AsArray())!;
        var preview = new JsonObject
        {
            ["dataset"] = run.Dataset,
            ["symbol"] = SessionLab.Eth,
            ["every"] = "1s",
            ["indicator"] = (await run.Client.GetJsonAsync("/api/v1/strategies/fade-eth"))["indicators"]!["surge"]!.DeepClone(),
        };
        using var previewed = await run.Client.PostTextAsync("/api/v1/indicators/preview", preview.ToJsonString());
        Assert.Equal((await previewed.ExpectAsync(200))["points"]!.ToJsonString(), series["points"]!.ToJsonString());
        Assert.True(series["points"]!.AsArray().Count > 300);
        Assert.Contains(series["points"]!.AsArray(), point => point![1] is not null);
    }

    private static async Task AssertReportAsync(HttpClient client, string session, decimal start)
    {
        var shown = await Recomputation.OfAsync(client, session);
        var report = await client.GetJsonAsync($"{SessionLab.Path}/{session}/report");
        var account = await client.GetJsonAsync($"/api/v1/accounts/acc-{session}");
        var trips = await client.AllAsync($"{SessionLab.Path}/{session}/roundtrips");

        AssertSums(report["metrics"]!, shown.Sums(_ => true));
        foreach (var (symbol, metrics) in report["bySymbol"]!.AsObject())
        {
            AssertSums(metrics!, shown.Sums(item => $"{item["symbol"]}" == symbol));
        }

        // Every symbol of these runs is traded by one strategy.
        var symbolsOf = (await client.GetJsonAsync($"{SessionLab.Path}/{session}"))["strategies"]!.AsArray()
            .ToDictionary(strategy => $"{strategy!["name"]}", strategy => strategy!["symbols"]!.AsArray().Select(symbol => $"{symbol}").ToList());
        foreach (var (strategy, metrics) in report["byStrategy"]!.AsObject())
        {
            AssertSums(metrics!, shown.Sums(item => symbolsOf[strategy].Contains($"{item["symbol"]}")));
        }

        var sums = shown.Sums(_ => true);
        Assert.Equal(start + sums.Gross - sums.Fees + sums.Funding, shown.Balance);
        Assert.Equal((shown.Balance, shown.Balance), (report.Number("finalBalance"), account.Number("balance")));
        var open = (await client.AllAsync($"{SessionLab.Path}/{session}/markets")).Sum(market =>
        {
            var (quantity, cost) = shown.Holding($"{market["symbol"]}");
            return (market.Number("markPrice") * quantity) - cost;
        });
        Assert.Equal(shown.Balance + open, report.Number("finalEquity"));
        Assert.Equal(report.Number("finalEquity"), shown.Equity[^1].Number("equity"));
        Assert.Equal(trips.Count, (int)report["metrics"]!["roundTrips"]!);
        Assert.Equal(shown.Fills.Count, (int)report["metrics"]!["fills"]!);
        Assert.All(trips, trip => Assert.Equal(trip.Number("netPnl"), trip.Number("grossPnl") - trip.Number("fees") + trip.Number("funding")));
    }

    private static void AssertSums(JsonNode metrics, (decimal Gross, decimal Fees, decimal Funding) sums)
    {
        Assert.Equal(sums, (metrics.Number("grossPnl"), metrics.Number("fees"), metrics.Number("funding")));
        Assert.Equal(sums.Gross - sums.Fees + sums.Funding, metrics.Number("netPnl"));
    }

    private async Task<string> FingerprintAsync(string session) =>
        $"{(await run.Client.GetJsonAsync($"{SessionLab.Path}/{session}/report"))["fingerprint"]}";
}
