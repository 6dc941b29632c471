using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Trading.Api.Audit;
using Trading.Api.Json;
using Trading.Api.Tests.Platform;
using Trading.Api.Tests.Sessions;
using Trading.Api.Users;
using Trading.Domain.Users;
using Trading.Storage.Audit;

namespace Trading.Api.Tests.Audit;

public sealed class AuditTests(TradingPlatform platform)
{
    [Fact]
    public async Task Change_of_role_shows_who_what_from_where_before_and_after()
    {
        var (name, _) = await platform.NewUserAsync();
        using var change = await platform.As("admin").PatchAsJsonAsync(
            $"/api/v1/users/{name}", new ChangeUserRequest(Role: UserRole.Viewer, Password: "another long private phrase"), ApiJson.Options);
        change.EnsureSuccessStatusCode();

        var entry = await LastAsync($"subject={name}");

        Assert.Equal(
            ("admin", AuditActions.UserChanged, "127.0.0.1", "trader", "viewer"),
            (entry["actor"]!.GetValue<string>(), entry["action"]!.GetValue<string>(), entry["address"]!.GetValue<string>(),
                entry["before"]!["role"]!.GetValue<string>(), entry["after"]!["role"]!.GetValue<string>()));
        Assert.DoesNotContain("phrase", entry.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_is_on_record_once_and_none_of_a_session_that_has_ended_is()
    {
        using var client = platform.As("tom");
        var id = await client.PaperAsync(PaperLab.Body(await client.SaveNewAsync(PaperLab.Waiter)));
        await client.StopAsync(id, "cancel");

        using var again = await client.PostTextAsync($"{SessionLab.Path}/{id}/stop", """{ "policy": "close" }""");
        await again.ExpectAsync(202);

        var entries = await platform.As("admin").AllAsync($"/api/v1/audit?subject={id}&action={AuditActions.SessionStopped}");
        Assert.Equal("cancel", $"{Assert.Single(entries)["after"]!["policy"]}");
    }

    [Fact]
    public async Task Refusal_of_a_signed_in_user_is_on_record()
    {
        var (name, tokens) = await platform.NewUserAsync();
        using var refused = await platform.WithToken(tokens.AccessToken).GetAsync("/api/v1/audit");

        var entry = await LastAsync($"actor={name}&action={AuditActions.Refused}");

        Assert.Equal("GET /api/v1/audit", entry["subject"]!.GetValue<string>());
    }

    [Fact]
    public async Task Failed_sign_in_is_on_record_without_what_was_typed()
    {
        using var failed = await platform.Anonymous().PostTextAsync("/api/v1/auth/token", """{"username":"My-Secret-Typed-Here!","password":"x"}""");

        var entry = await LastAsync($"action={AuditActions.SignInRefused}&actor=?");

        Assert.DoesNotContain("My-Secret", entry.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chain_of_entries_is_whole()
    {
        await platform.NewUserAsync();
        using var refused = await platform.As("tom").GetAsync("/api/v1/users");

        Assert.Null(await platform.Services.GetRequiredService<IAuditQueries>().FirstBrokenAsync());
    }

    private async Task<System.Text.Json.Nodes.JsonNode> LastAsync(string filter)
    {
        using var response = await platform.As("admin").GetAsync($"/api/v1/audit?limit=1&{filter}");
        return (await response.JsonAsync())["items"]![0]!;
    }
}
