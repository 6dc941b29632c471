using System.Net;
using System.Net.Http.Json;
using Trading.Api.Auth;
using Trading.Api.Json;
using Trading.Api.Tests.Platform;

namespace Trading.Api.Tests.Auth;

public sealed class SessionCookieTests(TradingPlatform platform)
{
    [Fact]
    public async Task Cookies_are_out_of_reach_of_scripts_and_other_sites()
    {
        var (_, cookies) = await SignInAsync();

        Assert.Equal(2, cookies.Length);
        Assert.All(cookies, cookie => Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.All(cookies, cookie => Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Wish_that_is_no_wish_is_refused_with_its_pointer()
    {
        using var response = await platform.Anonymous().PostAsJsonAsync(
            "/api/v1/auth/token?cookie=maybe", new SignInRequest("tom", TradingPlatform.UserPassword), ApiJson.Options);

        Assert.Equal("/cookie", Assert.Single((await response.ProblemAsync()).Errors!).Pointer);
    }

    [Fact]
    public async Task Nobody_gets_a_cookie_who_did_not_ask()
    {
        using var response = await platform.Anonymous().PostAsJsonAsync(
            "/api/v1/auth/token", new SignInRequest("vera", TradingPlatform.UserPassword), ApiJson.Options);

        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("GET", "/api/v1/auth/me", null, null, HttpStatusCode.OK)]
    [InlineData("POST", "/api/v1/auth/logout", "same-origin", null, HttpStatusCode.NoContent)]
    [InlineData("POST", "/api/v1/auth/logout", "cross-site", null, HttpStatusCode.Unauthorized)]
    [InlineData("POST", "/api/v1/auth/logout", "same-site", null, HttpStatusCode.Unauthorized)]
    [InlineData("POST", "/api/v1/auth/logout", null, "https://evil.example", HttpStatusCode.Unauthorized)]
    public async Task Cookie_counts_unless_another_site_may_have_sent_it(string method, string path, string? site, string? origin, HttpStatusCode expected)
    {
        var (cookie, _) = await SignInAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { { "Cookie", cookie } } };
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var response = await platform.Anonymous().SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Refresh_takes_the_cookie_and_renews_it()
    {
        var (cookie, _) = await SignInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/refresh") { Headers = { { "Cookie", cookie } } };

        using var response = await platform.Anonymous().SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, 2), (response.StatusCode, response.Headers.GetValues("Set-Cookie").Count()));
    }

    [Fact]
    public async Task Dashboard_opens_for_an_administrator_with_a_cookie()
    {
        var (cookie, _) = await SignInAsync("admin", TradingPlatform.AdminPassword);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/dashboard/DashboardCounters") { Headers = { { "Cookie", cookie } } };

        using var response = await platform.Anonymous().SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<(string Header, string[] Cookies)> SignInAsync(string? name = null, string password = TradingPlatform.UserPassword)
    {
        name ??= (await platform.NewUserAsync()).Name;
        using var response = await platform.Anonymous().PostAsJsonAsync("/api/v1/auth/token?cookie=true", new SignInRequest(name, password), ApiJson.Options);
        string[] cookies = [.. response.Headers.GetValues("Set-Cookie")];
        return (string.Join("; ", cookies.Select(cookie => cookie[..cookie.IndexOf(';', StringComparison.Ordinal)])), cookies);
    }
}
