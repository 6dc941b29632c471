using Trading.Storage;
using Trading.Storage.Alerts;

namespace Trading.Api.Alerts.Channels;

/// <summary>Works off the outbox of alerts. Each API process may run one: a delivery is leased to one of them at a time, and taken again when that one dies.</summary>
internal sealed class AlertDispatcher(
    AlertChannelStore store, IAlertQueries alerts, WebhookSender sender, AlertSettings settings, TimeProvider time, ILogger<AlertDispatcher> logger)
    : BackgroundService
{
    private const int ClaimMax = 16;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryMax = TimeSpan.FromHours(1);

    /// <summary>Longer than an attempt can take.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);
    private static readonly TimeSpan PurgePeriod = TimeSpan.FromHours(1);

    /// <returns>The pause after the given attempt; null when it was the last.</returns>
    public static TimeSpan? PauseAfter(int attempt, AlertSettings settings)
    {
        if (attempt >= settings.AttemptsMax)
        {
            return null;
        }

        var pause = settings.FirstRetry * Math.Pow(3, Math.Min(attempt - 1, 15));
        return pause < RetryMax ? pause : RetryMax;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var purgeDue = time.GetUtcNow();
        while (true)
        {
            var isMore = false;
            try
            {
                isMore = await DispatchAsync(stoppingToken);
                if (time.GetUtcNow() >= purgeDue)
                {
                    await store.PurgeAsync(KeptFor, stoppingToken);
                    purgeDue = time.GetUtcNow() + PurgePeriod;
                }
            }
            catch (Exception failure) when (StorageFailures.IsUnavailable(failure))
            {
                // What was sent and could not be noted is sent again: receivers tell repeats by their id.
                logger.AlertDispatchFailed(failure);
            }

            if (!isMore)
            {
                await Task.Delay(Period, time, stoppingToken);
            }
        }
    }

    private async Task<bool> DispatchAsync(CancellationToken cancellation)
    {
        var claimed = await store.ClaimAsync(ClaimMax, Lease, cancellation);
        await Task.WhenAll(claimed.Select(delivery => AttemptAsync(delivery, cancellation)));
        return claimed.Count == ClaimMax;
    }

    private async Task AttemptAsync(AlertDeliveryRow delivery, CancellationToken cancellation)
    {
        var channel = await store.FindAsync(delivery.ChannelId, cancellation);
        var alert = await alerts.FindAsync(delivery.AlertId, cancellation);
        if (channel is not { Enabled: true } || alert is null)
        {
            await store.EndAttemptAsync(delivery, status: null, "channel_disabled", retryAfter: null, cancellation);
            return;
        }

        var attempt = await sender.SendAsync(channel, WebhookSender.Alert, AlertAnswer.From(alert), cancellation);
        var pause = attempt.Error is null ? null : PauseAfter(delivery.Attempts, settings);
        await store.EndAttemptAsync(delivery, attempt.Status, attempt.Error, pause, cancellation);
        if (attempt.Error is { } error)
        {
            if (pause is null)
            {
                logger.AlertUndeliverable(alert.Id, channel.Id, error, delivery.Attempts);
            }
            else
            {
                logger.AlertAttemptFailed(alert.Id, channel.Id, error, delivery.Attempts);
            }
        }
    }
}
