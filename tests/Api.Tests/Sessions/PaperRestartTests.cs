using System.Text.Json.Nodes;
using Trading.Api.Tests.Platform;
using Trading.Testing;

namespace Trading.Api.Tests.Sessions;

/// <summary>Paper sessions across hosts that come and go on one data directory, and over and over on one.</summary>
public sealed class PaperRestartTests
{
    [Fact]
    public async Task Session_goes_on_after_a_restart_in_the_middle_of_a_position()
    {
        using var folder = new TemporaryFolder();
        string id, waiting;
        JsonNode open, resting;
        await using (var host = PlatformHost.On(folder))
        {
            using var client = await PlatformHost.SignInAsync(host);
            id = await client.PaperAsync(PaperLab.Body(await client.SaveNewAsync(PaperLab.Holder)));
            waiting = await client.PaperAsync(PaperLab.Body(await client.SaveNewAsync(PaperLab.Waiter.Replace("\"4s\"", "\"20s\"", StringComparison.Ordinal)), SessionLab.Eth));
            open = (await client.UntilAsync(id, "positions", positions => positions.Count == 1 && positions[0]!["stopPrice"] is not null))["items"]![0]!;
            resting = (await client.UntilAsync(waiting, "orders", orders => orders.Any(order => $"{order!["status"]}" is "New")))["items"]![0]!;
        }

        await using var again = PlatformHost.On(folder);
        using var user = await PlatformHost.SignInAsync(again);
        var resumed = DateTimeOffset.UtcNow;
        await user.UntilAsync(id, "markets", markets => markets.Any(market => market!.Time("at") > resumed));

        Assert.Equal("Running", $"{(await user.GetJsonAsync($"{SessionLab.Path}/{id}"))["state"]}");
        var held = (await user.GetJsonAsync($"{SessionLab.Path}/{id}/positions"))["items"]![0]!;
        Assert.Equal(($"{open["quantity"]}", $"{open["entryPrice"]}", $"{open["stopPrice"]}"), ($"{held["quantity"]}", $"{held["entryPrice"]}", $"{held["stopPrice"]}"));
        Assert.Equal("InPosition", $"{(await user.GetJsonAsync($"{SessionLab.Path}/{id}/instances"))["items"]![0]!["state"]}");

        // The deadline of what rested outlives the host that set it.
        var expired = (await user.UntilAsync(waiting, "orders?sort=asc", orders => $"{orders[0]!["status"]}" is "Expired"))["items"]![0]!;
        Assert.Equal(($"{resting["id"]}", "timeout"), ($"{expired["id"]}", $"{expired["reason"]}"));
        Assert.InRange(expired.Time("updatedAt"), resting.Time("deadline"), resting.Time("deadline").AddSeconds(TestScale.Of(suite: 30, whole: 15)));

        await user.StopAsync(id, "close");
        await user.StopAsync(waiting, "cancel");
        Assert.Single(await user.AllAsync($"{SessionLab.Path}/{id}/roundtrips"));
    }

    [Fact]
    public async Task Replay_that_a_restart_cut_short_gives_what_an_undisturbed_one_gives()
    {
        using var folder = new TemporaryFolder();
        string id;
        JsonObject body;
        await using (var host = PlatformHost.On(folder))
        {
            using var client = await PlatformHost.SignInAsync(host);
            await client.GenerateAsync("one", "trend", "20s", 10);
            body = SessionLab.Body("one", (await client.SaveNewAsync(CollectLab.Quick), [SessionLab.Btc]));
            (body["mode"], body["market"]!["speed"]) = ("paper", 10);
            id = await client.PaperAsync(body);
            await client.UntilAsync(id, "roundtrips", trips => trips.Count >= 2);
        }

        await using var again = PlatformHost.On(folder);
        using var user = await PlatformHost.SignInAsync(again);
        Assert.Equal("Completed", $"{(await user.EndedAsync(id, TimeSpan.FromMinutes(3)))["state"]}");
        body["mode"] = "backtest";
        body["market"] = new JsonObject { ["dataset"] = "one" };
        var backtest = await user.RunAsync(body);

        Assert.Equal(
            $"{(await user.GetJsonAsync($"{SessionLab.Path}/{backtest}/report"))["fingerprint"]}",
            $"{(await user.GetJsonAsync($"{SessionLab.Path}/{id}/report"))["fingerprint"]}");
    }

    [Fact]
    public async Task Starts_and_stops_in_turn_leave_nothing_that_works()
    {
        using var folder = new TemporaryFolder();

        // Sixteen traders who look again and again at what they stop are one user here.
        await using var host = PlatformHost.On(folder, ("Trading:RateLimits:UserPerSecond", "1000000"), ("Trading:RateLimits:AddressPerSecond", "1000000"));
        using var client = await PlatformHost.SignInAsync(host);
        var strategy = await client.SaveNewAsync(PaperLab.Waiter);
        var rounds = TestScale.Of(suite: 4, whole: 63);

        // Sixteen traders at a time; the next start of each needs the symbols that the one before has leased.
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async trader =>
        {
            var body = PaperLab.Body(strategy, SessionLab.Btc, SessionLab.Eth);
            body["account"] = FormattableString.Invariant($"again-{trader}");
            for (var round = 0; round < rounds; round++)
            {
                Assert.Equal("Stopped", $"{(await client.StopAsync(await client.PaperAsync(body), round % 2 == 0 ? "cancel" : "close"))["state"]}");
            }
        }));

        Assert.Equal(16 * rounds, (await client.AllAsync($"{SessionLab.Path}?state=Stopped&mode=paper")).Count);
        Assert.DoesNotContain(await client.AllAsync("/api/v1/orders"), order => $"{order["status"]}" is "New" or "PendingNew" or "Submitting" or "Unknown" or "PartiallyFilled" or "PendingCancel");
        Assert.All(await client.AllAsync("/api/v1/accounts"), account => Assert.Equal("0", $"{account["reserved"]}"));
        var (begun, ended) = (EventsOf(host, 6301), EventsOf(host, 6307));
        Assert.Equal((2 * 16 * rounds, 2 * 16 * rounds), (begun, ended));
    }

    private static int EventsOf(PlatformHost host, int eventId) =>
        host.Logs.Lines.Count(line => JsonNode.Parse(line)!["EventId"]?["Id"]?.GetValue<int>() == eventId);
}
