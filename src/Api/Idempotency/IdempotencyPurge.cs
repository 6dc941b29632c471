using Trading.Storage;
using Trading.Storage.Idempotency;

namespace Trading.Api.Idempotency;

/// <summary>Removes keys that nobody may repeat any more.</summary>
internal sealed class IdempotencyPurge(IdempotencyStore store, TimeProvider time, ILogger<IdempotencyPurge> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await store.PurgeAsync(time.GetUtcNow(), stoppingToken);
            }
            catch (Exception failure) when (StorageFailures.IsUnavailable(failure))
            {
                // The next hour does the work of both.
                logger.PurgeFailed(failure);
            }
        }
    }
}
