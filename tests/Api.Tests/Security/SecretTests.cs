using System.Net.Http.Json;
using System.Text.Json;
using Serilog;
using Trading.Api.Auth;
using Trading.Api.Json;
using Trading.Api.Tests.Platform;
using Trading.Api.Users;
using Trading.Domain.Secrets;
using Trading.Domain.Users;
using Trading.Hosting.Logging;

namespace Trading.Api.Tests.Security;

public sealed class SecretTests
{
    private const string Value = "canary-Value-1234567890";

    [Fact]
    public void Secret_neither_prints_nor_serializes_nor_is_found_in_an_object()
    {
        var logs = new LogCapture();
        using var logger = new LoggerConfiguration().Destructure.With<SecretDestructuringPolicy>().WriteTo.Sink(logs).CreateLogger();
        var holder = new { Name = "n", Key = new SecretString(Value), Inner = new { Number = new Secret<string>(Value) } };

        logger.Information("{Plain} {@Taken} {$Text} {@Whole} {@Hash}", holder.Key, holder.Key, holder.Key, holder, PasswordHash.Of(Value, new byte[16]));
        var texts = logs.Lines.Append(JsonSerializer.Serialize(holder)).Append($"{holder.Key} {holder.Inner.Number}").ToArray();

        Assert.All(texts, text => Assert.DoesNotContain(Value, text, StringComparison.Ordinal));
        Assert.All(texts, text => Assert.Contains(SecretString.Redacted, text, StringComparison.Ordinal));
        Assert.DoesNotContain("Salt", texts[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_is_not_read_from_JSON() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<SecretString>("\"x\""));

    /// <summary>Everything secret that passes through a sign-in, at the most talkative level; the scan proves that it can find one.</summary>
    [Fact]
    public async Task No_secret_of_a_sign_in_is_in_any_log_or_answer()
    {
        await using var host = new PlatformHost();
        host.Start();
        using var client = host.CreateClient();
        const string Wrong = "canary-Wrong-wrong-wrong-0";
        const string Next = "canary-Next-harbour-13-lanterns";

        var tokens = await TokensAsync(await client.PostAsJsonAsync("/api/v1/auth/token?cookie=true", new SignInRequest("admin", TradingPlatform.AdminPassword), ApiJson.Options));
        using var wrong = await client.PostAsJsonAsync("/api/v1/auth/token", new SignInRequest("admin", Wrong), ApiJson.Options);
        using var misplaced = await client.PostAsJsonAsync("/api/v1/auth/token", new { username = "admin", password = TradingPlatform.AdminPassword, more = Wrong });
        var renewed = await TokensAsync(await client.PostAsJsonAsync("/api/v1/auth/refresh", new RefreshRequest(tokens.RefreshToken), ApiJson.Options));
        client.DefaultRequestHeaders.Authorization = new("Bearer", renewed.AccessToken);
        using var created = await client.PostAsJsonAsync("/api/v1/users", new CreateUserRequest("carol", Next, UserRole.Trader), ApiJson.Options);
        using var changed = await client.PostAsJsonAsync("/api/v1/auth/password", new PasswordRequest(TradingPlatform.AdminPassword, Next), ApiJson.Options);
        changed.EnsureSuccessStatusCode();
        var key = (await File.ReadAllTextAsync(Path.Combine(host.DataDirectory, "signing.key"))).Trim();

        string[] outputs =
        [
            .. host.Logs.Lines,
            host.ConsoleOutput.ToString(),
            await wrong.Content.ReadAsStringAsync(),
            await misplaced.Content.ReadAsStringAsync(),
            await created.Content.ReadAsStringAsync(),
        ];
        string[] secrets = [TradingPlatform.AdminPassword, Wrong, Next, tokens.AccessToken, tokens.RefreshToken, renewed.AccessToken, renewed.RefreshToken, key];
        Assert.True(host.Logs.Lines.Count > 100, $"only {host.Logs.Lines.Count} lines: {string.Join(' ', host.Logs.Lines)}");
        Assert.All(secrets, secret => Assert.Empty(SecretScan.Found(secret, outputs)));
        Assert.All(SecretScan.FormsOf(Wrong), form => Assert.NotEmpty(SecretScan.Found(Wrong, [.. outputs, $"…{form}…"])));
    }

    [Fact]
    public async Task Generated_password_of_the_first_administrator_is_shown_once_on_the_console_and_in_no_log()
    {
        await using var host = new PlatformHost(("TRADING_ADMIN_PASSWORD", ""));
        host.Start();

        var line = host.ConsoleOutput.ToString();
        var password = line.Split('\'')[3];
        using var response = await host.CreateClient().PostAsJsonAsync("/api/v1/auth/token", new SignInRequest("admin", password), ApiJson.Options);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Empty(SecretScan.Found(password, [.. host.Logs.Lines]));
    }

    private static async Task<TokenAnswer> TokensAsync(HttpResponseMessage response) =>
        (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<TokenAnswer>(ApiJson.Options))!;
}
