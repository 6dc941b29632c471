using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Trading.Api.Events;
using Trading.Api.Tests.Platform;
using Trading.Api.Tests.Sessions;
using Trading.Domain.Users;
using Trading.Storage;
using Trading.Storage.Alerts;

namespace Trading.Api.Tests.Events;

/// <summary>Live updates over HTTP: what comes, to whom, in which order, and that a reader who comes back misses nothing.</summary>
public sealed class LiveEventsTests(TradingPlatform platform)
{
    [Fact]
    public async Task Paper_session_is_told_from_its_start_to_its_end_and_in_the_shape_of_the_lists()
    {
        var (user, tokens) = await platform.NewUserAsync();
        using var client = platform.As(user);
        await using var reader = await EventReader.OpenAsync(platform.Streaming(tokens.AccessToken));
        Assert.Equal(EventStream.Ping, (await reader.NextAsync())!.Kind);

        var id = await client.PaperAsync(PaperLab.Body(await client.SaveNewAsync(PaperLab.Churner)));
        var seen = await reader.UntilAsync(told => told.IsOf("position", id) && $"{told.Data["quantity"]}" == "0");
        await client.StopAsync(id, "close");
        seen.AddRange(await reader.UntilAsync(told => told.IsOf("session", id) && $"{told.Data["to"]}" == "Stopped"));

        var kinds = seen.Select(told => told.Kind).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>(["order", "fill", "position", "signal", "transition", "session", "instance", "equity", "progress"], StringComparer.Ordinal), kinds);
        Assert.All(seen, told => Assert.Equal(id, $"{told.Data["session"]}"));
        Assert.Equal(seen.Count, seen.Select(told => told.Id).Distinct().Count());
        Assert.Equal(
            ["Starting", "Running", "Stopping", "Stopped"], seen.Where(told => told.Kind == "session").Select(told => $"{told.Data["to"]}").Where(to => to != "Created"));

