using System.Text;
using System.Text.Json.Nodes;
using Trading.Api.Tests.Datasets;
using Trading.Api.Tests.Platform;

namespace Trading.Api.Tests.Sessions;

/// <summary>What a session must not be, and bodies bent at random.</summary>
public sealed class SessionRefusalTests(TinyMarket market, TradingPlatform platform, ITestOutputHelper output) : IClassFixture<TinyMarket>
{
    private const int Cases = 1_000;

    private static readonly string[] Spices =
    [
        "null", "true", "-1", "0", "0.5", "1e308", "1e999", "99999999999999999999999999999999", "[]", "{}", "[1,2]", "\"\"", "\"max\"", "\"50ms\"", "\"9d\"", "\"backtest\"",
        "\"live\"", "\"close\"", "\"BTC_USDT\"", "\"\\u0000\"", "[\"BTC_USDT\",\"BTC_USDT\"]", "{\"dataset\":\"tiny\"}",
    ];

    [Theory]
    [InlineData("mode", "\"fast\"", "Expected one of collect, backtest, paper, live, found \"fast\".")]
    [InlineData("name", "\"\"", "The value must be 1 to 100 printable characters, found \"\".")]
    [InlineData("duration", "\"0s\"", "The value must be above 0 and at most 365 days, found \"0s\".")]
    [InlineData("duration", "\"90000h\"", "The value must be above 0 and at most 365 days, found \"90000h\".")]
    [InlineData("duration", "\"soon\"", "The duration must be a whole number and one of ms, s, m, h, d, such as 2h, found \"soon\".")]
    [InlineData("market", "{ \"dataset\": \"tiny\", \"speed\": \"fast\" }", "The speed must be \"max\" or a factor, found \"fast\".")]
    [InlineData("market", "{}", "Exactly one of feed and dataset is needed, found neither.")]
    [InlineData("market", "{ \"feed\": \"mexc\" }", "A backtest runs on a dataset, found the feed \"mexc\".")]
    [InlineData("market", "{ \"dataset\": \"tiny\", \"speed\": 2 }", "A backtest runs as fast as it goes: only \"max\" is allowed, found 2.")]
    [InlineData("account", "\"mine\"", "A session that replays its market owns an account of its own: leave the member out, found \"mine\".")]
    [InlineData("strategies", "[]", "At least one strategy is needed, found none.")]
    [InlineData("strategies", "[{ \"name\": \"churn\", \"symbols\": [\"BTC_USDT\", \"BTC_USDT\"] }]", "A symbol is named once, found BTC_USDT again.")]
    [InlineData("strategies", "[{ \"name\": \"churn\", \"symbols\": [\"BTC_USDT\", \"BTC_USDC\"] }]", "All symbols of a session share one quote, the account's currency, found USDC, USDT.")]
    [InlineData("venue", "{ \"rejectPct\": \"5\" }", "'rejectPct' must be a number from 0 to 100, found \"5\".")]
    [InlineData("venue", "[]", "The venue's settings must be an object, found an array.")]
    public async Task Refusal_says_what_was_found(string member, string value, string detail)
    {
        var body = SessionLab.Body("tiny", ("churn", [SessionLab.Btc]));
        body[member] = JsonNode.Parse(value);

        using var refused = await market.Client.PostSessionAsync(body);

        Assert.Equal(detail, $"{(await refused.JsonAsync())["errors"]?[0]?["detail"]}");
    }

