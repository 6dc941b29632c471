using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Trading.Api.Tests.Platform;
using Trading.Storage;
using Trading.Testing;

namespace Trading.Api.Tests.Sessions;

/// <summary>Hosts that come and go on one data directory.</summary>
public sealed class SessionRestartTests
{
    [Fact]
    public async Task After_a_restart_every_result_has_the_same_bytes_and_a_rerun_the_same_fingerprint()
    {
        using var folder = new TemporaryFolder();
        string id;
        Dictionary<string, string> before;
        await using (var host = PlatformHost.On(folder))
        {
            using var client = await PlatformHost.SignInAsync(host);
            await client.GenerateAsync("pumps", duration: "2h", eventsPerSecond: 10);
            await client.SaveAsync(JsonNode.Parse(ChurnRun.Strategy)!);
            id = await client.RunAsync(SessionLab.Body("pumps", ("churn", [SessionLab.Btc])));
            before = await EverythingAsync(client, id);
        }

        await using var again = PlatformHost.On(folder);
        using var user = await PlatformHost.SignInAsync(again);
        var after = await EverythingAsync(user, id);

        Assert.True(before.Count > 20 && before.Values.All(text => text.Length > 10));
        foreach (var (path, text) in before)
        {
            Assert.Equal((path, text), (path, after[path]));
        }

        using var asked = await user.PostAsync($"{SessionLab.Path}/{id}/rerun", content: null);
        var rerun = $"{(await asked.ExpectAsync(201))["id"]}";
        await user.EndedAsync(rerun);
        Assert.Equal(
            $"{(await user.GetJsonAsync($"{SessionLab.Path}/{id}/report"))["fingerprint"]}",
            $"{(await user.GetJsonAsync($"{SessionLab.Path}/{rerun}/report"))["fingerprint"]}");
    }

    [Fact]
    public async Task Run_that_a_restart_cut_short_starts_anew_and_gives_what_an_undisturbed_one_gives()
    {
        using var folder = new TemporaryFolder();
        string id;
        await using (var host = PlatformHost.On(folder))
        {
            using var client = await PlatformHost.SignInAsync(host);
            await client.GenerateAsync("day", "calm", "6h", 10);
            await client.SaveAsync(JsonNode.Parse(ChurnRun.Strategy)!);
            id = await client.StartAsync(SessionLab.Body("day", ("churn", [SessionLab.Btc])));
            await client.EventuallyAsync($"{SessionLab.Path}/{id}/fills", list => list["items"]!.AsArray().Count > 0);
            Assert.Equal("Running", $"{(await client.GetJsonAsync($"{SessionLab.Path}/{id}"))["state"]}");
        }

        await using var again = PlatformHost.On(folder);
        using var user = await PlatformHost.SignInAsync(again);
        Assert.Equal("Completed", $"{(await user.EndedAsync(id))["state"]}");
        var undisturbed = await user.RunAsync(SessionLab.Body("day", ("churn", [SessionLab.Btc])));

        Assert.Equal(
            $"{(await user.GetJsonAsync($"{SessionLab.Path}/{undisturbed}/report"))["fingerprint"]}",
            $"{(await user.GetJsonAsync($"{SessionLab.Path}/{id}/report"))["fingerprint"]}");
        Assert.Equal((await Recomputation.OfAsync(user, undisturbed)).Fingerprint(), (await Recomputation.OfAsync(user, id)).Fingerprint());
    }

