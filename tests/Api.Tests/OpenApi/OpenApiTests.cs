using System.Net;
using System.Text.Json.Nodes;
using Trading.Api.Tests.Platform;
using Trading.Testing.Contract;

namespace Trading.Api.Tests.OpenApi;

public sealed class OpenApiTests(TradingPlatform platform)
{
    [Fact]
    public void Document_is_OpenAPI_3_1() => Assert.StartsWith("3.1.", platform.Contract.Document["openapi"]!.GetValue<string>(), StringComparison.Ordinal);

    [Fact]
    public void Every_operation_has_a_name_of_its_own_and_a_summary()
    {
        var names = platform.Contract.Operations.Select(operation => operation.Node["operationId"]?.GetValue<string>()).ToList();

        Assert.DoesNotContain(null, names);
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(platform.Contract.Operations, operation => Assert.False(string.IsNullOrEmpty(operation.Node["summary"]?.GetValue<string>()), operation.Template));
    }

    [Fact]
    public void Every_body_and_every_success_has_an_example_that_fits()
    {
        var faults = platform.Contract.Operations.SelectMany(operation =>
            Contents(operation.Node["requestBody"]?["content"])
                .Concat(operation.Node["responses"]!.AsObject()
                    .Where(response => response.Key.StartsWith('2'))
                    .SelectMany(response => Contents(response.Value!["content"])))
                .SelectMany(content => content.Node["example"] is { } example
                    ? new SchemaValidator(platform.Contract.Document).FaultsOf(example, content.Node["schema"]!)
                    : [$"no example of {content.Type}"])
                .Select(fault => $"{operation.Method} {operation.Template}: {fault}"));

        Assert.Empty(faults);
    }

    [Fact]
    public void Every_operation_says_whether_it_needs_a_token()
    {
        string[] open = ["SignIn", "Refresh", "GetHealthLive", "GetHealthReady"];

        Assert.All(platform.Contract.Operations, operation =>
            Assert.Equal(!open.Contains(operation.Node["operationId"]!.GetValue<string>()), operation.Node["security"] is JsonArray { Count: > 0 }));
    }

    [Fact]
    public void List_shows_its_parameters() =>
        Assert.Equal(
            ["cursor", "limit", "sort"],
            platform.Contract.Operations.Single(operation => operation.Node["operationId"]!.GetValue<string>() == "ListUsers")
                .Node["parameters"]!.AsArray().Select(parameter => parameter!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Reference_page_loads_nothing_from_outside_and_fits_its_policy()
    {
        using var client = platform.Anonymous();

        using var response = await client.GetAsync("/docs/");
        var page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        using var script = await client.GetAsync("/docs/scalar.js");

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        var nonce = System.Text.RegularExpressions.Regex.Match(policy, "'nonce-([^']+)'").Groups[1].Value;
        Assert.NotEmpty(nonce);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.Equal(page.Split("<script").Length - 1, page.Split($"nonce=\"{nonce}\"").Length - 1);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("connect-src 'self'", policy, StringComparison.Ordinal);
        Assert.True(script.IsSuccessStatusCode);
    }

    [Fact]
    public void Validator_sees_what_does_not_fit()
    {
        var path = "/api/v1/auth/me";

        Assert.Empty(platform.Contract.FaultsOf("GET", path, 200, "application/json", """{"username":"a","role":"viewer","live":false}"""));
        Assert.All(
            new[]
            {
                ("GET", 200, "application/json", """{"username":"a","role":"viewer"}"""),
                ("GET", 200, "application/json", """{"username":"a","role":"king","live":false}"""),
                ("GET", 200, "application/json", """{"username":1,"role":"viewer","live":false}"""),
                ("GET", 200, "application/json", """{"username":"a","role":"viewer","live":false,"more":1}"""),
                ("GET", 200, "text/plain", "hello"),
                ("GET", 204, "application/json", ""),
                ("GET", 404, "application/json", "{}"),
                ("PUT", 200, "application/json", "{}"),
            },
            answer => Assert.NotEmpty(platform.Contract.FaultsOf(answer.Item1, path, answer.Item2, answer.Item3, answer.Item4)));
    }

    private static IEnumerable<(string Type, JsonNode Node)> Contents(JsonNode? content) =>
        content?.AsObject().Select(pair => (pair.Key, pair.Value!)) ?? [];
}
