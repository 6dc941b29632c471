using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Abstractions.Sessions;
using Trading.Grains.Sessions;
using Trading.Storage;

namespace Trading.Grains.Runs;

/// <summary>
/// Replays on a few dedicated threads, so that a long run never holds up a grain or a request. Beside each run a small
/// reporter tells the session how far it is and hears whether to go on; a queued run reports too, so that waiting is not
/// mistaken for silence.
/// </summary>
internal sealed class RunWorker(IGrainFactory grains, ReplayRunner runner, TimeProvider time, ILogger<RunWorker> logger)
    : IHostedService, IRunWorker, IAsyncDisposable
{
    /// <summary>How often a session hears of its run; well below the second within which a stop takes effect.</summary>
    private static readonly TimeSpan ReportPeriod = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan AcknowledgeRetry = TimeSpan.FromSeconds(1);

    private readonly Channel<Run> _queue = Channel.CreateUnbounded<Run>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _lanes = [];

    public void Enqueue(RunOrder order)
    {
        var run = new Run(order, CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token));
        run.Reporter = ReportAsync(run);
        if (!_queue.Writer.TryWrite(run))
        {
            run.Cancellation.Cancel();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        for (var lane = 0; lane < Environment.ProcessorCount; lane++)
        {
            // Long-running: a thread of its own, because a replay keeps it for minutes.
            _lanes.Add(Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // A run that is cut short is not the session's failure: another silo, or the next start, begins it anew.
        _queue.Writer.TryComplete();
        await _stopping.CancelAsync();
        await Task.WhenAll(_lanes).WaitAsync(cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _stopping.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Work()
    {
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_queue.Reader.TryRead(out var run))
            {
                Execute(run).GetAwaiter().GetResult();
            }
        }
    }

    private async Task Execute(Run run)
    {
        var order = run.Order;
        var started = time.GetTimestamp();
        RunEnding? ending = null;
        logger.RunBegins(order.Session.Id, order.Session.Run);
        try
        {
            run.Started = started;
            runner.Execute(run.Order, run.Tracker, run.Cancellation.Token);
            ending = new RunEnding(run.Tracker.Progress(time.GetElapsedTime(started), isOver: true), null);
            logger.RunEnded(order.Session.Id, order.Session.Run, run.Tracker.Control.Events, time.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (OperationCanceledException) when (run.Cancellation.IsCancellationRequested)
        {
            logger.RunAbandoned(order.Session.Id, order.Session.Run);
        }
        catch (StaleRunException)
        {
            logger.RunAbandoned(order.Session.Id, order.Session.Run);
        }
        catch (Exception failure) when (StorageFailures.IsUnavailable(failure))
        {
            // Not reported: the session finds its worker silent and starts the run anew once storage is back.
            logger.RunFailed(failure, order.Session.Id, order.Session.Run);
        }
        catch (Exception failure)
        {
            logger.RunFailed(failure, order.Session.Id, order.Session.Run);
            ending = new RunEnding(
                run.Tracker.Progress(time.GetElapsedTime(started), isOver: false),
                new SessionFailure("run_failed", $"The run broke off: {failure.GetType().Name}. The log knows more."));
        }

        if (ending is not null)
        {
            await AcknowledgeAsync(run, ending);
        }

        await run.Cancellation.CancelAsync();
        await run.Reporter;
        run.Cancellation.Dispose();
    }

    /// <summary>Tells the session of the end until it has taken note.</summary>
    private async Task AcknowledgeAsync(Run run, RunEnding ending)
    {
        while (!run.Cancellation.IsCancellationRequested)
        {
            try
            {
                await SessionOf(run).RunEnded(run.Order.Session.Run, ending);
                return;
            }
            catch (Exception unreachable) when (unreachable is not OperationCanceledException)
            {
                logger.SessionUnreachable(unreachable, run.Order.Session.Id, run.Order.Session.Run);
                await Pause(AcknowledgeRetry, run.Cancellation.Token);
            }
        }
    }

    private async Task ReportAsync(Run run)
    {
        // Away from the grain's scheduler that enqueued it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (!run.Cancellation.IsCancellationRequested)
        {
            try
            {
                var elapsed = run.Started == 0 ? TimeSpan.Zero : time.GetElapsedTime(run.Started);
                var instruction = await SessionOf(run).ReportProgress(run.Order.Session.Run, run.Tracker.Progress(elapsed, isOver: false));
                if (instruction.IsAbandoned)
                {
                    await run.Cancellation.CancelAsync();
                }
                else if (instruction.Stop is { } policy)
                {
                    run.Tracker.Control.RequestStop(policy);
                }
            }
            catch (Exception unreachable) when (unreachable is not OperationCanceledException)
            {
                logger.SessionUnreachable(unreachable, run.Order.Session.Id, run.Order.Session.Run);
            }

            await Pause(ReportPeriod, run.Cancellation.Token);
        }
    }

    private async Task Pause(TimeSpan span, CancellationToken cancellation) =>
        await Task.Delay(span, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private ISessionGrain SessionOf(Run run) => grains.GetGrain<ISessionGrain>(run.Order.Session.Id);

    private sealed class Run(RunOrder order, CancellationTokenSource cancellation)
    {
        public RunOrder Order => order;

        public CancellationTokenSource Cancellation => cancellation;

        public RunTracker Tracker { get; } = new();

        public long Started { get; set; }

        public Task Reporter { get; set; } = Task.CompletedTask;
    }
}