    [Fact]
    public async Task Run_that_was_paused_and_cut_short_is_paused_at_the_same_instant_when_it_starts_anew()
    {
        using var folder = new TemporaryFolder();
        string id;
        JsonNode paused;
        await using (var host = PlatformHost.On(folder))
        {
            using var client = await PlatformHost.SignInAsync(host);
            await client.GenerateAsync("day", "calm", "12h", 10);
            await client.SaveAsync(JsonNode.Parse(ChurnRun.Strategy)!);
            id = await client.StartAsync(SessionLab.Body("day", ("churn", [SessionLab.Btc])));
            await client.EventuallyAsync($"{SessionLab.Path}/{id}/fills", list => list["items"]!.AsArray().Count > 0);
            using var pause = await client.PostAsync($"{SessionLab.Path}/{id}/strategies/churn/pause", content: null);
            await pause.ExpectAsync(202);
            var taken = await client.EventuallyAsync($"{SessionLab.Path}/{id}", session => session["interventions"]![0]!["effectiveAt"] is not null);
            paused = taken["interventions"]!;
        }

        await using var again = PlatformHost.On(folder);
        using var user = await PlatformHost.SignInAsync(again);
        var ended = await user.EndedAsync(id);
        var signals = await user.AllAsync($"{SessionLab.Path}/{id}/signals");

        Assert.Equal("Completed", $"{ended["state"]}");
        Assert.Equal(paused.ToJsonString(), ended["interventions"]!.ToJsonString());
        Assert.NotEmpty(signals);
        Assert.All(signals, signal => Assert.True(signal.Time("at") < paused[0]!.Time("effectiveAt")));
    }

    [Fact]
    public async Task Run_that_was_stopped_and_cut_short_keeps_what_had_been_seen_of_it()
    {
        using var folder = new TemporaryFolder();
        string id;
        IReadOnlyList<JsonNode> seen;
        await using (var host = PlatformHost.On(folder))
        {
            using var client = await PlatformHost.SignInAsync(host);
            await client.GenerateAsync("day", "calm", "12h", 10);
            await client.SaveAsync(JsonNode.Parse(ChurnRun.Strategy)!);
            id = await client.StartAsync(SessionLab.Body("day", ("churn", [SessionLab.Btc])));
            await client.EventuallyAsync($"{SessionLab.Path}/{id}/fills", list => list["items"]!.AsArray().Count > 0);
            seen = await client.AllAsync($"{SessionLab.Path}/{id}/fills");
            using var stop = await client.PostTextAsync($"{SessionLab.Path}/{id}/stop", "{}");
            await stop.ExpectAsync(202);

            // The host goes before the run has heard of it.
        }

        await using var again = PlatformHost.On(folder);
        using var user = await PlatformHost.SignInAsync(again);
        var ended = await user.EndedAsync(id);

        Assert.Equal("Stopped", $"{ended["state"]}");
        var kept = (await user.AllAsync($"{SessionLab.Path}/{id}/fills")).Select(fill => fill.ToJsonString()).ToHashSet(StringComparer.Ordinal);
        Assert.NotEmpty(seen);
        Assert.All(seen, fill => Assert.Contains(fill.ToJsonString(), kept));
    }

    [Fact]
    public async Task Queued_session_is_stopped_at_once_while_every_lane_works()
    {
        using var folder = new TemporaryFolder();
        await using var host = PlatformHost.On(folder);
        using var client = await PlatformHost.SignInAsync(host);
        await client.GenerateAsync("day", "calm", "1d", 10);
        await client.SaveAsync(JsonNode.Parse(ChurnRun.Strategy)!);
        var body = SessionLab.Body("day", ("churn", [SessionLab.Btc]));
        var running = new List<string>();
        for (var lane = 0; lane < Environment.ProcessorCount; lane++)
        {
            running.Add(await client.StartAsync(body.DeepClone()));
            await client.EventuallyAsync($"{SessionLab.Path}/{running[^1]}/fills", list => list["items"]!.AsArray().Count > 0);
        }

        var queued = await client.StartAsync(body.DeepClone());
        var before = await client.GetJsonAsync($"{SessionLab.Path}/{queued}");
        var watch = Stopwatch.StartNew();
        using var stop = await client.PostTextAsync($"{SessionLab.Path}/{queued}/stop", "{}");
        var ended = await client.EndedAsync(queued);
        var took = watch.Elapsed;

        // It waited for no lane: the runs that hold them all go on.
        foreach (var id in running)
        {
            Assert.Equal("Running", $"{(await client.GetJsonAsync($"{SessionLab.Path}/{id}"))["state"]}");
        }

        Assert.Equal(("Starting", 0), ($"{before["state"]}", (int)before["progress"]!["events"]!));
        Assert.Equal("Stopped", $"{ended["state"]}");
        TestContext.Current.TestOutputHelper?.WriteLine($"The stop took {took.TotalMilliseconds:0} ms beside {running.Count} runs.");
        Assert.Equal(0, (int)(await client.GetJsonAsync($"{SessionLab.Path}/{queued}/report"))["metrics"]!["fills"]!);
        Assert.Single((await client.GetJsonAsync($"{SessionLab.Path}/{queued}/instances"))["items"]!.AsArray());

        // Another one runs as soon as a lane is free.
        var next = await client.StartAsync(body.DeepClone());
        Assert.Equal("Starting", $"{(await client.GetJsonAsync($"{SessionLab.Path}/{next}"))["state"]}");
        using var freed = await client.PostTextAsync($"{SessionLab.Path}/{running[0]}/stop", "{}");
        var started = await client.EventuallyAsync($"{SessionLab.Path}/{next}", now => $"{now["state"]}" is not "Starting");
        Assert.Equal(["Starting", "Running"], started["transitions"]!.AsArray().Take(2).Select(step => $"{step!["to"]}"));
        Assert.False((bool)(await client.GetJsonAsync($"{SessionLab.Path}/{queued}/report"))["complete"]!);
        foreach (var id in running.Append(next))
        {
            using var over = await client.PostTextAsync($"{SessionLab.Path}/{id}/stop", "{}");
            await client.EndedAsync(id);
        }
    }

