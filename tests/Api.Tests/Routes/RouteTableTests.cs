using System.Globalization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Trading.Api.Security;
using Trading.Api.Tests.Platform;

namespace Trading.Api.Tests.Routes;

public sealed class RouteTableTests(TradingPlatform platform)
{
    // Parts of packages: pages and their files. Their one policy is on the group, and one route of each is in the table.
    private static readonly string[] PackagePrefixes = ["/dashboard/", "/docs/"];

    public static TheoryData<string> Routes => [.. RouteTable.All.Select(route => route.Route)];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Route_answers_each_kind_of_caller_as_declared(string route)
    {
        var expected = RouteTable.All.Single(candidate => candidate.Route == route);
        string[] users = ["vera", "tom", "tina", "admin"];
        HttpClient[] callers = expected.EndsSignIn
            ? await Task.WhenAll(users.Select(platform.FreshAsync))
            : [.. users.Select(platform.As)];

        Assert.Equal(
            (expected.Anonymous, expected.Viewer, expected.Trader, expected.OtherTrader, expected.Admin),
            (await StatusAsync(platform.Anonymous(), expected),
                await StatusAsync(callers[0], expected),
                await StatusAsync(callers[1], expected),
                await StatusAsync(callers[2], expected),
                await StatusAsync(callers[3], expected)));
    }

    [Fact]
    public async Task Every_route_of_the_api_refuses_a_parameter_that_it_does_not_declare()
    {
        var answers = new List<string>();
        foreach (var route in RouteTable.All.Where(route => route.Target.StartsWith("/api/", StringComparison.Ordinal)))
        {
            using var request = route.Request();
            request.RequestUri = new Uri(route.Target + (route.Target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "no/such=1", UriKind.Relative);
            using var response = await platform.As("admin").SendAsync(request);
            var error = (await response.ProblemAsync()).Errors?.Single();
            answers.Add($"{(int)response.StatusCode} {error?.Pointer} {error?.Code} {error?.Detail.StartsWith("There is no parameter \"no/such\"; known are ", StringComparison.Ordinal)}: {route.Route}");
        }

        Assert.True(answers.Count > 70, $"{answers.Count} routes were asked.");
        Assert.DoesNotContain(answers, answer => !answer.StartsWith("422 /no~1such unknown_field True", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_running_route_is_in_the_table()
    {
        var running = RunningRoutes().Where(route => !PackagePrefixes.Any(prefix => route.Contains(' ' + prefix, StringComparison.Ordinal)));

        var missing = running.Except(RouteTable.All.Select(route => route.Route), StringComparer.Ordinal);

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_declared_route_runs()
    {
        var running = RunningRoutes().ToHashSet(StringComparer.Ordinal);

        Assert.DoesNotContain(RouteTable.All, route => !running.Contains(route.Route));
    }

    [Fact]
    public void Every_endpoint_names_a_policy() =>
        Assert.Empty(EndpointPolicies.WithoutPolicy([platform.Services.GetRequiredService<EndpointDataSource>()]));

    private IEnumerable<string> RunningRoutes() => platform.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            .Select(method => string.Create(CultureInfo.InvariantCulture, $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}")))
        .Distinct();

    private static async Task<int> StatusAsync(HttpClient client, RouteExpectation expected)
    {
        using (client)
        {
            using var response = await client.SendAsync(expected.Request());
            return (int)response.StatusCode;
        }
    }
}
