using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trading.Storage;
using Trading.Storage.Live;

namespace Trading.Grains.Journal;

/// <summary>Removes live events that nobody can go on from any more. One on each silo; they do not disturb each other.</summary>
internal sealed class LiveEventPurge(LiveEventStore store, TimeProvider time, ILogger<LiveEventPurge> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await store.PurgeAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (StorageFailures.IsUnavailable(failure))
            {
                // The next round does the work of both.
                logger.LivePurgeFailed(failure);
            }
        }
    }
}
