using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Trading.Api.Tests.Events;
using Trading.Api.Tests.Platform;
using Trading.Api.Tests.Sessions;
using Trading.Storage;
using Trading.Storage.Alerts;

namespace Trading.Api.Tests.Alerts;

public sealed class AlertsTests(TradingPlatform platform)
{
    private const string Path = "/api/v1/alerts";

    [Fact]
    public async Task Kill_switch_raises_an_alert_that_its_owner_acknowledges_once_for_all_to_see()
    {
        var (owner, tokens) = await platform.NewUserAsync();
        using var client = platform.As(owner);
        using var opened = await client.PutAsync("/api/v1/accounts/mine", Json("""{ "venue": "simulated", "currency": "USDT" }"""));
        var account = $"{(await opened.ExpectAsync(201))["id"]}";
        await using var reader = await EventReader.OpenAsync(platform.Streaming(tokens.AccessToken), "?kinds=alert");
        await reader.NextAsync();

        using var tripped = await client.PostTextAsync($"/api/v1/accounts/{account}/kill-switch", """{ "reason": "enough for today" }""");
        await tripped.ExpectAsync(200);
        var told = (await reader.UntilAsync(told => told.Kind == "alert")).Single().Data;
        var listed = (await client.GetJsonAsync($"{Path}?acknowledged=false"))["items"]!.AsArray().Single()!;
        using var first = await client.PostTextAsync($"{Path}/{told["id"]}/acknowledge", "");
        using var again = await client.PostTextAsync($"{Path}/{told["id"]}/acknowledge", "");

        Assert.Equal(("kill_switch", "critical"), ($"{told["code"]}", $"{told["severity"]}"));
        Assert.Equal(listed.ToJsonString(), told.ToJsonString());
        var acknowledged = await first.ExpectAsync(200);
        Assert.Equal(owner, $"{acknowledged["acknowledgedBy"]}");
        Assert.Equal(acknowledged.ToJsonString(), (await again.ExpectAsync(200)).ToJsonString());
        Assert.Equal(acknowledged.ToJsonString(), (await reader.UntilAsync(told => told.Kind == "alert")).Single().Data.ToJsonString());
        Assert.Empty((await client.GetJsonAsync($"{Path}?acknowledged=false"))["items"]!.AsArray());
        Assert.Single((await client.GetJsonAsync($"{Path}?acknowledged=true&severity=critical&code=kill_switch"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Alert_of_another_is_not_there_for_a_trader_and_a_viewer_only_reads_it()
    {
        var (owner, _) = await platform.NewUserAsync();
        var id = $"alr-{Guid.NewGuid():n}";
        await new AlertStore(platform.Services.GetRequiredService<TradingDatabase>()).RaiseAsync(
            [new AlertRow(id, owner, null, "info", "test", "A test says so.", DateTimeOffset.UtcNow)]);
        using var tina = platform.As("tina");
        using var vera = platform.As("vera");
        using var admin = platform.As("admin");

        using var others = await tina.PostTextAsync($"{Path}/{id}/acknowledge", "");
        using var viewers = await vera.PostTextAsync($"{Path}/{id}/acknowledge", "");
        var seen = (await vera.GetJsonAsync($"{Path}?owner={owner}"))["items"]!.AsArray();
        using var allowed = await admin.PostTextAsync($"{Path}/{id}/acknowledge", "");

        Assert.Equal((404, 403), ((int)others.StatusCode, (int)viewers.StatusCode));
        Assert.Null(Assert.Single(seen)!["acknowledgedAt"]);
        Assert.Equal("admin", $"{(await allowed.ExpectAsync(200))["acknowledgedBy"]}");
    }

    [Theory]
    [InlineData("severity=loud", "/severity")]
    [InlineData("acknowledged=perhaps", "/acknowledged")]
    [InlineData("colour=red", "/colour")]
    public async Task Filter_that_cannot_be_is_refused_by_name(string query, string pointer)
    {
        using var client = platform.As("tom");

        using var refused = await client.GetAsync($"{Path}?{query}");

        Assert.Equal((422, pointer), ((int)refused.StatusCode, (await refused.ProblemAsync()).Errors![0].Pointer));
    }

    private static StringContent Json(string body) => new(JsonNode.Parse(body)!.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
}
