using System.Collections.Concurrent;
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

    /// <summary>Runs that wait most of their time and go on at the same time; others of the kind queue up with the rest.</summary>
    private const int PacedMax = 64;

    private readonly Channel<Run> _queue = Channel.CreateUnbounded<Run>();

    /// <summary>Queued runs that were stopped. They end on a lane of their own: a run that nobody wants waits for none that works.</summary>
    private readonly Channel<Run> _stopped = Channel.CreateUnbounded<Run>();

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentBag<Task> _lanes = [];
    private bool _isStopped;
    private int _paced;

    public void Enqueue(RunOrder order)
    {
        var run = new Run(order, CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token));
        run.Reporter = ReportAsync(run);
        if (order.IsLockStep && Interlocked.Increment(ref _paced) <= PacedMax)
        {
            // It waits most of the time, for hours if it must: on a thread of its own it keeps nobody else waiting.
            _lanes.Add(Task.Factory.StartNew(
                () => WorkPaced(run), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
            return;
        }

        if (!_queue.Writer.TryWrite(run))
        {
            run.Cancellation.Cancel();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        for (var lane = 0; lane < Environment.ProcessorCount; lane++)
        {
            Open(_queue.Reader);
        }

        Open(_stopped.Reader);
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
            // A run that is cut short is not the session's failure: another silo, or the next start, begins it anew.
            _queue.Writer.TryComplete();
            _stopped.Writer.TryComplete();
            await _stopping.CancelAsync();
        }
    }

    // Long-running: a thread of its own, because a replay keeps it for minutes.
    private void Open(ChannelReader<Run> runs) => _lanes.Add(
        Task.Factory.StartNew(() => Work(runs), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    private void WorkPaced(Run run)
    {
        if (run.TryClaim())
        {
            Execute(run).GetAwaiter().GetResult();
        }

        Interlocked.Decrement(ref _paced);
    }

    private void Work(ChannelReader<Run> runs)
    {
        while (runs.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (runs.TryRead(out var run))
            {
                if (run.TryClaim())
                {
                    Execute(run).GetAwaiter().GetResult();
                }
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
            var trigger = runner.Execute(run.Order, run.Tracker, run.Cancellation.Token);
            ending = new RunEnding(
                run.Tracker.Progress(time.GetElapsedTime(started), isOver: true), null, trigger ?? SessionTriggers.DataExhausted);
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
                await TellTakenAsync(run);
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
            var isQueued = true;
            try
            {
                await TellTakenAsync(run);
                isQueued = !run.IsClaimed;
                var elapsed = run.Started == 0 ? TimeSpan.Zero : time.GetElapsedTime(run.Started);
                var instruction = await SessionOf(run).ReportProgress(run.Order.Session.Run, run.Tracker.Progress(elapsed, isOver: false) with { IsQueued = isQueued });
                if (instruction.IsAbandoned)
                {
                    await run.Cancellation.CancelAsync();
                }
                else
                {
                    Follow(run, instruction);
                }
            }
            catch (Exception unreachable) when (unreachable is not OperationCanceledException)
            {
                logger.SessionUnreachable(unreachable, run.Order.Session.Id, run.Order.Session.Run);
            }

            // That a lane has taken it up is told at once: whoever started the session waits for it.
            var pause = Pause(ReportPeriod, run.Cancellation.Token);
            await (isQueued ? Task.WhenAny(pause, run.Claimed) : pause);
        }
    }

    private void Follow(Run run, RunInstruction instruction)
    {
        foreach (var intervention in instruction.Interventions)
        {
            run.Tracker.Control.Offer(intervention);
        }

        if (instruction.Stop is { } policy && run.Tracker.Control.StopRequested is null)
        {
            run.Tracker.Control.RequestStop(policy);
            if (!run.IsClaimed && run.Order.StopFrom is null)
            {
                _stopped.Writer.TryWrite(run);
            }
        }
    }

    /// <summary>Tells the session what the run has carried out since the last time.</summary>
    private async Task TellTakenAsync(Run run)
    {
        var taken = run.Tracker.Control.Taken;
        if (taken.Length > run.Told)
        {
            await SessionOf(run).InterventionsTaken(run.Order.Session.Run, taken);
            run.Told = taken.Length;
        }
    }

    private async Task Pause(TimeSpan span, CancellationToken cancellation) =>
        await Task.Delay(span, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private ISessionGrain SessionOf(Run run) => grains.GetGrain<ISessionGrain>(run.Order.Session.Id);

    private sealed class Run(RunOrder order, CancellationTokenSource cancellation)
    {
        private readonly TaskCompletionSource _claimed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _claims;

        public RunOrder Order => order;

        /// <summary>Completes when a lane has it.</summary>
        public Task Claimed => _claimed.Task;

        public bool IsClaimed => Volatile.Read(ref _claims) != 0;

        /// <summary>Interventions that the session knows to be carried out.</summary>
        public int Told { get; set; }

        public CancellationTokenSource Cancellation => cancellation;

        public RunTracker Tracker { get; } = new(order.StopFrom);

        public long Started { get; set; }

        public Task Reporter { get; set; } = Task.CompletedTask;

        /// <summary>True once: for the lane that is to execute it.</summary>
        public bool TryClaim()
        {
            var isFirst = Interlocked.Exchange(ref _claims, 1) == 0;
            _claimed.TrySetResult();
            return isFirst;
        }
    }
}
