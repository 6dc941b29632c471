using System.Net;
using System.Net.Http.Json;
using Trading.Api.Auth;
using Trading.Api.Json;
using Trading.Api.Tests.Platform;
using Trading.Api.Users;
using Trading.Domain.Users;

namespace Trading.Api.Tests.Auth;

public sealed class SignInLifeTests(TradingPlatform platform)
{
    private const string NewPassword = "canary-New-harbour-13-lanterns";

    [Fact]
    public async Task Refresh_token_gives_new_tokens_once()
    {
        var (_, first) = await platform.NewUserAsync();

        var second = await RefreshedAsync(first.RefreshToken);

        Assert.Equal(HttpStatusCode.OK, await MeAsync(second.AccessToken));
        Assert.NotEqual(first.RefreshToken, second.RefreshToken);
    }

    [Fact]
    public async Task Reused_refresh_token_ends_the_whole_sign_in()
    {
        var (_, first) = await platform.NewUserAsync();
        var second = await RefreshedAsync(first.RefreshToken);

        var reused = await RefreshAsync(first.RefreshToken);
        var heir = await RefreshAsync(second.RefreshToken);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (reused, heir));
        Assert.Equal(HttpStatusCode.Unauthorized, await EventuallyAsync(HttpStatusCode.Unauthorized, second.AccessToken));
    }

    [Fact]
    public async Task Refreshing_at_once_lets_one_through_and_ends_the_sign_in()
    {
        var (_, first) = await platform.NewUserAsync();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RefreshAsync(first.RefreshToken)));

        Assert.Equal(1, statuses.Count(status => status is HttpStatusCode.OK));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("not a token at all")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Text_that_is_no_refresh_token_is_refused(string text) => Assert.Equal(HttpStatusCode.Unauthorized, await RefreshAsync(text));

    [Fact]
    public async Task Sign_out_ends_this_sign_in_and_no_other()
    {
        var (name, first) = await platform.NewUserAsync();
        var other = await platform.SignInAsync(name, TradingPlatform.UserPassword);

        using var response = await platform.WithToken(first.AccessToken).PostAsync("/api/v1/auth/logout", null);

        Assert.Equal(
            (HttpStatusCode.NoContent, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.OK),
            (response.StatusCode, await MeAsync(first.AccessToken), await RefreshAsync(first.RefreshToken), await MeAsync(other.AccessToken)));
    }

    [Fact]
    public async Task New_password_ends_every_sign_in_and_replaces_the_old_one()
    {
        var (name, first) = await platform.NewUserAsync();
        var other = await platform.SignInAsync(name, TradingPlatform.UserPassword);

        using var response = await platform.WithToken(first.AccessToken).PostAsJsonAsync(
            "/api/v1/auth/password", new PasswordRequest(TradingPlatform.UserPassword, NewPassword), ApiJson.Options);

        Assert.Equal(
            (HttpStatusCode.NoContent, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized),
            (response.StatusCode, await MeAsync(first.AccessToken), await RefreshAsync(other.RefreshToken)));
        Assert.Equal(HttpStatusCode.OK, await MeAsync((await platform.SignInAsync(name, NewPassword)).AccessToken));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("password1234")]
    [InlineData("qwertyuiop123")]
    public async Task Easily_guessed_password_is_refused(string password)
    {
        var (_, tokens) = await platform.NewUserAsync();

        using var response = await platform.WithToken(tokens.AccessToken).PostAsJsonAsync(
            "/api/v1/auth/password", new PasswordRequest(TradingPlatform.UserPassword, password), ApiJson.Options);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "/newPassword"), (response.StatusCode, (await response.ProblemAsync()).Errors![0].Pointer));
    }

    [Fact]
    public async Task Password_is_not_changed_by_who_does_not_know_it()
    {
        var (_, tokens) = await platform.NewUserAsync();

        using var response = await platform.WithToken(tokens.AccessToken).PostAsJsonAsync(
            "/api/v1/auth/password", new PasswordRequest("wrong wrong wrong", NewPassword), ApiJson.Options);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK), (response.StatusCode, await MeAsync(tokens.AccessToken)));
    }

    [Fact]
    public async Task Disabled_user_is_out_and_cannot_come_back()
    {
        var (name, tokens) = await platform.NewUserAsync();

        using var response = await ChangeAsync(name, new ChangeUserRequest(Disabled: true));

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized),
            (response.StatusCode, await MeAsync(tokens.AccessToken), await RefreshAsync(tokens.RefreshToken)));
        using var again = await platform.Anonymous().PostAsJsonAsync(
            "/api/v1/auth/token", new SignInRequest(name, TradingPlatform.UserPassword), ApiJson.Options);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task Revoked_user_is_out_and_may_sign_in_again()
    {
        var (name, tokens) = await platform.NewUserAsync();

        using var response = await platform.As("admin").PostAsync($"/api/v1/users/{name}/revoke", null);

        Assert.Equal(
            (HttpStatusCode.NoContent, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized),
            (response.StatusCode, await MeAsync(tokens.AccessToken), await RefreshAsync(tokens.RefreshToken)));
        Assert.Equal(HttpStatusCode.OK, await MeAsync((await platform.SignInAsync(name, TradingPlatform.UserPassword)).AccessToken));
    }

    [Fact]
    public async Task New_role_counts_for_tokens_that_are_out()
    {
        var (name, tokens) = await platform.NewUserAsync();

        using var response = await ChangeAsync(name, new ChangeUserRequest(Role: UserRole.Admin));
        using var users = await platform.WithToken(tokens.AccessToken).GetAsync("/api/v1/users");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (response.StatusCode, users.StatusCode));
    }

    private Task<HttpResponseMessage> ChangeAsync(string name, ChangeUserRequest change) =>
        platform.As("admin").PatchAsJsonAsync($"/api/v1/users/{name}", change, ApiJson.Options);

    private async Task<HttpStatusCode> MeAsync(string accessToken)
    {
        using var response = await platform.WithToken(accessToken).GetAsync("/api/v1/auth/me");
        return response.StatusCode;
    }

    /// <summary>The promise is five seconds; the standing of a user is cached for one.</summary>
    private async Task<HttpStatusCode> EventuallyAsync(HttpStatusCode wanted, string accessToken)
    {
        var deadline = DateTimeOffset.UtcNow.AddSeconds(10);
        HttpStatusCode status;
        do
        {
            status = await MeAsync(accessToken);
        }
        while (status != wanted && DateTimeOffset.UtcNow < deadline);

        return status;
    }

    private async Task<HttpStatusCode> RefreshAsync(string refreshToken)
    {
        using var response = await PostRefreshAsync(refreshToken);
        return response.StatusCode;
    }

    private async Task<TokenAnswer> RefreshedAsync(string refreshToken)
    {
        using var response = await PostRefreshAsync(refreshToken);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<TokenAnswer>(ApiJson.Options))!;
    }

    private Task<HttpResponseMessage> PostRefreshAsync(string refreshToken) =>
        platform.Anonymous().PostAsJsonAsync("/api/v1/auth/refresh", new RefreshRequest(refreshToken), ApiJson.Options);
}