    [Fact]
    public async Task Run_whose_recording_is_damaged_fails_and_says_so()
    {
        using var folder = new TemporaryFolder();
        await using var host = PlatformHost.On(folder);
        using var client = await PlatformHost.SignInAsync(host);
        await client.GenerateAsync("torn", "calm", "4h", 50);
        await client.SaveAsync(JsonNode.Parse(ChurnRun.Strategy)!);

        // As a bad disk would have it: every segment but the first of each series loses its tail, so that the session starts.
        await host.Services.GetRequiredService<TradingDatabase>().WriteAsync(async connection =>
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE segments SET data = substr(data, 1, length(data) / 2) WHERE ordinal > (SELECT min(ordinal) FROM segments)";
            Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
        });
        var id = await client.StartAsync(SessionLab.Body("torn", ("churn", [SessionLab.Btc])));
        var failed = await client.EndedAsync(id);

        Assert.Equal(("Failed", "run_failed"), ($"{failed["state"]}", $"{failed["failure"]!["code"]}"));
        Assert.NotEmpty($"{failed["failure"]!["detail"]}");
        Assert.Equal(("Failed", "run_failed"), ($"{failed["transitions"]!.AsArray()[^1]!["to"]}", $"{failed["transitions"]!.AsArray()[^1]!["trigger"]}"));
        await client.EventuallyAsync($"{SessionLab.Path}?state=Failed", list => list["items"]!.AsArray().Any(item => $"{item!["id"]}" == id && item["failure"] is not null));
    }

    /// <summary>Every answer about a session and what it left, as text.</summary>
    private static async Task<Dictionary<string, string>> EverythingAsync(HttpClient client, string id)
    {
        var session = $"{SessionLab.Path}/{id}";
        var order = $"{(await client.GetJsonAsync($"{session}/orders"))["items"]![0]!["id"]}";
        string[] parts =
        [
            "", "/instances", "/markets", "/signals?limit=500", "/orders?limit=500", "/fills?limit=500", "/positions?state=all", "/roundtrips?limit=500", "/equity?limit=500",
            "/transitions?limit=500", "/indicators", "/indicators?every=1s", "/report",
        ];
        string[] paths =
        [
            .. parts.Select(part => session + part), SessionLab.Path, $"/api/v1/orders/{order}", "/api/v1/orders?limit=500", "/api/v1/accounts",
            $"/api/v1/accounts/acc-{id}", $"/api/v1/accounts/acc-{id}/ledger?limit=500", $"/api/v1/accounts/acc-{id}/limits", "/api/v1/positions?state=all",
        ];
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            using var answer = await client.GetAsync(path);
            Assert.Equal((path, 200), (path, (int)answer.StatusCode));
            answers[path] = await answer.Content.ReadAsStringAsync();
        }

        foreach (var list in (string[])["fills", "roundtrips", "report"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{session}/{list}");
            request.Headers.Add("Accept", "text/csv");
            using var answer = await client.SendAsync(request);
            answers[$"{list}.csv"] = await answer.Content.ReadAsStringAsync();
        }

        return answers;
    }
}