        // What lists answer is what was told last of each thing, and a list that only grows was told line by line.
        await AssertLastToldAsync(client, seen, "order", $"{SessionLab.Path}/{id}/orders", item => $"{item["id"]}");
        await AssertLastToldAsync(client, seen, "signal", $"{SessionLab.Path}/{id}/signals", item => $"{item["id"]}");
        await AssertLastToldAsync(client, seen, "fill", $"{SessionLab.Path}/{id}/fills", item => $"{item["orderId"]}/{item["tradeId"]}");
        await AssertLastToldAsync(client, seen, "equity", $"{SessionLab.Path}/{id}/equity", item => $"{item["sequence"]}");
        await AssertLastToldAsync(client, seen, "instance", $"{SessionLab.Path}/{id}/instances", item => $"{item["strategy"]}", isPaged: false);
        var transitions = await client.AllAsync($"{SessionLab.Path}/{id}/transitions");
        Assert.Equal(transitions.Select(Text), seen.Where(told => told.Kind == "transition").Select(told => Text(WithoutSession(told))));
        Assert.True(transitions.Count >= 4);
    }

    [Fact]
    public async Task Reader_who_comes_back_again_and_again_sees_what_one_who_stayed_sees()
    {
        var (user, tokens) = await platform.NewUserAsync();
        using var client = platform.As(user);
        await using var stayed = await EventReader.OpenAsync(platform.Streaming(tokens.AccessToken));
        await stayed.NextAsync();
        string last;
        await using (var first = await EventReader.OpenAsync(platform.Streaming(tokens.AccessToken)))
        {
            last = (await first.NextAsync())!.Id;
        }

        var id = await client.PaperAsync(PaperLab.Body(await client.SaveNewAsync(PaperLab.Churner)));
        var returned = new List<Told>();
        for (var visit = 0; visit < 6; visit++)
        {
            await using var reader = await EventReader.OpenAsync(platform.Streaming(tokens.AccessToken), after: last);
            for (var count = 0; count < 1 + (7 * visit);)
            {
                var told = (await reader.NextAsync())!;
                last = told.Id;
                if (told.Kind != EventStream.Ping)
                {
                    returned.Add(told);
                    count++;
                }
            }
        }

        await client.StopAsync(id, "cancel");
        bool IsEnd(Told told) => told.IsOf("session", id) && $"{told.Data["to"]}" == "Stopped";
        await using (var reader = await EventReader.OpenAsync(platform.Streaming(tokens.AccessToken), after: last))
        {
            returned.AddRange(await reader.UntilAsync(IsEnd));
        }

        var whole = await stayed.UntilAsync(IsEnd);
        Assert.Equal(whole.Select(told => (told.Id, told.Kind)), returned.Select(told => (told.Id, told.Kind)));
        Assert.True(whole.Count > 30);
    }

    [Fact]
    public async Task Trader_follows_his_own_things_and_those_who_oversee_follow_all()
    {
        var (mine, mineTokens) = await platform.NewUserAsync();
        var (other, otherTokens) = await platform.NewUserAsync();
        var (_, viewerTokens) = await platform.NewUserAsync(UserRole.Viewer);
        await using var own = await EventReader.OpenAsync(platform.Streaming(mineTokens.AccessToken), "?kinds=alert");
        await using var others = await EventReader.OpenAsync(platform.Streaming(otherTokens.AccessToken), "?kinds=alert");
        await using var viewer = await EventReader.OpenAsync(platform.Streaming(viewerTokens.AccessToken), "?kinds=alert");
        await using var narrowed = await EventReader.OpenAsync(platform.Streaming(viewerTokens.AccessToken), $"?kinds=alert,order&owner={other}");
        foreach (var reader in new[] { own, others, viewer, narrowed })
        {
            await reader.NextAsync();
        }

        await RaiseAsync(mine, "first");
        await RaiseAsync(other, "second");

        Assert.Equal("first", Code(Assert.Single(await own.UntilAsync(told => told.Kind == "alert"))));
        Assert.Equal("second", Code(Assert.Single(await others.UntilAsync(told => told.Kind == "alert"))));
        Assert.Equal("second", Code(Assert.Single(await narrowed.UntilAsync(told => told.Kind == "alert"))));
        var all = await viewer.UntilAsync(told => told.Kind == "alert" && $"{told.Data["owner"]}" == other);
        Assert.Contains(all, told => $"{told.Data["owner"]}" == mine);
    }

    [Fact]
    public async Task Session_of_another_is_not_there()
    {
        using var tom = platform.As("tom");
        var id = await tom.PaperAsync(PaperLab.Body(await tom.SaveNewAsync(PaperLab.Waiter)));
        await tom.StopAsync(id, "cancel");
        using var tina = platform.As("tina");

        using var refused = await EventReader.SendAsync(tina, $"?sessions={id}");

        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        var (_, tokens) = await platform.NewUserAsync(UserRole.Viewer);
        await using var viewer = await EventReader.OpenAsync(platform.Streaming(tokens.AccessToken), $"?sessions={id}");
        Assert.Equal(EventStream.Ping, (await viewer.NextAsync())!.Kind);
    }

    [Theory]
    [InlineData("?kinds=order,weather", 422, "/kinds")]
    [InlineData("?kinds=order,", 422, "/kinds")]
    [InlineData("?sessions=first", 422, "/sessions")]
    [InlineData("?session=ses-abcdefghijklmno", 422, "/session")]
    public async Task Filter_that_cannot_be_is_refused_by_name(string query, int status, string pointer)
    {
        using var client = platform.As("tom");

        using var refused = await EventReader.SendAsync(client, query);

        Assert.Equal((status, pointer), ((int)refused.StatusCode, (await refused.ProblemAsync()).Errors![0].Pointer));
    }

    [Theory]
    [InlineData("17")]
    [InlineData("evt-")]
    [InlineData("evt-xyz")]
    [InlineData("evt-00")]
    [InlineData("evt-ffffffffffffffff")]
    [InlineData("evt-1 OR 1=1")]
    public async Task Last_id_that_never_was_an_id_is_malformed(string id)
    {
        using var client = platform.As("tom");

        using var refused = await EventReader.SendAsync(client, after: id);

        Assert.Equal((400, "/Last-Event-ID"), ((int)refused.StatusCode, (await refused.ProblemAsync()).Errors![0].Pointer));
    }

    [Fact]
    public async Task Last_id_of_another_database_begins_with_a_reset_and_goes_on()
    {
        var (user, tokens) = await platform.NewUserAsync();
        await using var reader = await EventReader.OpenAsync(platform.Streaming(tokens.AccessToken), after: EventIds.Of(long.MaxValue));

        Assert.Equal(EventStream.Reset, (await reader.NextAsync())!.Kind);
        await RaiseAsync(user, "afterwards");
        Assert.Equal("afterwards", Code(Assert.Single(await reader.UntilAsync(told => told.Kind == "alert"))));
    }

    [Fact]
    public async Task Stream_ends_with_the_sign_in()
    {
        var (user, tokens) = await platform.NewUserAsync();
        await using var reader = await EventReader.OpenAsync(platform.Streaming(tokens.AccessToken));
        await reader.NextAsync();
        using var admin = platform.As("admin");

        using var revoked = await admin.PostTextAsync($"/api/v1/users/{user}/revoke", "");

        Assert.True(revoked.IsSuccessStatusCode);
        var asked = TimeProvider.System.GetTimestamp();
        await reader.EndAsync();
        Assert.InRange(TimeProvider.System.GetElapsedTime(asked), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task One_user_holds_a_bounded_number_of_streams_and_one_that_left_makes_room()
    {
        var (_, tokens) = await platform.NewUserAsync();
        var readers = new List<EventReader>();
        for (var count = 0; count < EventSlots.StreamsMax; count++)
        {
            readers.Add(await EventReader.OpenAsync(platform.Streaming(tokens.AccessToken)));
        }

        using (var client = platform.Streaming(tokens.AccessToken))
        {
            using var refused = await EventReader.SendAsync(client);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        await readers[0].DisposeAsync();
        using (var client = platform.Streaming(tokens.AccessToken))
        {
            HttpStatusCode status;
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            do
            {
                await Task.Delay(20, patience.Token);
                using var answer = await EventReader.SendAsync(client);
                status = answer.StatusCode;
            }
            while (status is HttpStatusCode.TooManyRequests);

            Assert.Equal(HttpStatusCode.OK, status);
        }

        foreach (var reader in readers.Skip(1))
        {
            await reader.DisposeAsync();
        }
    }

    private async Task RaiseAsync(string owner, string code) => await new AlertStore(platform.Services.GetRequiredService<TradingDatabase>()).RaiseAsync(
        [new AlertRow($"alr-{Guid.NewGuid():n}", owner, null, "warning", code, "A test says so.", DateTimeOffset.UtcNow)]);

    private static string Code(Told told) => $"{told.Data["code"]}";

    private static async Task AssertLastToldAsync(
        HttpClient client, List<Told> seen, string kind, string path, Func<JsonNode, string> idOf, bool isPaged = true)
    {
        var listed = isPaged ? await client.AllAsync(path) : [.. (await client.GetJsonAsync(path))["items"]!.AsArray().Select(item => item!)];
        var told = seen.Where(candidate => candidate.Kind == kind).GroupBy(candidate => idOf(candidate.Data)).ToDictionary(group => group.Key, group => group.Last());
        Assert.NotEmpty(listed);
        Assert.Equal(listed.Select(idOf).Order(StringComparer.Ordinal), told.Keys.Order(StringComparer.Ordinal));
        Assert.All(listed, item => Assert.Equal(Text(WithSession(item, told[idOf(item)])), Text(told[idOf(item)].Data)));
    }

    private static JsonNode WithSession(JsonNode item, Told told)
    {
        var copy = item.DeepClone();
        copy["session"] = told.Data["session"]!.DeepClone();
        return copy;
    }

    private static JsonNode WithoutSession(Told told)
    {
        var copy = told.Data.DeepClone();
        copy.AsObject().Remove("session");
        return copy;
    }

    private static string Text(JsonNode item) => item.ToJsonString();
}
