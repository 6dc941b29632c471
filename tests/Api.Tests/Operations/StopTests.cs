using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trading.Api.Events;
using Trading.Api.Tests.Platform;

namespace Trading.Api.Tests.Operations;

public sealed class StopTests
{
    [Fact]
    public async Task Worker_that_is_stopped_again_when_its_host_is_gone_stays_stopped()
    {
        var host = new PlatformHost();
        host.Start();
        var workers = host.Services.GetServices<IHostedService>().Where(service => service.GetType().Name is "RunWorker" or "ImportWorker").ToList();
        Assert.Equal(2, workers.Count);
        await host.DisposeAsync();

        foreach (var worker in workers)
        {
            await worker.StopAsync(CancellationToken.None);
        }
    }
    [Fact]
    public async Task Feed_of_live_events_that_is_stopped_has_not_failed()
    {
        var host = new PlatformHost();
        host.Start();
        var feed = host.Services.GetRequiredService<LiveFeed>();
        await host.DisposeAsync();

        Assert.Equal(TaskStatus.RanToCompletion, feed.ExecuteTask!.Status);
    }
}
