using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Datasets;
using Trading.Grains.Abstractions.Sessions;
using Trading.Grains.Sessions;
using Trading.Storage.Datasets;
using Trading.Storage.Paging;
using Trading.Storage.Sessions;

namespace Trading.Grains.Supervision;

/// <summary>
/// Wakes what should be running: a grain does not come back by itself after its silo died. One on each silo, at start and
/// every 5 s; two at once are harmless.
/// </summary>
internal sealed class Supervisor(
    IGrainFactory grains, Sweep sweep, SessionStore sessions, IDatasetQueries datasets, ImportFileStore files, TimeProvider time, ILogger<Supervisor> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UploadLife = TimeSpan.FromDays(1);
    private static readonly SessionStatus[] Unfinished = [SessionStatus.Starting, SessionStatus.Running, SessionStatus.Stopping];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await sweep.RunAsync(stoppingToken);
                await TouchSessionsAsync(stoppingToken);
                await TouchDatasetsAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                logger.SupervisionFailed(failure);
            }

            await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TouchSessionsAsync(CancellationToken cancellation)
    {
        foreach (var status in Unfinished)
        {
            string? cursor = null;
            do
            {
                var page = await sessions.ListAsync(
                    new SessionFilter(Status: status, Archived: null), new PageRequest(PageRequest.LimitMax, cursor, SortDirection.Ascending), cancellation);
                foreach (var session in page.Items)
                {
                    await grains.GetGrain<ISessionGrain>(GrainKeys.ForSession(session.Id)).Touch();
                }

                cursor = page.NextCursor;
            }
            while (cursor is not null);
        }
    }

    private async Task TouchDatasetsAsync(CancellationToken cancellation)
    {
        await files.PurgeAsync(time.GetUtcNow() - UploadLife, cancellation);
        string? cursor = null;
        do
        {
            var page = await datasets.ListAsync(
                new DatasetFilter(State: DatasetStates.Importing), new PageRequest(PageRequest.LimitMax, cursor, SortDirection.Ascending), cancellation);
            foreach (var dataset in page.Items)
            {
                await grains.GetGrain<IDatasetGrain>(GrainKeys.ForDataset(dataset.Id)).Touch();
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }
}
