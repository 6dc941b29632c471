using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Trading.Api.Tests.Platform;
using Trading.Domain.Strategies;
using Trading.Domain.Users;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Strategies;

namespace Trading.Api.Tests.Strategies;

public sealed class StrategyEndpointTests(TradingPlatform platform)
{
    [Fact]
    public async Task New_strategy_is_version_1_and_reads_back_as_it_was_written()
    {
        using var tom = platform.As("tom");
        var document = Documents.Of(Documents.NewName());

        using var created = await tom.CreateAsync(document);
        using var found = await tom.GetAsync(created.Headers.Location);

        var answer = await created.JsonAsync();
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(($"{document["name"]}", 1, "\"1\""), ($"{answer["name"]}", (int)answer["version"]!, created.Headers.ETag!.Tag));
        Assert.Equal("\"1\"", found.Headers.ETag!.Tag);
        Assert.True(JsonNode.DeepEquals(document, await found.JsonAsync()));
    }

    [Fact]
    public async Task Name_that_is_taken_is_a_conflict_and_changes_nothing()
    {
        using var tom = platform.As("tom");
        var document = Documents.Of(Documents.NewName());
        using var first = await tom.CreateAsync(document);

        using var second = await tom.CreateAsync(Documents.Of($"{document["name"]}", value: 9));
        using var found = await tom.GetAsync(first.Headers.Location);

        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (second.StatusCode, (await second.ProblemAsync()).Code));
        Assert.True(JsonNode.DeepEquals(document, await found.JsonAsync()));
    }

    [Fact]
    public async Task Of_parallel_creations_of_one_name_one_wins()
    {
        using var tom = platform.As("tom");
        var name = Documents.NewName();

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(value => tom.CreateAsync(Documents.Of(name, value))));

        Assert.Single(answers, answer => answer.StatusCode is HttpStatusCode.Created);
        Assert.Equal(7, answers.Count(answer => answer.StatusCode is HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Changed_document_is_the_next_version_and_an_unchanged_one_however_spelled_keeps_it()
    {
        using var tom = platform.As("tom");
        var name = Documents.NewName();
        using var created = await tom.CreateAsync(Documents.Of(name, value: 7));

        using var changed = await tom.SaveAsync(Documents.Of(name, value: 8));
        var respelled = new JsonObject(Documents.Of(name, value: 8).Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        using var unchanged = await tom.SaveAsync(respelled);

        Assert.Equal((HttpStatusCode.OK, "\"2\""), (changed.StatusCode, changed.Headers.ETag!.Tag));
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (unchanged.StatusCode, unchanged.Headers.ETag!.Tag));
        Assert.Equal([(2, 8), (1, 7)], await VersionsAsync(tom, name));
    }

    [Theory]
    [InlineData("\"2\"", HttpStatusCode.OK)]
    [InlineData("*", HttpStatusCode.OK)]
    [InlineData("\"1\", \"2\"", HttpStatusCode.OK)]
    [InlineData("\"1\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("\"3\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("W/\"2\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("2", HttpStatusCode.PreconditionFailed)]
    public async Task Save_is_bound_to_the_version_that_the_client_has_seen(string ifMatch, HttpStatusCode expected)
    {
        using var tom = platform.As("tom");
        var name = Documents.NewName();
        using var created = await tom.CreateAsync(Documents.Of(name, value: 1));
        using var second = await tom.SaveAsync(Documents.Of(name, value: 2));

        using var third = await tom.SaveAsync(Documents.Of(name, value: 3), ifMatch);

        Assert.Equal(expected, third.StatusCode);
        Assert.Equal(expected is HttpStatusCode.OK ? 3 : 2, (await VersionsAsync(tom, name)).Count);
    }

    [Fact]
    public async Task Archived_strategy_is_gone_but_for_its_versions_and_comes_back_with_the_next_one()
    {
        using var tom = platform.As("tom");
        var name = Documents.NewName();
        using var created = await tom.CreateAsync(Documents.Of(name, value: 1));

        using var archived = await tom.DeleteAsync(created.Headers.Location);
        using var again = await tom.DeleteAsync(created.Headers.Location);
        using var found = await tom.GetAsync(created.Headers.Location);
        using var saved = await tom.SaveAsync(Documents.Of(name, value: 2));

        Assert.Equal(
            (HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound),
            (archived.StatusCode, again.StatusCode, found.StatusCode, saved.StatusCode));
        Assert.Equal([(1, 1)], await VersionsAsync(tom, name));
        Assert.Empty(await NamesAsync(tom, $"?name={name}"));
        Assert.Equal([name], await NamesAsync(tom, $"?name={name}&archived=true"));

        using var back = await tom.CreateAsync(Documents.Of(name, value: 1));

        Assert.Equal((HttpStatusCode.Created, "\"2\""), (back.StatusCode, back.Headers.ETag!.Tag));
        Assert.Equal([(2, 1), (1, 1)], await VersionsAsync(tom, name));
        Assert.Equal([name], await NamesAsync(tom, $"?name={name}"));
    }

    [Fact]
    public async Task Archive_is_bound_to_the_version_that_the_client_has_seen()
    {
        using var tom = platform.As("tom");
        using var created = await tom.CreateAsync(Documents.Of(Documents.NewName()));
        using var request = new HttpRequestMessage(HttpMethod.Delete, created.Headers.Location);
        request.Headers.TryAddWithoutValidation("If-Match", "\"2\"");

        using var refused = await tom.SendAsync(request);
        using var found = await tom.GetAsync(created.Headers.Location);

        Assert.Equal((HttpStatusCode.PreconditionFailed, HttpStatusCode.OK), (refused.StatusCode, found.StatusCode));
    }

    [Fact]
    public async Task Every_fault_is_named_at_once_with_its_pointer_and_nothing_is_stored()
    {
        using var tom = platform.As("tom");
        var document = Documents.Of(Documents.NewName());
        document["entry"]!["size"]!["value"] = 250;
        document["entry"]!["order"]!["extra"] = 1;
        document["direction"] = "up";

        using var refused = await tom.CreateAsync(document);
        using var found = await tom.GetAsync($"{Documents.Path}/{document["name"]}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(
            ["/direction", "/entry/order/extra", "/entry/size/value"],
            (await refused.ProblemAsync()).Errors!.Select(error => error.Pointer).Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, found.StatusCode);
        Assert.Empty(await NamesAsync(tom, $"?name={document["name"]}"));
    }

    [Theory]
    [InlineData("POST", "/api/v1/strategies")]
    [InlineData("POST", "/api/v1/strategies/validate")]
    [InlineData("PUT", "/api/v1/strategies/any")]
    public async Task What_is_no_JSON_is_malformed_and_what_is_too_large_is_told_so(string method, string path)
    {
        using var tom = platform.As("tom");
        foreach (var (body, expected) in new[]
        {
            ("", 400), ("{", 400), ("{\"name\":\"\\ud800\"}", 400), (new string('[', 40) + new string(']', 40), 400),
            ($"{{\"name\":\"{new string('a', 65_526)}\"}}", 413),
        })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            using var refused = await tom.SendAsync(request);

            Assert.Equal(expected, (int)refused.StatusCode);
        }
    }

    [Fact]
    public async Task Name_in_the_document_is_the_one_of_the_address()
    {
        using var tom = platform.As("tom");
        var document = Documents.Of(Documents.NewName());
        using var created = await tom.CreateAsync(document);

        using var refused = await tom.PutAsync(created.Headers.Location, Documents.Body(Documents.Of("another")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal("/name", Assert.Single((await refused.ProblemAsync()).Errors!).Pointer);
    }

    [Fact]
    public async Task Another_traders_strategy_is_absent_a_viewer_reads_it_and_an_admin_does_all()
    {
        using var tom = platform.As("tom");
        using var tina = platform.As("tina");
        using var vera = platform.As("vera");
        using var admin = platform.As("admin");
        var name = Documents.NewName();
        using var created = await tom.CreateAsync(Documents.Of(name, value: 1));

        Assert.Equal(404, await StatusAsync(tina.GetAsync(created.Headers.Location)));
        Assert.Equal(404, await StatusAsync(tina.GetAsync($"{Documents.Path}/{name}/versions")));
        Assert.Equal(404, await StatusAsync(tina.SaveAsync(Documents.Of(name, value: 2))));
        Assert.Equal(404, await StatusAsync(tina.DeleteAsync(created.Headers.Location)));
        Assert.Empty(await NamesAsync(tina, $"?name={name}"));
        Assert.Equal([name], await NamesAsync(vera, $"?name={name}"));
        Assert.Equal(200, await StatusAsync(vera.GetAsync($"{Documents.Path}/{name}?owner=tom")));
        Assert.Equal([(1, 1)], await VersionsAsync(vera, name, "&owner=tom"));
        Assert.Equal(403, await StatusAsync(vera.SaveAsync(Documents.Of(name, value: 2), query: "?owner=tom")));
        Assert.Equal(200, await StatusAsync(admin.SaveAsync(Documents.Of(name, value: 2), query: "?owner=tom")));
        Assert.Equal(404, await StatusAsync(admin.CreateAsync(Documents.Of(name), "?owner=nobody-here")));
        Assert.Equal(201, await StatusAsync(tina.CreateAsync(Documents.Of(name, value: 5))));
        Assert.Equal([(2, 2), (1, 1)], await VersionsAsync(tom, name));
        Assert.Equal(204, await StatusAsync(admin.DeleteAsync($"{Documents.Path}/{name}?owner=tom")));
        Assert.Equal([(1, 5)], await VersionsAsync(tina, name));
    }

    [Fact]
    public async Task List_pages_newest_first_without_repeating_or_missing_any()
    {
        var (user, _) = await platform.NewUserAsync(UserRole.Trader);
        using var client = platform.As(user);
        var names = Enumerable.Range(0, 5).Select(number => $"page-{number}").ToList();
        foreach (var name in names)
        {
            using var created = await client.CreateAsync(Documents.Of(name));
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            using var response = await client.GetAsync($"{Documents.Path}?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            var page = await response.JsonAsync();
            seen.AddRange(page["items"]!.AsArray().Select(item => $"{item!["name"]}"));
            cursor = (string?)page["nextCursor"];
        }
        while (cursor is not null);

        Assert.Equal(names.AsEnumerable().Reverse(), seen);
    }

    [Fact]
    public async Task Validate_tells_errors_and_warnings_and_saves_nothing()
    {
        using var vera = platform.As("vera");
        var risky = Documents.Of(Documents.NewName());
        risky["entry"]!["leverage"] = 20;
        var wrong = Documents.Of(Documents.NewName());
        wrong["entry"]!["leverage"] = -1;

        using var warned = await vera.PostAsync($"{Documents.Path}/validate", Documents.Body(risky));
        using var refused = await vera.PostAsync($"{Documents.Path}/validate", Documents.Body(wrong));

        var (warning, error) = (await warned.JsonAsync(), await refused.JsonAsync());
        Assert.True((bool)warning["valid"]!);
        Assert.Contains("/entry/leverage", warning["warnings"]!.AsArray().Select(item => $"{item!["pointer"]}"));
        Assert.False((bool)error["valid"]!);
        Assert.Equal(["/entry/leverage"], error["errors"]!.AsArray().Select(item => $"{item!["pointer"]}"));
        Assert.Empty(await NamesAsync(vera, $"?name={risky["name"]}"));
    }

    [Fact]
    public async Task Every_template_is_accepted_as_it_stands()
    {
        var (user, _) = await platform.NewUserAsync(UserRole.Trader);
        using var client = platform.As(user);
        using var response = await client.GetAsync($"{Documents.Path}/templates");
        var templates = (await response.JsonAsync())["items"]!.AsArray();

        Assert.True(templates.Count >= 5);
        foreach (var template in templates)
        {
            Assert.Equal(201, await StatusAsync(client.CreateAsync(template!["document"]!.AsObject())));
        }

        Assert.Equal(templates.Select(template => $"{template!["name"]}").Order(StringComparer.Ordinal), (await NamesAsync(client)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Name_that_hides_behind_a_path_of_the_platform_is_taken()
    {
        using var tom = platform.As("tom");

        Assert.Equal(409, await StatusAsync(tom.CreateAsync(Documents.Of("templates"))));
    }

    [Fact]
    public async Task Versions_outlive_the_grain_that_wrote_them()
    {
        using var tom = platform.As("tom");
        var name = Documents.NewName();
        using var created = await tom.CreateAsync(Documents.Of(name, value: 1));
        foreach (var value in new[] { 2, 3 })
        {
            using var saved = await tom.SaveAsync(Documents.Of(name, value));
        }

        var grains = platform.Services.GetRequiredService<IGrainFactory>();
        var strategy = grains.GetGrain<IStrategyVersionsGrain>(GrainKeys.ForStrategyVersions("tom", name));

        // This grain alone: other tests have theirs at work in the same process.
        await strategy.AsReference<IGrainManagementExtension>().DeactivateOnIdle();

        foreach (var version in new[] { 1, 2, 3 })
        {
            Assert.Equal(version, SignalValue((await strategy.Find(version))!.Document));
        }

        Assert.Equal(3, (await strategy.Find(version: null))!.Version);
        Assert.Null(await strategy.Find(4));
        Assert.Null(await strategy.Find(0));
    }

    private static async Task<List<(int Version, int Value)>> VersionsAsync(HttpClient client, string name, string query = "")
    {
        using var response = await client.GetAsync($"{Documents.Path}/{name}/versions?limit=500{query}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return [.. (await response.JsonAsync())["items"]!.AsArray().Select(item => ((int)item!["version"]!, SignalValue(item["document"]!.ToJsonString())))];
    }

    private static int SignalValue(string document)
    {
        Assert.True(StrategyDocument.Parse(Encoding.UTF8.GetBytes(document)).IsValid);
        return (int)JsonNode.Parse(document)!["signal"]!["when"]!["value"]!;
    }

    private static async Task<List<string>> NamesAsync(HttpClient client, string query = "")
    {
        using var response = await client.GetAsync(Documents.Path + query);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return [.. (await response.JsonAsync())["items"]!.AsArray().Select(item => $"{item!["name"]}")];
    }

    private static async Task<int> StatusAsync(Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        return (int)response.StatusCode;
    }
}
