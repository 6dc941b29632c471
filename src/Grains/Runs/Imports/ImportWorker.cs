using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trading.Domain.MarketData;
using Trading.Grains.Datasets;
using Trading.Storage;
using Trading.Storage.Datasets;

namespace Trading.Grains.Runs.Imports;

/// <summary>Works through imports on a few dedicated threads. A run that is cut short is begun anew by its dataset.</summary>
internal sealed class ImportWorker(ImportRunner runner, DatasetStore store, TimeProvider time, ILogger<ImportWorker> logger)
    : IHostedService, IImportWorker, IAsyncDisposable
{
    private const int Lanes = 2;

    private readonly Channel<ImportOrder> _queue = Channel.CreateUnbounded<ImportOrder>();
    private readonly ConcurrentDictionary<string, ImportOrder> _working = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _lanes = [];
    private bool _isStopped;

    public void Enqueue(ImportOrder order)
    {
        if (_working.TryAdd(order.RunId, order) && !_queue.Writer.TryWrite(order))
        {
            _working.TryRemove(order.RunId, out _);
        }
    }

    public bool Works(string runId) => _working.ContainsKey(runId);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            _lanes.Add(Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await EndAsync();
        await Task.WhenAll(_lanes).WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _stopping.Dispose();
    }

    /// <summary>The first time only: a host may stop once more what it has stopped and disposed already.</summary>
    private async Task EndAsync()
    {
        if (!Interlocked.Exchange(ref _isStopped, true))
        {
            _queue.Writer.TryComplete();
            await _stopping.CancelAsync();
        }
    }

    private void Work()
    {
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_queue.Reader.TryRead(out var order))
            {
                ExecuteAsync(order).GetAwaiter().GetResult();
                _working.TryRemove(order.RunId, out _);
            }
        }
    }

    private async Task ExecuteAsync(ImportOrder order)
    {
        try
        {
            var (outcome, failure) = await runner.ExecuteAsync(order, _stopping.Token);
            if (failure is null)
            {
                logger.ImportReady(order.DatasetId, order.ImportId, outcome.Rows, outcome.BadRows);
            }
            else
            {
                logger.ImportFailed(order.DatasetId, order.ImportId, failure.Code);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            logger.ImportAbandoned(order.DatasetId, order.ImportId);
        }
        catch (StaleRunException)
        {
            logger.ImportAbandoned(order.DatasetId, order.ImportId);
        }
        catch (Exception outage) when (StorageFailures.IsUnavailable(outage))
        {
            // Not ended: its dataset finds the run silent and begins it anew once storage is back.
            logger.ImportBroke(outage, order.DatasetId, order.ImportId);
        }
        catch (Exception bug)
        {
            logger.ImportBroke(bug, order.DatasetId, order.ImportId);
            await FailAsync(order, new ImportError(0, "internal_error", "The import broke off by an error of the platform."));
        }
    }

    private Task<bool> FailAsync(ImportOrder order, ImportError failure) => store.FailAsync(
        new ImportFailure(order.ImportId, order.RunId, failure.Code, failure.Detail, 0, 0, [], time.GetUtcNow()), _stopping.Token);
}
