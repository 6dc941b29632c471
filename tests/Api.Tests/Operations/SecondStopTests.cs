using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trading.Api.Tests.Platform;
using Trading.Testing;

namespace Trading.Api.Tests.Operations;

public sealed class SecondStopTests
{
    [Fact]
    public async Task What_the_platform_hosts_may_be_stopped_once_more_after_all_is_over()
    {
        using var folder = new TemporaryFolder();
        IHostedService[] ours;
        await using (var host = PlatformHost.On(folder))
        {
            ours = [.. host.Services.GetServices<IHostedService>().Where(service => service.GetType().FullName!.StartsWith("Trading.", StringComparison.Ordinal))];
        }

        Assert.Contains(ours, service => service.GetType().Name is "RunWorker");
        Assert.Contains(ours, service => service.GetType().Name is "ImportWorker");
        foreach (var service in ours)
        {
            await service.StopAsync(CancellationToken.None);
        }
    }
}
