using System.Net;
using System.Net.Http.Json;
using Trading.Api.Auth;
using Trading.Api.Json;
using Trading.Api.Tests.Platform;
using Trading.Testing;

namespace Trading.Api.Tests.Auth;

public sealed class RestartTests
{
    [Fact]
    public async Task Restart_signs_nobody_out_and_keeps_passwords()
    {
        using var folder = new TemporaryFolder();
        TokenAnswer tokens;
        await using (var before = new PlatformHost(("Trading:DataDirectory", folder.Path)))
        {
            before.Start();
            tokens = await TokensAsync(before, "/api/v1/auth/token", new SignInRequest("admin", TradingPlatform.AdminPassword));
        }

        await using var after = new PlatformHost(("Trading:DataDirectory", folder.Path), ("TRADING_ADMIN_PASSWORD", ""));
        after.Start();
        using var client = after.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", tokens.AccessToken);
        using var me = await client.GetAsync("/api/v1/auth/me");

        Assert.Equal((HttpStatusCode.OK, ""), (me.StatusCode, after.ConsoleOutput.ToString()));
        Assert.NotEmpty((await TokensAsync(after, "/api/v1/auth/refresh", new RefreshRequest(tokens.RefreshToken))).AccessToken);
        Assert.NotEmpty((await TokensAsync(after, "/api/v1/auth/token", new SignInRequest("admin", TradingPlatform.AdminPassword))).AccessToken);
    }

    [Fact]
    public async Task Second_process_on_one_directory_is_refused()
    {
        using var folder = new TemporaryFolder();
        await using var first = new PlatformHost(("Trading:DataDirectory", folder.Path));
        first.Start();
        await using var second = new PlatformHost(("Trading:DataDirectory", folder.Path));

        Assert.ThrowsAny<InvalidOperationException>(second.Start);
    }

    private static async Task<TokenAnswer> TokensAsync<T>(PlatformHost host, string path, T body)
    {
        using var client = host.CreateClient();
        using var response = await client.PostAsJsonAsync(path, body, ApiJson.Options);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<TokenAnswer>(ApiJson.Options))!;
    }
}
