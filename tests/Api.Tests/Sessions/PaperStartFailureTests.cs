using Trading.Api.Tests.Platform;
using Trading.Testing;

namespace Trading.Api.Tests.Sessions;

/// <summary>A session starts whole or not at all.</summary>
public sealed class PaperStartFailureTests
{
    [Fact]
    public async Task Start_that_does_not_come_about_is_undone_says_why_and_leaves_its_market_to_others()
    {
        var calls = new FailingCalls("strategy", "Start") { IsFailing = true };
        await using var host = new PlatformHost { Calls = calls };
        host.Start();
        using var client = await PlatformHost.SignInAsync(host);
        var body = PaperLab.Body(await client.SaveNewAsync(PaperLab.Holder));
        body["account"] = "shared";

        using var created = await client.PostSessionAsync(body, Guid.NewGuid().ToString());
        var session = await created.ExpectAsync(201);
        var ended = await client.EndedAsync($"{session["id"]}");

        Assert.Equal(("Starting", "Failed", "start_failed"), ($"{session["state"]}", $"{ended["state"]}", $"{ended["failure"]!["code"]}"));
        Assert.True(calls.Count > 1, "It was tried again.");
        Assert.Empty(await client.AllAsync($"{SessionLab.Path}/{session["id"]}/orders"));

        // Symbol and account are free, and nothing of the first works beside the second.
        calls.IsFailing = false;
        var next = await client.PaperAsync(body.DeepClone());
        await client.UntilAsync(next, "positions", positions => positions.Count > 0);
        Assert.Empty(await client.AllAsync($"{SessionLab.Path}/{session["id"]}/orders"));
        await client.StopAsync(next, "close");
    }
    [Fact]
    public async Task Start_without_the_venue_names_it()
    {
        await using var host = new PlatformHost(("Trading:Paper:VenueUrl", $"{FreePort.NextUrl()}"));
        host.Start();
        using var client = await PlatformHost.SignInAsync(host);

        using var created = await client.PostSessionAsync(PaperLab.Body(await client.SaveNewAsync(PaperLab.Holder)), Guid.NewGuid().ToString());
        var ended = await client.EndedAsync($"{(await created.ExpectAsync(201))["id"]}");

        Assert.Equal(("Failed", "start_failed"), ($"{ended["state"]}", $"{ended["failure"]!["code"]}"));
        Assert.Contains("the venue does not answer", $"{ended["failure"]!["detail"]}", StringComparison.Ordinal);
    }
}
