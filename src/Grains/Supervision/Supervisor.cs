using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Datasets;
using Trading.Grains.Abstractions.Sessions;
using Trading.Grains.Storage;
using Trading.Storage.Datasets;
using Trading.Storage.Paging;
using Trading.Storage.Sessions;
using Trading.Storage.Waking;

namespace Trading.Grains.Supervision;

/// <summary>
/// Wakes what should be running: a grain does not come back by itself after its silo died. One on each silo, at start and
/// every 5 s; two at once are harmless. What fails is logged and ends nothing.
/// </summary>
internal sealed class Supervisor(
    IGrainFactory grains, Sweep sweep, Waker waker, SessionStore sessions, IDatasetQueries datasets, ImportFileStore files, TimeProvider time,
    ILogger<Supervisor> logger) : BackgroundService
{
    private const string Dataset = "dataset";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UploadLife = TimeSpan.FromDays(1);
    private static readonly SessionStatus[] Unfinished = [SessionStatus.Starting, SessionStatus.Running, SessionStatus.Stopping];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // Side by side: what one of them waits for must not keep the others from what they look after.
            await Task.WhenAll(
                RoundAsync("the sweep", sweep.RunAsync, stoppingToken),
                RoundAsync("the round of sessions", TouchSessionsAsync, stoppingToken),
                RoundAsync("the round of datasets", TouchDatasetsAsync, stoppingToken));
            await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RoundAsync(string name, Func<CancellationToken, Task> round, CancellationToken stopping)
    {
        try
        {
            await round(stopping);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            logger.SupervisionFailed(failure, name);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process ends; another silo looks after what is left.
        }
    }

    private async Task TouchSessionsAsync(CancellationToken cancellation)
    {
        foreach (var status in Unfinished)
        {
            await TouchAsync(
                StateNames.Session,
                page => sessions.ListAsync(new SessionFilter(Status: status, Archived: null), page, cancellation),
                session => session.Id,
                id => grains.GetGrain<ISessionGrain>(GrainKeys.ForSession(id)).Touch(),
                cancellation);
        }
    }

    private async Task TouchDatasetsAsync(CancellationToken cancellation)
    {
        await files.PurgeAsync(time.GetUtcNow() - UploadLife, cancellation);
        await TouchAsync(
            Dataset,
            page => datasets.ListAsync(new DatasetFilter(State: DatasetStates.Importing), page, cancellation),
            dataset => dataset.Id,
            id => grains.GetGrain<IDatasetGrain>(GrainKeys.ForDataset(id)).Touch(),
            cancellation);
    }

    /// <summary>Touches all that a list has, page by page.</summary>
    private async Task TouchAsync<TRow>(
        string kind, Func<PageRequest, Task<Page<TRow>>> list, Func<TRow, string> idOf, Func<string, Task> touch, CancellationToken cancellation)
    {
        string? cursor = null;
        do
        {
            var page = await list(new PageRequest(PageRequest.LimitMax, cursor, SortDirection.Ascending));
            await waker.WakeAsync(page.Items.Select(row => new SleepingGrain(kind, idOf(row), Version: 0)), sleeping => touch(sleeping.Key), cancellation);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }
}
