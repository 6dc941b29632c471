using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Sessions;
using Trading.Grains.Journal;
using Trading.Grains.Runs;
using Trading.Grains.Sessions.Collect;
using Trading.Grains.Sessions.Paper;
using Trading.Grains.Storage;
using Trading.Storage.Datasets;
using Trading.Storage.Sessions;

namespace Trading.Grains.Sessions;

/// <summary>
/// Loads, asks <see cref="SessionMachine"/> what happens, saves, tells; watches over the worker of its run, or over the grains of a session that goes
/// on with the clock.
/// </summary>
[GrainType("session")]
internal sealed partial class SessionGrain(
    [PersistentState(StateNames.Session)] IPersistentState<SessionState> storage,
    SessionPreparation preparation,
    IRunWorker worker,
    SessionReports reports,
    IJournal journal,
    SessionStore readModel,
    DatasetStore datasets,
    IDatasetQueries datasetQueries,
    TimeProvider time,
    ILogger<SessionGrain> logger) : Grain, ISessionGrain
{
    /// <summary>A run whose worker has been silent this long starts anew.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan WatchPeriod = TimeSpan.FromSeconds(1);

    private SessionProgress _progress = SessionProgress.None;
    private DateTimeOffset _lastHeard;
    private SessionProgress _publishedProgress = SessionProgress.None;
    private long _publishedRevision;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IGrainTimer? _watch;

    private Session? Current => storage.State.Session;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _progress = storage.State.Progress;
        _paper = new PaperRun(storage.State, GrainFactory, time);
        _collect = new CollectRun(storage.State, GrainFactory, datasets, datasetQueries, time);
        _stepping = new GrainAlarm(this, time, Step);
        _lastHeard = time.GetUtcNow();
        if (Current is not null)
        {
            NoteStart();
            if (Current is { Mode: SessionMode.Paper or SessionMode.Collect, Status.IsEnded: false } && await readModel.FindProgressAsync(Current.Id, cancellationToken) is { } known)
            {
                // Not worth a write of the session's own: what was shown last is gone on from.
                _progress = SessionRows.ProgressOf(known);
            }

            Watch();
            await Publish();
        }
    }

    public async Task<StartOutcome> Start(StartSession command)
    {
        if (Current is { } existing)
        {
            return existing.Owner != command.Owner || existing.RequestHash != command.RequestHash ? StartOutcome.Reused
                : existing.Status is SessionStatus.Created ? await Launch(command.Actor, time.GetUtcNow() + StartAnswerMax)
                : StartOutcome.Started(View());
        }

        var id = this.GetPrimaryKeyString();
        var prepared = await preparation.Prepare(id, command);
        if (!prepared.Errors.IsEmpty)
        {
            return prepared.IsDatasetConflict ? StartOutcome.DatasetConflict(prepared.Errors) : StartOutcome.Refused(prepared.Errors);
        }

        var now = time.GetUtcNow();
        storage.State.Settings = command.Settings;
        storage.State.Dataset = prepared.Dataset;
        if (command.Settings is { Mode: SessionMode.Collect } or { Mode: SessionMode.Paper, Market.IsLockStep: false })
        {
            return await CreateLive(id, command, prepared, now);
        }

        await Save(SessionMachine.Start(Create(id, command, prepared, now), command.Actor, now));
        Watch();
        await Begin();
        return StartOutcome.Started(View());
    }

    public async Task<PreflightOutcome> Preflight(StartSession command)
    {
        var prepared = await preparation.Check(command);
        return new PreflightOutcome(prepared.Errors, prepared.Warnings);
    }

    public Task<SessionView?> Find(string? owner) => Task.FromResult(IsVisibleTo(owner) ? View() : null);

    public async Task<SessionView?> WhenStarted(string? owner, TimeSpan patience)
    {
        if (!IsVisibleTo(owner))
        {
            return null;
        }

        using var enough = new CancellationTokenSource();
        await Task.WhenAny(_started.Task, Task.Delay(patience, time, enough.Token));
        await enough.CancelAsync();
        return View();
    }

    public async Task<SessionView?> Stop(string? owner, StopPolicy? policy, string actor)
    {
        if (!IsVisibleTo(owner))
        {
            return null;
        }

        // Stored with the stop: a run that a crash makes begin anew ends no earlier than this one had come.
        storage.State.Progress = _progress;
        await Change(SessionMachine.RequestStop(Current!, policy ?? storage.State.Settings!.StopPolicy, actor, time.GetUtcNow()));
        if (IsLive && Current!.Status is SessionStatus.Stopping)
        {
            await Halt();
        }

        return View();
    }

    public async Task<ArchiveOutcome> Archive(string? owner)
    {
        if (!IsVisibleTo(owner))
        {
            return ArchiveOutcome.NotFound;
        }

        if (!Current!.Status.IsEnded)
        {
            return ArchiveOutcome.Running;
        }

        await Change(SessionMachine.Archive(Current));
        return ArchiveOutcome.Archived;
    }

    public async Task<RunInstruction> ReportProgress(int run, SessionProgress progress)
    {
        if (Current is not { } session || session.Run != run || session.Status.IsEnded)
        {
            return RunInstruction.Abandon;
        }

        _lastHeard = time.GetUtcNow();
        _progress = progress;
        if (!progress.IsQueued)
        {
            await Change(SessionMachine.Started(session, _lastHeard));
        }

        return new RunInstruction(
            session.StopRequested, IsAbandoned: false, [.. session.Interventions.Where(intervention => intervention.EffectiveAt is null)]);
    }

    public async Task<InterveneOutcome> Intervene(string? owner, string strategy, InterventionKind kind, string actor)
    {
        if (!IsVisibleTo(owner) || !Current!.Strategies.Any(pinned => string.Equals(pinned.Name, strategy, StringComparison.Ordinal)))
        {
            return new InterveneOutcome(InterveneResult.NotFound);
        }

        if (Current.Status is not (SessionStatus.Starting or SessionStatus.Running))
        {
            return new InterveneOutcome(InterveneResult.NotRunning);
        }

        if (Current.Interventions.Length >= Session.InterventionsMax)
        {
            return new InterveneOutcome(InterveneResult.TooMany);
        }

        await Change(SessionMachine.Intervene(Current, strategy, kind, actor, time.GetUtcNow()));
        if (IsLive)
        {
            await CarryInterventions();
        }

        return new InterveneOutcome(InterveneResult.Noted, View());
    }

    public Task InterventionsTaken(int run, ImmutableArray<InterventionTaken> taken) => Current is { } session && session.Run == run
        ? Change(taken.Aggregate(session, SessionMachine.Taken))
        : Task.CompletedTask;

    public async Task RunEnded(int run, RunEnding ending)
    {
        if (Current is not { } session || session.Run != run || session.Status.IsEnded)
        {
            return;
        }

        var now = time.GetUtcNow();
        _progress = storage.State.Progress = ending.Progress;
        await Save(ending.Failure is { } failure
            ? SessionMachine.Fail(session, failure, now)
            : SessionMachine.Ended(SessionMachine.Exhausted(SessionMachine.Started(session, now), ending.Trigger, now), now));
    }

    public async Task Touch()
    {
        switch (Current)
        {
            case { Status: SessionStatus.Created } broken:
                await Launch(broken.Owner, answerBy: null);
                break;
            case { Status: SessionStatus.Starting, Run: 0 }:
                await Begin();
                break;
            case { Status: SessionStatus.Running or SessionStatus.Stopping } when IsLive:
                TouchLive();
                break;
        }
    }

    private static Session Create(string id, StartSession command, PreparedSession prepared, DateTimeOffset now) => new(
        id, command.Owner, command.Settings.Name ?? id, command.Settings.Mode,
        command.Settings.Account is { } account ? GrainKeys.ForAccount(command.Owner, account) : GrainKeys.ForSessionAccount(id),
        command.RequestHash, prepared.Strategies, SessionStatus.Created, now, [], 0, null, null, false)
    {
        Warnings = prepared.Warnings,
    };

    private async Task Begin()
    {
        if (IsLive)
        {
            await BeginLive(answerBy: null);
            return;
        }

        await Change(SessionMachine.Queued(Current!));
        Enqueue();
    }

    private void Enqueue()
    {
        _lastHeard = time.GetUtcNow();
        worker.Enqueue(new RunOrder(Current!, storage.State.Settings!, storage.State.Dataset, _progress.EventTime));
    }

    /// <summary>One timer looks after what a turn could not finish: a start, a silent worker, a read model that was away.</summary>
    private void Watch() => _watch ??= this.RegisterGrainTimer(
        Look, new GrainTimerCreationOptions(WatchPeriod, WatchPeriod) { KeepAlive = true });

    private async Task Look(CancellationToken cancellation)
    {
        await Publish();
        switch (Current)
        {
            case { Status: SessionStatus.Created } broken:
                await Launch(broken.Owner, answerBy: null);
                break;
            case { Status: SessionStatus.Starting, Run: 0 }:
                await Begin();
                break;
            case { Status: SessionStatus.Running or SessionStatus.Stopping } when IsLive:
                await LookAtLive();
                break;
            case { Status: SessionStatus.Starting or SessionStatus.Running or SessionStatus.Stopping } session when time.GetUtcNow() - _lastHeard >= SilenceMax:
                logger.RunSilent(session.Id, session.Run);
                await NoteShown(session, cancellation);
                await Change(SessionMachine.Restarted(session, session.Run));
                Enqueue();
                break;
            case { Status.IsEnded: true } when _publishedRevision == storage.State.Revision && _publishedProgress == _progress:
                _watch?.Dispose();
                _watch = null;
                break;
        }
    }

    /// <summary>
    /// A stopped backtest whose run died: what had been seen of it may be more than the run had reported. Stored before the next run replaces the results,
    /// which is to come as far.
    /// </summary>
    private async Task NoteShown(Session session, CancellationToken cancellation)
    {
        if (session.StopRequested is not null && session.Mode is SessionMode.Backtest && await readModel.FindShownAsync(session.Id, cancellation) is { } shown
            && !(_progress.EventTime >= shown))
        {
            _progress = storage.State.Progress = _progress with { EventTime = shown };
        }
    }

    private Task Change(Session session) => session == Current ? Task.CompletedTask : Save(session);

    private async Task Save(Session session)
    {
        storage.State.Session = session;
        storage.State.Revision++;
        await storage.WriteOrDeactivateAsync(this);
        logger.SessionChanged(session.Id, session.Status);
        NoteStart();
        await Publish();
    }

    /// <summary>Lets those go on who wait for a start that is over and stored.</summary>
    private void NoteStart()
    {
        if (Current!.Status is not (SessionStatus.Created or SessionStatus.Starting))
        {
            _started.TrySetResult();
        }
    }

    /// <summary>Brings the read model up to date; while it is away the timer tries again.</summary>
    private async Task Publish()
    {
        if (Current is not { } session || (_publishedRevision == storage.State.Revision && _publishedProgress == _progress))
        {
            return;
        }

        var (revision, progress) = (storage.State.Revision, _progress);
        try
        {
            if (_publishedProgress != progress)
            {
                await readModel.SaveProgressAsync(SessionRows.ProgressOf(session, progress), session.Owner);
                _publishedProgress = progress;
            }

            if (_publishedRevision != revision)
            {
                await readModel.SaveAsync(SessionRows.RowOf(storage.State), SessionRows.TransitionsOf(session));
                _publishedRevision = revision;
            }
        }
        catch (Exception failure) when (Trading.Storage.StorageFailures.IsUnavailable(failure))
        {
            logger.PublishFailed(failure, session.Id);
        }
    }

    private bool IsVisibleTo(string? owner) => Current is { } session && (owner is null || session.Owner == owner);

    private SessionView View() => new(Current!, storage.State.Settings!, _progress, storage.State.Dataset);
}
