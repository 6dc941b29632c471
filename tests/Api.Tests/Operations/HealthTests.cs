using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Trading.Api.Auth;
using Trading.Api.Json;
using Trading.Api.Tests.Platform;
using Trading.Api.Users;
using Trading.Domain.Users;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Operations;
using Trading.Storage;
using Trading.Testing.Hosts;

namespace Trading.Api.Tests.Operations;

public sealed class HealthTests(TradingPlatform platform)
{
    [Fact]
    public async Task Detail_names_every_check()
    {
        using var response = await platform.As("admin").GetAsync("/health");

        var checks = (await response.JsonAsync())["checks"]!.AsArray().Select(check => check!["name"]!.GetValue<string>());
        Assert.Equal(["cluster", "schema", "shutdown", "sources", "storage"], checks);
    }

    [Fact]
    public async Task Silent_source_shows_in_the_detail_and_never_in_readiness()
    {
        var silences = platform.Services.GetRequiredService<IGrainFactory>().GetGrain<ISilencesGrain>(GrainKeys.ForSilences());
        var since = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        await silences.Note(new Silence("ven-alice:quiet", since));
        var silent = await SourcesAsync(finding => finding.Contains("ven-alice:quiet", StringComparison.Ordinal));
        using var ready = await platform.As("admin").GetAsync("/health/ready");
        await silences.End("ven-alice:quiet");
        var heard = await SourcesAsync(finding => !finding.Contains("ven-alice:quiet", StringComparison.Ordinal));

        Assert.Equal(("degraded", HttpStatusCode.OK), (silent.Status, ready.StatusCode));
        Assert.Contains("ven-alice:quiet since 2026-01-02T03:04:05.000Z", silent.Finding, StringComparison.Ordinal);
        Assert.Equal("healthy", heard.Status);
    }

    private async Task<(string Status, string Finding)> SourcesAsync(Func<string, bool> fits)
    {
        // Noted one-way: it may be there a moment later.
        var found = ("", "");
        await Eventually.GetAsync(
            async () =>
            {
                using var response = await platform.As("admin").GetAsync("/health");
                var check = (await response.JsonAsync())["checks"]!.AsArray().Single(check => check!["name"]!.GetValue<string>() == "sources")!;
                found = (check["status"]!.GetValue<string>(), check["detail"]?.GetValue<string>() ?? "");
                return fits(found.Item2) ? "fits" : null;
            },
            TimeSpan.FromSeconds(10), () => $"{found}");
        return found;
    }

    [Fact]
    public async Task Without_storage_it_is_live_and_not_ready_and_acknowledges_nothing()
    {
        await using var host = new PlatformHost();
        host.Start();
        using var client = host.CreateClient();
        await host.Services.GetRequiredService<TradingDatabase>().DisposeAsync();

        using var live = await client.GetAsync("/health/live");
        using var ready = await client.GetAsync("/health/ready");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (live.StatusCode, ready.StatusCode));
    }

    [Fact]
    public async Task Write_that_storage_refuses_is_answered_503_and_changes_nothing()
    {
        await using var host = new PlatformHost();
        host.Start();
        using var client = host.CreateClient();
        using var signedIn = await client.PostAsJsonAsync("/api/v1/auth/token", new SignInRequest("admin", TradingPlatform.AdminPassword), ApiJson.Options);
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await signedIn.JsonAsync())["accessToken"]!.GetValue<string>());
        await PragmaAsync(host, "query_only = 1");

        using var refused = await client.PostAsJsonAsync("/api/v1/users", new CreateUserRequest("carol", "a long and private phrase", UserRole.Trader), ApiJson.Options);
        await PragmaAsync(host, "query_only = 0");
        using var absent = await client.GetAsync("/api/v1/users/carol");
        using var metrics = await client.GetAsync("/metrics");

        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "storage_unavailable", true, HttpStatusCode.NotFound),
            (refused.StatusCode, (await refused.ProblemAsync()).Code, refused.Headers.RetryAfter is not null, absent.StatusCode));
        Assert.Contains("persistence_failures_total{", await metrics.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_in_the_format_of_Prometheus()
    {
        using var response = await platform.As("admin").GetAsync("/metrics");

        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("# TYPE http_server_request_duration_seconds histogram", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task PragmaAsync(PlatformHost host, string pragma)
    {
        await using var connection = await host.Services.GetRequiredService<TradingDatabase>().Writer.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        await command.ExecuteNonQueryAsync();
    }
}
