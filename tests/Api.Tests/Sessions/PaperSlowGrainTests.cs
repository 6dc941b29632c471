using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Trading.Api.Tests.Platform;

namespace Trading.Api.Tests.Sessions;

/// <summary>A session whose instances do not answer is still asked and told, and its start is answered in time.</summary>
public sealed class PaperSlowGrainTests
{
    /// <summary>Well below the 10 s after which a call to a grain is given up.</summary>
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LookMin = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Session_answers_while_its_instances_do_not()
    {
        var held = new HeldCalls("strategy");
        await using var host = new PlatformHost { Calls = held };
        host.Start();
        using var end = held;
        using var client = await PlatformHost.SignInAsync(host);
        var id = await client.PaperAsync(PaperLab.Body(await client.SaveNewAsync(PaperLab.Holder)));

        var markets = $"{SessionLab.Path}/{id}/markets";
        var before = NewestIn(await client.EventuallyAsync(markets, answer => NewestIn(answer) is not null));

        held.Hold();
        await held.Arrived;

        // What the markets are goes on meanwhile.
        await client.EventuallyAsync(markets, answer => NewestIn(answer) > before + LookMin);

        // For longer than the second after which a session looks after its instances again.
        var watch = Stopwatch.StartNew();
        await client.EventuallyAsync($"{SessionLab.Path}/{id}", _ => watch.Elapsed > LookMin).WaitAsync(LookMin + AnswerMax);
        using (var stop = await client.PostTextAsync($"{SessionLab.Path}/{id}/stop", """{ "policy": "close" }""").WaitAsync(AnswerMax))
        {
            await stop.ExpectAsync(202);
        }

        held.Release();
        Assert.Equal("Stopped", $"{(await client.EndedAsync(id))["state"]}");
    }

    private static DateTimeOffset? NewestIn(JsonNode markets) =>
        markets["items"]!.AsArray().Max(market => (string?)market!["at"] is { } at ? DateTimeOffset.Parse(at, CultureInfo.InvariantCulture) : (DateTimeOffset?)null);

    [Fact]
    public async Task Start_that_takes_long_is_answered_as_starting_and_goes_on()
    {
        var held = new HeldCalls("strategy");
        await using var host = new PlatformHost { Calls = held };
        host.Start();
        using var end = held;
        using var client = await PlatformHost.SignInAsync(host);
        var body = PaperLab.Body(await client.SaveNewAsync(PaperLab.Waiter));

        held.Hold();
        var watch = Stopwatch.StartNew();
        using var created = await client.PostSessionAsync(body, Guid.NewGuid().ToString());
        var session = await created.ExpectAsync(201);

        Assert.Equal("Starting", $"{session["state"]}");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        held.Release();
        await client.EventuallyAsync($"{SessionLab.Path}/{session["id"]}", now => $"{now["state"]}" is "Running");
        await client.StopAsync($"{session["id"]}", "cancel");
    }
}
