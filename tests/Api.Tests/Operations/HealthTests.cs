using System.Net;
using Trading.Api.Tests.Platform;
using Trading.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Trading.Api.Tests.Operations;

public sealed class HealthTests(TradingPlatform platform)
{
    [Fact]
    public async Task Detail_names_every_check()
    {
        using var response = await platform.As("admin").GetAsync("/health");

        var checks = (await response.JsonAsync())["checks"]!.AsArray().Select(check => check!["name"]!.GetValue<string>());
        Assert.Equal(["cluster", "schema", "shutdown", "storage"], checks);
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
    public async Task Metrics_are_in_the_format_of_Prometheus()
    {
        using var response = await platform.As("admin").GetAsync("/metrics");

        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("# TYPE http_server_request_duration_seconds histogram", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
