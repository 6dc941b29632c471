using System.Diagnostics;
using System.Text.Json.Nodes;
using Trading.Api.Tests.Platform;
using Trading.Testing;

namespace Trading.Api.Tests.Sessions;

/// <summary>Create, watch, stop, archive; and who may.</summary>
public sealed class SessionLifeTests(ChurnRun run, TradingPlatform platform) : IClassFixture<ChurnRun>
{
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(TestScale.Of(suite: 2, whole: 1));

    [Fact]
    public async Task Fifty_identical_requests_at_once_make_one_session()
    {
        var key = Guid.NewGuid().ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => run.Client.PostSessionAsync(run.Body.DeepClone(), key)));

        var id = $"{(await (await run.Client.PostSessionAsync(run.Body.DeepClone(), key)).ExpectAsync(201))["id"]}";
        foreach (var answer in answers)
        {
            Assert.Equal(id, $"{(await answer.ExpectAsync(201))["id"]}");
            Assert.Equal($"/api/v1/sessions/{id}", answer.Headers.Location!.ToString());
        }

        await run.Client.EndedAsync(id);
    }

    [Fact]
    public async Task Session_shows_how_its_venue_behaves_with_the_defaults_filled_in()
    {
        var body = run.Body.DeepClone();
        body["venue"] = JsonNode.Parse("""{ "takerFeeRate": 0.001, "latency": "0ms" }""");
        var expected = JsonNode.Parse(
            """
            {
              "latency": "0s", "latencyJitter": "0s", "makerFeeRate": 0.0002, "takerFeeRate": 0.001, "assumedSpreadBps": 2, "impactBpsPerVolumePct": 1,
              "rejectPct": 0, "fundingRate": 0.0001, "stopTrigger": "mark"
            }
            """);

        using var created = await run.Client.PostSessionAsync(body);
        var session = await created.ExpectAsync(201);
        var ended = await run.Client.EndedAsync($"{session["id"]}");
        var listed = (await run.Client.AllAsync(SessionLab.Path)).Single(row => $"{row["id"]}" == $"{session["id"]}");

        Assert.All([session, ended, listed], shown => Assert.Equal(expected!.ToJsonString(), shown["venue"]!.ToJsonString()));
    }

    [Fact]
    public async Task Key_with_another_body_is_refused()
    {
        var key = Guid.NewGuid().ToString();
        var other = run.Body.DeepClone();
        other["seed"] = 2;

        var id = $"{(await (await run.Client.PostSessionAsync(run.Body.DeepClone(), key)).ExpectAsync(201))["id"]}";
        using var refused = await run.Client.PostSessionAsync(other, key);

        Assert.Equal("idempotency_key_reused", $"{(await refused.ExpectAsync(422))["code"]}");
        await run.Client.EndedAsync(id);
    }

    [Fact]
    public async Task Results_appear_while_it_runs_and_a_stop_ends_it_at_once_for_good()
    {
        var id = await run.Client.StartAsync(run.LongBody.DeepClone());
        await run.Client.EventuallyAsync($"{SessionLab.Path}/{id}/fills", list => list["items"]!.AsArray().Count > 0);
        await run.Client.EventuallyAsync($"{SessionLab.Path}/{id}/report", report => (int)report["metrics"]!["fills"]! > 0);
        var listed = await run.Client.EventuallyAsync($"{SessionLab.Path}?state=Running", list => list["items"]!.AsArray().Any(item => $"{item!["id"]}" == id));
        var running = await run.Client.GetJsonAsync($"{SessionLab.Path}/{id}");
        using (var early = await run.Client.DeleteAsync($"{SessionLab.Path}/{id}"))
        {
            Assert.Equal("conflict", $"{(await early.ExpectAsync(409))["code"]}");
        }

        var watch = Stopwatch.StartNew();
        var stops = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => run.Client.PostTextAsync($"{SessionLab.Path}/{id}/stop", """{ "policy": "close" }""")));
        var ended = await run.Client.EndedAsync(id);

        Assert.True(watch.Elapsed < StopMax, $"The stop took {watch.Elapsed}.");
        Assert.All(stops, stop => Assert.Equal(202, (int)stop.StatusCode));
        Assert.Equal(("Running", "Stopped"), ($"{running["state"]}", $"{ended["state"]}"));
        Assert.InRange((double)ended["progress"]!["percent"]!, 0.0001, 99.9999);
        Assert.False((bool)(await run.Client.GetJsonAsync($"{SessionLab.Path}/{id}/report"))["complete"]!, "It was stopped before its data ended.");
        Assert.Equal(["Starting", "Running", "Stopping", "Stopped"], ended["transitions"]!.AsArray().Select(step => $"{step!["to"]}"));
        Assert.Equal(run.Owner, $"{ended["transitions"]![2]!["actor"]}");
        Assert.All(listed["items"]!.AsArray(), item => Assert.Equal(1, (int)item!["strategies"]![0]!["version"]!));

        using var again = await run.Client.PostTextAsync($"{SessionLab.Path}/{id}/stop", "{}");
        Assert.Equal(ended.ToJsonString(), (await again.ExpectAsync(202)).ToJsonString());
        var shown = await Recomputation.OfAsync(run.Client, id);
        Assert.Equal($"{(await run.Client.GetJsonAsync($"{SessionLab.Path}/{id}/report"))["fingerprint"]}", shown.Fingerprint());
        Assert.Empty(await run.Client.AllAsync($"{SessionLab.Path}/{id}/positions"));
    }

    [Fact]
    public async Task List_shows_the_end_and_the_progress_within_a_second()
    {
        var id = await run.Client.RunAsync(run.Body.DeepClone());
        var found = await run.Client.GetJsonAsync($"{SessionLab.Path}/{id}");
        var watch = Stopwatch.StartNew();

        var list = await run.Client.EventuallyAsync(
            SessionLab.Path,
            answer => answer["items"]!.AsArray().Any(item => $"{item!["id"]}" == id && $"{item["state"]}" == "Completed" && (double)item["progress"]!["percent"]! == 100));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"The list was behind for {watch.Elapsed}.");
        var listed = list["items"]!.AsArray().Single(item => $"{item!["id"]}" == id)!;
        found.AsObject().Remove("transitions");
        Assert.Equal(found.ToJsonString(), listed.ToJsonString());
    }

    [Fact]
    public async Task Sessions_are_listed_by_the_name_and_by_the_id_of_their_dataset()
    {
        var dataset = $"{(await run.Client.GetJsonAsync("/api/v1/datasets/short"))["id"]}";
        var byName = await run.Client.AllAsync($"{SessionLab.Path}?dataset=short");
        var byId = await run.Client.AllAsync($"{SessionLab.Path}?dataset={dataset}");

        Assert.Contains(byName, item => $"{item["id"]}" == run.Session);
        Assert.All(byName, item => Assert.Equal("short", $"{item["market"]!["dataset"]}"));
        Assert.Contains(byId, item => $"{item["id"]}" == run.Session);
        Assert.DoesNotContain(await run.Client.AllAsync($"{SessionLab.Path}?dataset=long"), item => $"{item["id"]}" == run.Session);
        Assert.Empty(await run.Client.AllAsync($"{SessionLab.Path}?dataset=nobodys"));
    }

    [Fact]
    public async Task Archived_session_leaves_the_list_and_keeps_its_results()
    {
        var id = await run.Client.RunAsync(run.Body.DeepClone());
        var report = await run.Client.GetJsonAsync($"{SessionLab.Path}/{id}/report");

        using var archived = await run.Client.DeleteAsync($"{SessionLab.Path}/{id}");
        using var again = await run.Client.DeleteAsync($"{SessionLab.Path}/{id}");

        Assert.Equal((204, 204), ((int)archived.StatusCode, (int)again.StatusCode));
        Assert.DoesNotContain(await run.Client.AllAsync(SessionLab.Path), item => $"{item["id"]}" == id);
        Assert.True((await run.Client.GetJsonAsync($"{SessionLab.Path}/{id}"))["archived"]!.GetValue<bool>());
        Assert.Equal(report.ToJsonString(), (await run.Client.GetJsonAsync($"{SessionLab.Path}/{id}/report")).ToJsonString());
    }

    [Fact]
    public async Task Everybody_but_the_owner_sees_what_his_role_allows_and_changes_nothing()
    {
        string[] parts = ["", "/instances", "/markets", "/signals", "/orders", "/fills", "/positions", "/roundtrips", "/equity", "/transitions", "/indicators?every=1s", "/report"];
        var order = $"{(await run.Client.GetJsonAsync($"{SessionLab.Path}/{run.Session}/orders"))["items"]![0]!["id"]}";
        string[] paths =
        [
            .. parts.Select(part => $"{SessionLab.Path}/{run.Session}{part}"), $"/api/v1/orders/{order}", $"/api/v1/accounts/acc-{run.Session}",
            $"/api/v1/accounts/acc-{run.Session}/ledger", $"/api/v1/accounts/acc-{run.Session}/limits",
        ];
        foreach (var (user, status) in ((string, int)[])[("vera", 200), ("tina", 404), ("admin", 200)])
        {
            foreach (var path in paths)
            {
                using var answer = await platform.As(user).GetAsync(path);
                Assert.Equal((user, path, status), (user, path, (int)answer.StatusCode));
            }
        }

        foreach (var (user, status) in ((string, int)[])[("vera", 403), ("tina", 404)])
        {
            using var stop = await platform.As(user).PostTextAsync($"{SessionLab.Path}/{run.Session}/stop", "{}");
            using var rerun = await platform.As(user).PostAsync($"{SessionLab.Path}/{run.Session}/rerun", content: null);
            using var archive = await platform.As(user).DeleteAsync($"{SessionLab.Path}/{run.Session}");
            Assert.Equal((user, status, status, status), (user, (int)stop.StatusCode, (int)rerun.StatusCode, (int)archive.StatusCode));
        }

        Assert.DoesNotContain(await platform.As("tina").AllAsync(SessionLab.Path), item => $"{item["owner"]}" == run.Owner);
        Assert.NotEmpty(await platform.As("admin").AllAsync($"{SessionLab.Path}?owner={run.Owner}"));
    }

    [Fact]
    public async Task Longer_recording_with_the_same_beginning_decides_the_same_until_the_shorter_ends()
    {
        await run.Client.GenerateAsync("longer", "calm", "3h", 10);
        var longer = await run.Client.RunAsync(SessionLab.Body("longer", ("churn", [SessionLab.Btc])));
        var (shortRun, longRun) = (await Recomputation.OfAsync(run.Client, run.Session), await Recomputation.OfAsync(run.Client, longer));
        var end = shortRun.Equity[^1].Time("at");

        Assert.True(longRun.Fills.Count > shortRun.Fills.Count && shortRun.Fills.Count > 1_000);
        Assert.Equal(Until(shortRun.Fills, "at", end), Until(longRun.Fills, "at", end));
        Assert.Equal(Until(shortRun.Equity, "at", end), Until(longRun.Equity, "at", end));
        Assert.Equal(Until(shortRun.Orders, "createdAt", end), Until(longRun.Orders, "createdAt", end));
    }

    private static string[] Until(IEnumerable<JsonNode> items, string time, DateTimeOffset end) =>
        [.. items.Where(item => item.Time(time) < end).Select(item => $"{item[time]} {item["side"]} {item["type"]} {item["quantity"]} {item["price"]} {item["stopPrice"]} {item["fee"]} {item["equity"]}")];
}
