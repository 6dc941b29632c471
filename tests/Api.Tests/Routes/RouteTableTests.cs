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

    /// <summary>Who asks comes before what he says: a stranger hears nothing of what an endpoint takes.</summary>
    [Fact]
    public async Task Body_of_a_type_that_no_endpoint_takes_is_refused_after_the_caller()
    {
        var answers = new List<string>();
        foreach (var route in RouteTable.All.Where(route => route.Anonymous == 401 && !route.EndsSignIn && route.Method is "POST" or "PUT" or "PATCH"))
        {
            var statuses = new List<int>();
            foreach (var client in new[] { platform.Anonymous(), platform.As("admin") })
            {
                using var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Target) { Content = new StringContent("{}", System.Text.Encoding.UTF8, "text/plain") };
                request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
                using (client)
                using (var response = await client.SendAsync(request))
                {
                    statuses.Add((int)response.StatusCode);
                }
            }

            answers.Add($"{statuses[0]} {statuses[1]}: {route.Route}");
        }

        // Those that take no body at all are answered as without one.
        var taking = answers.Where(answer => answer.Contains(" 415: ", StringComparison.Ordinal)).ToList();
        Assert.True(taking.Count > 15, $"{taking.Count} routes take a body.");
        Assert.DoesNotContain(answers, answer => !answer.StartsWith("401 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_not_found_is_named()
    {
        var silent = new List<string>();
        foreach (var route in RouteTable.All.Where(route => route.Trader == 404))
        {
            using var client = platform.As("tom");
            using var response = await client.SendAsync(route.Request());
            var problem = await response.ProblemAsync();
            var named = route.Target.Split('/', '?', '=', '&').Skip(4).Where(part => part.Length > 6);
            if (problem.Detail is not { } detail || !named.Any(part => detail.Contains(part, StringComparison.Ordinal)))
            {
                silent.Add($"{route.Route}: {problem.Detail}");
            }
        }

        Assert.Empty(silent);
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
