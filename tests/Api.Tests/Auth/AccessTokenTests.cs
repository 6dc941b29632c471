using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Trading.Api.Auth;
using Trading.Api.Json;
using Trading.Api.Security;
using Trading.Api.Tests.Platform;

namespace Trading.Api.Tests.Auth;

/// <summary>Tokens that are almost right. Each differs from a good one in the one thing that its case names.</summary>
public sealed class AccessTokenTests(TradingPlatform platform)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task Token_made_here_as_the_platform_makes_it_is_good() => Assert.Equal(HttpStatusCode.OK, await TryAsync(_ => { }));

    [Fact]
    public async Task Token_signed_with_another_key_is_refused() =>
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(token =>
            token.SigningCredentials = new SigningCredentials(
                new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)) { KeyId = Ring.Keys.Current.KeyId }, SecurityAlgorithms.HmacSha256)));

    [Fact]
    public async Task Token_with_an_unknown_key_id_is_refused() =>
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(token =>
            token.SigningCredentials = new SigningCredentials(
                new SymmetricSecurityKey(((SymmetricSecurityKey)Ring.Keys.Current).Key) { KeyId = "other" }, SecurityAlgorithms.HmacSha256)));

    [Fact]
    public async Task Token_with_another_algorithm_is_refused() =>
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(token =>
            token.SigningCredentials = new SigningCredentials(
                new SymmetricSecurityKey([.. ((SymmetricSecurityKey)Ring.Keys.Current).Key, .. new byte[32]]) { KeyId = Ring.Keys.Current.KeyId }, SecurityAlgorithms.HmacSha512)));

    [Fact]
    public async Task Unsigned_token_is_refused()
    {
        var good = Make(_ => { });
        var header = Base64UrlEncoder.Encode("""{"alg":"none","typ":"at+jwt"}""");

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync($"{header}.{good.Split('.')[1]}."));
    }

    [Fact]
    public async Task Token_of_another_type_is_refused() => Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(token => token.TokenType = "JWT"));

    [Fact]
    public async Task Token_of_another_issuer_is_refused() => Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(token => token.Issuer = "other"));

    [Fact]
    public async Task Token_for_another_audience_is_refused() => Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(token => token.Audience = "other"));

    [Fact]
    public async Task Expired_token_is_refused() =>
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(token => Shift(token, -Life - TimeSpan.FromSeconds(31))));

    [Fact]
    public async Task Token_within_the_clock_skew_is_good() =>
        Assert.Equal(HttpStatusCode.OK, await TryAsync(token => Shift(token, -Life - TimeSpan.FromSeconds(15))));

    [Fact]
    public async Task Token_of_the_future_is_refused() =>
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(token => Shift(token, TimeSpan.FromMinutes(2))));

    [Fact]
    public async Task Token_that_lives_too_long_is_refused() =>
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(token => token.Expires = token.NotBefore + Life + TimeSpan.FromSeconds(1)));

    [Fact]
    public async Task Token_without_an_end_is_refused() => Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(token => token.Expires = null));

    [Fact]
    public async Task Token_without_a_beginning_is_refused() => Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(token => token.NotBefore = null));

    [Theory]
    [InlineData(ClaimNames.Name)]
    [InlineData(ClaimNames.Family)]
    [InlineData(ClaimNames.SecurityVersion)]
    public async Task Token_without_a_claim_is_refused(string claim) =>
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(token => token.Claims.Remove(claim)));

    [Fact]
    public async Task Token_of_nobody_is_refused() =>
        Assert.Equal(HttpStatusCode.Unauthorized, await TryAsync(token => token.Claims[ClaimNames.Name] = "no-such-user"));

    [Fact]
    public async Task Role_in_a_token_means_nothing()
    {
        var token = Make(descriptor => descriptor.Claims[ClaimNames.Role] = "Admin");

        using var response = await platform.WithToken(token).GetAsync("/api/v1/users");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Keys_rotate_without_a_restart_and_the_previous_one_still_verifies()
    {
        await using var host = new PlatformHost();
        host.Start();
        var keyFile = Path.Combine(host.DataDirectory, "signing.key");
        var before = await SignInAsync(host);
        var old = (await File.ReadAllTextAsync(keyFile)).Trim();
        var (next, third) = (NewSecret(), NewSecret());

        await File.WriteAllTextAsync(keyFile, $"{next}\n{old}\n");
        var after = await ChangedTokenAsync(host, before);
        var oldStillGood = await StatusAsync(host, before);
        await File.WriteAllTextAsync(keyFile, $"{third}\n{next}\n");
        await ChangedTokenAsync(host, after);

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK),
            (oldStillGood, await StatusAsync(host, before), await StatusAsync(host, after)));
    }

    private SigningKeyRing Ring => platform.Services.GetRequiredService<SigningKeyRing>();

    private static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static void Shift(SecurityTokenDescriptor token, TimeSpan by) =>
        (token.IssuedAt, token.NotBefore, token.Expires) = (token.IssuedAt + by, token.NotBefore + by, token.Expires + by);

    private Task<HttpStatusCode> TryAsync(Action<SecurityTokenDescriptor> change) => StatusAsync(Make(change));

    private string Make(Action<SecurityTokenDescriptor> change)
    {
        var now = DateTime.UtcNow;
        var descriptor = new SecurityTokenDescriptor
        {
            TokenType = "at+jwt",
            Issuer = AuthSettings.Issuer,
            Audience = AuthSettings.Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Life,
            Claims = new Dictionary<string, object>
            {
                [ClaimNames.Name] = "tom",
                [ClaimNames.Family] = "aaaaaaaaaaaaaaaa",
                [ClaimNames.SecurityVersion] = 1L,
            },
            SigningCredentials = new SigningCredentials(Ring.Keys.Current, Ring.Keys.Algorithm),
        };
        change(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    private async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var response = await platform.WithToken(token).GetAsync("/api/v1/auth/me");
        return response.StatusCode;
    }

    private static async Task<HttpStatusCode> StatusAsync(PlatformHost host, string token)
    {
        using var client = host.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var response = await client.GetAsync("/api/v1/auth/me");
        return response.StatusCode;
    }

    /// <summary>The file is looked at every two seconds.</summary>
    private static async Task<string> ChangedTokenAsync(PlatformHost host, string before)
    {
        var deadline = DateTimeOffset.UtcNow.AddSeconds(15);
        string token;
        do
        {
            token = await SignInAsync(host);
        }
        while (KeyIdOf(token) == KeyIdOf(before) && DateTimeOffset.UtcNow < deadline);

        Assert.NotEqual(KeyIdOf(before), KeyIdOf(token));
        return token;
    }

    private static string KeyIdOf(string token) => new JsonWebToken(token).Kid;

    private static async Task<string> SignInAsync(PlatformHost host)
    {
        using var client = host.CreateClient();
        using var response = await client.PostAsync(
            "/api/v1/auth/token",
            new StringContent($$"""{"username":"admin","password":"{{TradingPlatform.AdminPassword}}"}""", Encoding.UTF8, "application/json"));
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<TokenAnswer>(ApiJson.Options))!.AccessToken;
    }
}
