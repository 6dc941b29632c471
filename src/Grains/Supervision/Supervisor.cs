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
/// every 5 s, and at once when silos come or go; two at once are harmless. What fails is logged, ends nothing, and is tried again sooner.
/// </summary>
internal sealed class Supervisor(
    IGrainFactory grains, Sweep sweep, Waker waker, SessionStore sessions, IDatasetQueries datasets, ImportFileStore files, TimeProvider time,
    ISiloStatusOracle silos, ILogger<Supervisor> logger) : BackgroundService, ISiloStatusListener
{
    private const string Dataset = "dataset";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UploadLife = TimeSpan.FromDays(1);
    private static readonly SessionStatus[] Unfinished = [SessionStatus.Starting, SessionStatus.Running, SessionStatus.Stopping];

    private TaskCompletionSource _membershipChanged = NewSignal();

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status) => _membershipChanged.TrySetResult();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        silos.SubscribeToSiloStatusEvents(this);
        var retry = new DeliveryPace();
        while (!stoppingToken.IsCancellationRequested)
        {
            _membershipChanged = NewSignal();

            // Side by side: what one of them waits for must not keep the others from what they look after.
            var failed = await Task.WhenAll(
                RoundAsync("the sweep", sweep.RunAsync, stoppingToken),
                RoundAsync("the round of sessions", TouchSessionsAsync, stoppingToken),
                RoundAsync("the round of datasets", TouchDatasetsAsync, stoppingToken));
            if (failed.Sum() == 0)
            {
                retry.Reset();
            }

            // What lived on a silo that died can be woken once the others know: that moment is not slept through.
            var pause = failed.Sum() == 0 ? Period : retry.Next();
            await Task.WhenAny(Task.Delay(pause, time, stoppingToken), _membershipChanged.Task);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <returns>How much of the round failed; the round itself counts as one.</returns>
    private async Task<int> RoundAsync(string name, Func<CancellationToken, Task<int>> round, CancellationToken stopping)
    {
        try
        {
            return await round(stopping);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            logger.SupervisionFailed(failure, name);
            return 1;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process ends; another silo looks after what is left.
            return 0;
        }
    }

    private async Task<int> TouchSessionsAsync(CancellationToken cancellation)
    {
        var failed = 0;
        foreach (var status in Unfinished)
        {
            failed += await TouchAsync(
                StateNames.Session,
                page => sessions.ListAsync(new SessionFilter(Status: status, Archived: null), page, cancellation),
                session => session.Id,
                id => grains.GetGrain<ISessionGrain>(GrainKeys.ForSession(id)).Touch(),
                cancellation);
        }

        return failed;
    }

    private async Task<int> TouchDatasetsAsync(CancellationToken cancellation)
    {
        await files.PurgeAsync(time.GetUtcNow() - UploadLife, cancellation);
        return await TouchAsync(
            Dataset,
            page => datasets.ListAsync(new DatasetFilter(State: DatasetStates.Importing), page, cancellation),
            dataset => dataset.Id,
            id => grains.GetGrain<IDatasetGrain>(GrainKeys.ForDataset(id)).Touch(),
            cancellation);
    }

    /// <summary>Touches all that a list has, page by page.</summary>
    private async Task<int> TouchAsync<TRow>(
        string kind, Func<PageRequest, Task<Page<TRow>>> list, Func<TRow, string> idOf, Func<string, Task> touch, CancellationToken cancellation)
    {
        var failed = 0;
        string? cursor = null;
        do
        {
            var page = await list(new PageRequest(PageRequest.LimitMax, cursor, SortDirection.Ascending));
            failed += await waker.WakeAsync(page.Items.Select(row => new SleepingGrain(kind, idOf(row))), sleeping => touch(sleeping.Key), cancellation);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return failed;
    }
}
