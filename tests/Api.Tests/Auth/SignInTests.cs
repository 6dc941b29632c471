using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Trading.Api.Auth;
using Trading.Api.Json;
using Trading.Api.Security;
using Trading.Api.Tests.Platform;
using Trading.Domain.Users;

namespace Trading.Api.Tests.Auth;

public sealed class SignInTests(TradingPlatform platform)
{
    [Fact]
    public async Task Token_says_its_type_and_life()
    {
        using var client = platform.Anonymous();

        using var response = await client.PostAsJsonAsync(
            "/api/v1/auth/token", new SignInRequest("vera", TradingPlatform.UserPassword), ApiJson.Options);
        var tokens = await response.JsonAsync();

        Assert.Equal(
            (HttpStatusCode.OK, "Bearer", 900, "no-store"),
            (response.StatusCode, tokens["tokenType"]!.GetValue<string>(), tokens["expiresIn"]!.GetValue<int>(), response.Headers.CacheControl!.ToString()));
        using var me = await platform.WithToken(tokens["accessToken"]!.GetValue<string>()).GetAsync("/api/v1/auth/me");
        Assert.Equal("""{"username":"vera","role":"viewer","live":false}""", await me.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Unknown_user_and_wrong_password_look_the_same()
    {
        using var client = platform.Anonymous();
        var (name, _) = await platform.NewUserAsync();

        using var wrong = await client.PostAsJsonAsync("/api/v1/auth/token", new SignInRequest(name, "wrong wrong wrong"), ApiJson.Options);
        using var unknown = await client.PostAsJsonAsync("/api/v1/auth/token", new SignInRequest("no-such-user", "wrong wrong wrong"), ApiJson.Options);
        using var impossible = await client.PostAsJsonAsync("/api/v1/auth/token", new SignInRequest("No Such User!", "wrong wrong wrong"), ApiJson.Options);

        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized),
            (wrong.StatusCode, unknown.StatusCode, impossible.StatusCode));
        Assert.Equal(await AnonymousTextAsync(wrong), await AnonymousTextAsync(unknown));
        Assert.Equal(await AnonymousTextAsync(wrong), await AnonymousTextAsync(impossible));
    }

    [Fact]
    public async Task Guessing_at_one_account_is_slowed_down()
    {
        using var client = platform.Anonymous();
        var (name, _) = await platform.NewUserAsync();
        var statuses = new List<HttpStatusCode>();

        for (var attempt = 0; attempt < 7; attempt++)
        {
            using var response = await client.PostAsJsonAsync("/api/v1/auth/token", new SignInRequest(name, "wrong wrong wrong"), ApiJson.Options);
            statuses.Add(response.StatusCode);
            if (response.StatusCode is HttpStatusCode.TooManyRequests)
            {
                Assert.NotNull(response.Headers.RetryAfter);
                break;
            }
        }

        // Five are free, the sixth starts the wait, and the right password has to wait as well.
        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 6), HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact]
    public async Task Address_that_guessed_everywhere_has_to_wait()
    {
        await using var host = new PlatformHost();
        host.Start();
        var throttle = host.Services.GetRequiredService<AddressThrottle>();
        for (var failure = 0; failure < SignInThrottleRule.PerAddress.FreeFailures + 10; failure++)
        {
            throttle.Fail(IPAddress.Loopback);
        }

        using var response = await host.CreateClient().PostAsJsonAsync(
            "/api/v1/auth/token", new SignInRequest("admin", TradingPlatform.AdminPassword), ApiJson.Options);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
    }

    private static async Task<string> AnonymousTextAsync(HttpResponseMessage response)
    {
        var problem = (await response.JsonAsync()).AsObject();
        problem.Remove("traceId");
        return problem.ToJsonString() + string.Join(',', response.Headers.WwwAuthenticate);
    }
}