    [Theory]
    [InlineData("mode", "\"fast\"", 422, "/mode", "malformed")]
    [InlineData("mode", "\"paper\"", 400, "", "idempotency_key_required")]
    [InlineData("market", "{}", 422, "/market", "required")]
    [InlineData("market", "{ \"dataset\": \"tiny\", \"feed\": \"mexc\" }", 422, "/market", "required")]
    [InlineData("market", "{ \"feed\": \"mexc\" }", 422, "/market/feed", "conflict")]
    [InlineData("market", "{ \"dataset\": \"tiny\", \"speed\": 2 }", 422, "/market/speed", "conflict")]
    [InlineData("market", "{ \"dataset\": \"tiny\", \"speed\": \"fast\" }", 422, "/market/speed", "malformed")]
    [InlineData("market", "{ \"dataset\": \"nothing\" }", 422, "/market/dataset", "not_found")]
    [InlineData("strategies", "[]", 422, "/strategies", "required")]
    [InlineData("strategies", "[{ \"name\": \"nobody\", \"symbols\": [\"BTC_USDT\"] }]", 422, "/strategies/0/name", "not_found")]
    [InlineData("strategies", "[{ \"name\": \"churn\", \"version\": 9, \"symbols\": [\"BTC_USDT\"] }]", 422, "/strategies/0/version", "not_found")]
    [InlineData("strategies", "[{ \"name\": \"churn\", \"symbols\": [] }]", 422, "/strategies/0/symbols", "required")]
    [InlineData("strategies", "[{ \"name\": \"churn\", \"symbols\": [\"ETH_USDT\"] }]", 422, "/strategies/0/symbols/0", "not_found")]
    [InlineData("strategies", "[{ \"name\": \"churn\", \"symbols\": [\"BTC_USDT\", \"BTC_USDT\"] }]", 422, "/strategies/0/symbols", "conflict")]
    [InlineData("strategies", "[{ \"name\": \"churn\", \"symbols\": [\"BTC_USDT\", \"BTC_USDC\"] }]", 422, "/strategies", "conflict")]
    [InlineData("account", "\"mine\"", 422, "/account", "conflict")]
    [InlineData("collect", "{}", 422, "/collect", "conflict")]
    [InlineData("initialBalance", "\"0\"", 422, "/initialBalance", "out_of_range")]
    [InlineData("initialBalance", "\"0.0000000000001\"", 422, "/initialBalance", "out_of_range")]
    [InlineData("initialBalance", "\"many\"", 422, "/initialBalance", "malformed")]
    [InlineData("duration", "\"soon\"", 422, "/duration", "malformed")]
    [InlineData("duration", "\"0s\"", 422, "/duration", "out_of_range")]
    [InlineData("seed", "-1", 422, "/seed", "out_of_range")]
    [InlineData("maxActiveInstances", "0", 422, "/maxActiveInstances", "out_of_range")]
    [InlineData("stopPolicy", "\"panic\"", 422, "/stopPolicy", "malformed")]
    [InlineData("limits", "{ \"noSuch\": 1 }", 422, "/limits/noSuch", "unknown_field")]
    [InlineData("venue", "{ \"latency\": \"-1ms\" }", 422, "/venue/latency", "malformed")]
    [InlineData("venue", "{ \"noSuch\": 1 }", 422, "/venue/noSuch", "unknown_field")]
    [InlineData("noSuch", "1", 422, "/noSuch", "unknown_field")]
    [InlineData("name", "\"\"", 422, "/name", "out_of_range")]
    public async Task Fault_is_named_with_its_pointer_and_nothing_is_created(string member, string value, int status, string pointer, string code)
    {
        var body = SessionLab.Body("tiny", ("churn", [SessionLab.Btc]));
        body[member] = JsonNode.Parse(value);

        using var refused = await market.Client.PostSessionAsync(body);

        var problem = await refused.JsonAsync();
        var error = problem["errors"]?[0];
        Assert.Equal((status, pointer, code), ((int)refused.StatusCode, $"{error?["pointer"]}", $"{error?["code"] ?? problem["code"]}"));
        Assert.Empty(await market.Client.AllAsync(SessionLab.Path));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1e-300")]
    [InlineData("1e300")]
    public async Task Speed_that_no_clock_can_keep_is_refused(string speed)
    {
        var body = SessionLab.Body("tiny", ("churn", [SessionLab.Btc]));
        (body["mode"], body["market"]!["speed"]) = ("paper", JsonNode.Parse(speed));

        using var refused = await market.Client.PostSessionAsync(body, key: Guid.NewGuid().ToString());

        var error = (await refused.ExpectAsync(422))["errors"]![0]!;
        Assert.Equal(("/market/speed", "out_of_range"), ($"{error["pointer"]}", $"{error["code"]}"));
    }

    [Fact]
    public async Task Every_fault_is_told_at_once()
    {
        var body = SessionLab.Body("tiny", ("churn", []));
        body["seed"] = -1;
        body["initialBalance"] = "0";
        body["limits"] = new JsonObject { ["noSuch"] = 1 };

        using var refused = await market.Client.PostSessionAsync(body);

        Assert.Equal(
            ["/initialBalance", "/limits/noSuch", "/seed", "/strategies/0/symbols"],
            (await refused.ExpectAsync(422))["errors"]!.AsArray().Select(error => $"{error!["pointer"]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Rerun_replays_the_dataset_itself_and_no_other_that_has_its_name_by_now()
    {
        using var client = await TinyMarket.NewTraderAsync(platform);
        await client.GenerateAsync("mine", "calm", "2m", 5, seed: 1);
        var id = await client.RunAsync(SessionLab.Body("mine", ("churn", [SessionLab.Btc])));
        var dataset = (await client.GetJsonAsync($"{SessionLab.Path}/{id}"))["market"]!["datasetId"]!.GetValue<string>();
        using var again = await client.PostAsync($"{SessionLab.Path}/{id}/rerun", content: null);
        var same = await again.ExpectAsync(201);
        await client.EndedAsync($"{same["id"]}");
        foreach (var session in new[] { id, $"{same["id"]}" })
        {
            using var archived = await client.DeleteAsync($"{SessionLab.Path}/{session}");
            Assert.Equal(204, (int)archived.StatusCode);
        }

        using var deleted = await client.DeleteAsync("/api/v1/datasets/mine");
        Assert.Equal(204, (int)deleted.StatusCode);
        await client.GenerateAsync("mine", "calm", "2m", 5, seed: 2);
        using var refused = await client.PostAsync($"{SessionLab.Path}/{id}/rerun", content: null);

        var error = (await refused.ExpectAsync(422))["errors"]![0]!;
        Assert.Equal(("/market/dataset", "not_found"), ($"{error["pointer"]}", $"{error["code"]}"));
        Assert.Equal((dataset, "mine"), ($"{same["market"]!["datasetId"]}", $"{same["market"]!["dataset"]}"));
    }

    [Fact]
    public async Task What_the_preflight_warns_of_is_said_by_the_session_as_well()
    {
        using var client = await TinyMarket.NewTraderAsync(platform);
        var fields = Uploads.Fields(Uploads.NewName(), ("symbol", SessionLab.Btc));
        var trades = string.Concat(Enumerable.Range(1, 600).Select(second => FormattableString.Invariant($"{second * 1000},10.05,2,buy\n")));
        await client.ImportedAsync(fields, Uploads.Utf8("timestamp_ms,price,quantity,side\n" + trades));
        await client.ImportedAsync(new(fields) { ["kind"] = "mark" }, Uploads.Utf8("timestamp_ms,mark_price\n1000,10.04\n2000,10.06\n"));
        var body = SessionLab.Body(fields["name"]!, ("churn", [SessionLab.Btc]));
        using var asked = await client.PostTextAsync($"{SessionLab.Path}/preflight", body.ToJsonString());
        var foreseen = (await asked.ExpectAsync(200))["warnings"]!;

        using var created = await client.PostSessionAsync(body);
        var session = await created.ExpectAsync(201);

        Assert.Equal("mark_incomplete", $"{Assert.Single(foreseen.AsArray())!["code"]}");
        Assert.Equal(foreseen.ToJsonString(), session["warnings"]?.ToJsonString());
        Assert.Equal(foreseen.ToJsonString(), (await client.EndedAsync($"{session["id"]}"))["warnings"]?.ToJsonString());
    }

    [Fact]
    public async Task Dataset_that_still_imports_is_a_conflict_and_the_same_request_starts_once_it_is_ready()
    {
        using var client = await TinyMarket.NewTraderAsync(platform);
        var (body, key) = (SessionLab.Body("late", ("churn", [SessionLab.Btc])), Guid.NewGuid().ToString());
        var faulty = SessionLab.Body("late", ("nobody", [SessionLab.Btc]));
        using var generating = await client.PostTextAsync(
            "/api/v1/datasets/generate",
            """{ "name": "late", "symbol": "BTC_USDT", "scenario": "calm", "duration": "7d", "eventsPerSecond": 1000, "seed": 1 }""");
        var dataset = $"{(await generating.ExpectAsync(202))["id"]}";

        using var early = await client.PostSessionAsync(body, key);
        using var preflight = await client.PostTextAsync($"{SessionLab.Path}/preflight", body.ToJsonString());
        using var alsoFaulty = await client.PostSessionAsync(faulty);
        using var deleted = await client.DeleteAsync($"/api/v1/datasets/{dataset}");
        await client.GenerateAsync("late", "calm", "2m", 5);
        using var started = await client.PostSessionAsync(body, key);

        var problem = await early.ExpectAsync(409);
        Assert.Equal(("dataset_not_ready", "/market/dataset"), ($"{problem["code"]}", $"{Assert.Single(problem["errors"]!.AsArray())!["pointer"]}"));
        Assert.Equal("dataset_not_ready", $"{Assert.Single((await preflight.ExpectAsync(200))["errors"]!.AsArray())!["code"]}");
        Assert.Equal(
            ["dataset_not_ready", "not_found"],
            (await alsoFaulty.ExpectAsync(422))["errors"]!.AsArray().Select(error => $"{error!["code"]}").Order(StringComparer.Ordinal));
        Assert.Equal(204, (int)deleted.StatusCode);
        Assert.Equal("Completed", $"{(await client.EndedAsync($"{(await started.ExpectAsync(201))["id"]}"))["state"]}");
    }

    [Fact]
    public async Task Bent_bodies_are_refused_with_a_reason_or_run_to_their_end()
    {
        using var client = await TinyMarket.NewTraderAsync(platform);
        var statuses = new SortedDictionary<int, int>();
        var started = new List<string>();
        for (var seed = 0; seed < Cases; seed++)
        {
            var body = Mutate(new Random(seed));
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/json");
            using var answer = await client.PostAsync(SessionLab.Path, content);
            var status = (int)answer.StatusCode;
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            Assert.True(status is 201 or 400 or 422, $"{status} for {Encoding.UTF8.GetString(body)}");
            var told = await answer.JsonAsync();
            if (status == 201)
            {
                started.Add($"{told["id"]}");
            }
            else if (status == 422)
            {
                Assert.All(told["errors"]!.AsArray(), error => Assert.False(string.IsNullOrEmpty($"{error!["code"]}") || string.IsNullOrEmpty($"{error["detail"]}")));
                Assert.NotEmpty(told["errors"]!.AsArray());
            }
        }

        output.WriteLine(string.Join(", ", statuses.Select(pair => $"{pair.Value} × {pair.Key}")));
        Assert.True(statuses[201] >= Cases / 5 && statuses[422] >= Cases / 10 && statuses[400] >= Cases / 100, string.Join(", ", statuses));
        foreach (var id in started)
        {
            Assert.Equal("Completed", $"{(await client.EndedAsync(id))["state"]}");
        }

        Assert.Equal(started.Order(StringComparer.Ordinal), (await client.AllAsync(SessionLab.Path)).Select(item => $"{item["id"]}").Order(StringComparer.Ordinal));
    }

    private static byte[] Mutate(Random random)
    {
        var body = SessionLab.Body("tiny", ("churn", [SessionLab.Btc]));
        body["name"] = "bent";
        body["initialBalance"] = "10000";
        body["seed"] = 1;
        body["stopPolicy"] = "cancel";
        body["maxActiveInstances"] = 3;
        body["limits"] = new JsonObject { ["openPositions"] = 5 };
        body["venue"] = JsonNode.Parse("""{ "latency": "50ms", "latencyJitter": "5ms", "takerFeeRate": 0.0006, "rejectPct": 1, "stopTrigger": "mark" }""");
        if (random.Next(5) == 0)
        {
            var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            return bytes;
        }

        var (parent, name) = random.Next(3) switch
        {
            0 => (body["venue"]!.AsObject(), ""),
            1 => (body["strategies"]![0]!.AsObject(), ""),
            _ => (body, ""),
        };
        name = parent.ElementAt(random.Next(parent.Count)).Key;
        switch (random.Next(5))
        {
            case 0 or 1:
                parent.Remove(name);
                break;
            case 2 when parent[name] is JsonValue value && value.TryGetValue<double>(out var number):
                parent[name] = Math.Round(number * 2 * random.NextDouble(), 4);
                break;
            default:
                parent[name] = JsonNode.Parse(Spices[random.Next(Spices.Length)]);
                break;
        }

        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }
}
