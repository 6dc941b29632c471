using System.Net;
using Trading.Api.Tests.Platform;

namespace Trading.Api.Tests.Security;

public sealed class SurfaceTests(TradingPlatform platform)
{
    [Theory]
    [InlineData("/api/v1/auth/me")]
    [InlineData("/api/v1/nothing-here")]
    [InlineData("/health/live")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        using var response = await platform.Anonymous().GetAsync(path);

        Assert.Equal(
            ("nosniff", "DENY", "no-referrer", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
            (Header(response, "X-Content-Type-Options"), Header(response, "X-Frame-Options"), Header(response, "Referrer-Policy"), Header(response, "Content-Security-Policy")));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("admin", "/api/v1/users", HttpStatusCode.OK)]
    [InlineData("tom", "/api/v1/auth/me", HttpStatusCode.OK)]
    [InlineData("tom", "/api/v1/sessions", HttpStatusCode.OK)]
    [InlineData("tom", "/api/v1/sessions/ses-aaaaaaaaaaaaaaa", HttpStatusCode.NotFound)]
    public async Task No_cache_keeps_what_is_somebodys(string user, string path, HttpStatusCode status)
    {
        using var response = await platform.As(user).GetAsync(path);

        Assert.Equal((status, "no-store"), (response.StatusCode, response.Headers.CacheControl?.ToString()));
    }

    [Fact]
    public async Task No_page_of_another_origin_may_call_unless_configured()
    {
        using var response = await PreflightAsync(platform.Anonymous(), "https://evil.example");

        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Configured_origin_may_call_and_others_may_not()
    {
        await using var host = new PlatformHost(("Trading:Cors:Origins", "https://desk.example.com"));
        host.Start();
        using var client = host.CreateClient();

        using var allowed = await PreflightAsync(client, "https://desk.example.com");
        using var refused = await PreflightAsync(client, "https://desk.example.com.evil.example");

        Assert.Equal("https://desk.example.com", Header(allowed, "Access-Control-Allow-Origin"));
        Assert.False(allowed.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.False(refused.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Flood_is_limited_and_probes_are_not()
    {
        await using var host = new PlatformHost(("Trading:RateLimits:AddressPerSecond", "5"));
        host.Start();
        using var client = host.CreateClient();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 60).Select(async _ =>
        {
            using var response = await client.GetAsync("/api/v1/auth/me");
            return (response.StatusCode, HasRetryAfter: response.Headers.RetryAfter is not null);
        }));
        using var probe = await client.GetAsync("/health/live");

        Assert.Contains((HttpStatusCode.Unauthorized, false), statuses);
        Assert.Contains((HttpStatusCode.TooManyRequests, true), statuses);
        Assert.DoesNotContain((HttpStatusCode.TooManyRequests, false), statuses);
        Assert.Equal(HttpStatusCode.OK, probe.StatusCode);
    }

    [Fact]
    public async Task Dashboard_shows_no_password_hash()
    {
        using var response = await platform.As("admin").GetAsync("/dashboard/GrainState?grainId=usr-tom&grainType=Trading.Grains.Users.UserGrain");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("iterations", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("salt", text, StringComparison.OrdinalIgnoreCase);
    }

    private static Task<HttpResponseMessage> PreflightAsync(HttpClient client, string origin) =>
        client.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/api/v1/auth/me")
        {
            Headers = { { "Origin", origin }, { "Access-Control-Request-Method", "GET" }, { "Access-Control-Request-Headers", "authorization" } },
        });

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}
