using Trading.Domain.Exchanges;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Abstractions.Sessions;
using Trading.Grains.Journal;
using Trading.Grains.Sessions.Collect;
using Trading.Grains.Sessions.Paper;
using Trading.Grains.Storage;

namespace Trading.Grains.Sessions;

internal sealed partial class SessionGrain
{
    /// <summary>A start that does not come about within this is undone.</summary>
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(30);

    /// <summary>What runs is woken this often by its session too, not only by supervisors.</summary>
    private static readonly TimeSpan TouchPeriod = TimeSpan.FromSeconds(5);

    /// <summary>A report that is younger than this is the newest.</summary>
    private static readonly TimeSpan ReportAgeMax = TimeSpan.FromSeconds(1);

    /// <summary>Whoever asks again and again has a report made for no larger a share of the time than this.</summary>
    private const int ReportShare = 10;

    /// <summary>A start is answered after this at the latest, as Starting when not everything is open by then: well before its caller gives up.</summary>
    private static readonly TimeSpan StartAnswerMax = TimeSpan.FromSeconds(8);

    private readonly Queue<(Func<Task> Step, TaskCompletionSource Done)> _steps = new();
    private GrainAlarm _stepping = null!;
    private Task? _opening;
    private Task _touching = Task.CompletedTask;
    private Task _round = Task.CompletedTask;
    private PaperRun _paper = null!;
    private CollectRun _collect = null!;
    private DateTimeOffset _touchedAt;
    private DateTimeOffset _reportedAt;
    private Task _reporting = Task.CompletedTask;
    private TimeSpan _reportTook;
    private long _seenEvents;

    /// <summary>Its market goes on with the clock, on grains; one that is replayed runs on a worker, as a backtest does.</summary>
    private bool IsLive => storage.State is { Plan: not null } or { Collect: not null };

    private ILiveRun Live => storage.State.Collect is null ? _paper : _collect;

    /// <summary>Stored before anything is asked of anybody, so that a start which breaks off is found again; not visible yet.</summary>
    private async Task<StartOutcome> CreateLive(string id, StartSession command, PreparedSession prepared, DateTimeOffset now)
    {
        storage.State.Session = Create(id, command, prepared, now);
        storage.State.Plan = prepared.Collect is null ? PaperRun.PlanOf(id, command, prepared, now) : null;
        storage.State.Collect = prepared.Collect is { } target ? CollectRun.PlanOf(id, command.Settings, target, now) : null;
        await storage.WriteOrDeactivateAsync(this);
        return await Launch(command.Actor, now + StartAnswerMax);
    }

    /// <summary>Leases, becomes visible, and opens. What another holds leaves nothing of the start behind.</summary>
    /// <param name="answerBy">Null when nobody waits for the answer.</param>
    private async Task<StartOutcome> Launch(string actor, DateTimeOffset? answerBy)
    {
        if (await Live.LeaseAsync() is { } refusal)
        {
            await storage.ClearStateAsync();
            DeactivateOnIdle();
            return refusal;
        }

        await Save(SessionMachine.Start(Current!, actor, time.GetUtcNow()));
        Watch();
        await BeginLive(answerBy);
        return StartOutcome.Started(View());
    }

    /// <summary>
    /// All or nothing: what cannot be opened is tried again for a while, then everything is undone and the session says why. Opening goes on
    /// between this grain's turns when it takes longer than the caller may wait; the next look sees what came of it.
    /// </summary>
    private async Task BeginLive(DateTimeOffset? answerBy)
    {
        var opening = _opening ??= Live.OpenAsync();
        if (answerBy - time.GetUtcNow() is { } patience && patience > TimeSpan.Zero)
        {
            await Task.WhenAny(opening, Task.Delay(patience, time));
        }

        if (!opening.IsCompleted)
        {
            return;
        }

        _opening = null;
        try
        {
            await opening;
        }
        catch (Exception failure)
        {
            logger.OpeningFailed(failure, Current!.Id);
            if (time.GetUtcNow() - Current.Transitions[^1].At >= StartMax)
            {
                await Live.UndoAsync();
                var cause = failure is VenueNotSentException or VenueUncertainException ? "the venue does not answer" : "not everything that the session needs could be started";
                await Change(SessionMachine.Fail(
                    Current, new SessionFailure("start_failed", $"Within {StartMax.TotalSeconds:0} s {cause}; nothing of the session runs."), time.GetUtcNow()));
            }

            return;
        }

        await Change(SessionMachine.Started(Current!, time.GetUtcNow()));
    }

    private async Task LookAtLive()
    {
        var now = time.GetUtcNow();
        if (now - _touchedAt >= TouchPeriod)
        {
            TouchLive();
        }

        if (Current is { Status: SessionStatus.Running } session && IsDurationOver(session, now))
        {
            await Change(SessionMachine.Exhausted(session, SessionTriggers.DurationOver, now));
        }

        if (Current!.Status is SessionStatus.Running)
        {
            await CarryInterventions();
        }

        // A stop waits for an opening that is still on its way: what it opens must not come after what winds up.
        if (_round.IsCompleted && _opening is not { IsCompleted: false })
        {
            _round = Round();
        }
    }

    /// <summary>Wakes everything that has to run, between this grain's turns: one that is slow to answer keeps nobody waiting for the session.</summary>
    private void TouchLive()
    {
        if (_touching.IsCompleted)
        {
            _touchedAt = time.GetUtcNow();
            _touching = Touched();
        }

        async Task Touched()
        {
            try
            {
                await Live.TouchAsync();
            }
            catch (Exception failure)
            {
                logger.TouchFailed(failure, Current!.Id);
            }
        }
    }

    /// <summary>
    /// Asks everybody where they stand and shows it, or winds up. It goes on between this grain's turns, one at a time; what it changes of
    /// the session, it changes in a turn of its own.
    /// </summary>
    private async Task Round()
    {
        var session = Current!;
        try
        {
            var now = time.GetUtcNow();
            if (session.Status is SessionStatus.Stopping)
            {
                await WindUp(session, now);
            }
            else
            {
                await Stand(now);
            }
        }
        catch (Exception failure)
        {
            logger.RoundFailed(failure, session.Id);
        }
    }

    /// <summary>In a turn of this grain; to be awaited from outside of turns alone.</summary>
    private Task InTurn(Func<Task> step)
    {
        var done = new TaskCompletionSource();
        _steps.Enqueue((step, done));
        _stepping.Set(TimeSpan.Zero);
        return done.Task;
    }

    private async Task Step()
    {
        while (_steps.TryDequeue(out var next))
        {
            try
            {
                await next.Step();
                next.Done.SetResult();
            }
            catch (Exception failure)
            {
                next.Done.SetException(failure);
            }
        }
    }

    private bool IsDurationOver(Session session, DateTimeOffset now) =>
        storage.State.Settings!.Duration is { } duration && StartedAt(session) is { } started && now - started >= duration;

    private static DateTimeOffset? StartedAt(Session session) =>
        session.Transitions.FirstOrDefault(transition => transition.To is SessionStatus.Running)?.At;

    private async Task Halt()
    {
        await Live.HaltAsync();

        // The rest goes on by itself, the answer does not wait for it.
        _watch?.Change(TimeSpan.Zero, WatchPeriod);
    }

    private async Task WindUp(Session session, DateTimeOffset now)
    {
        var stopping = session.Transitions[^1];
        if (await Live.WindUpAsync(session.StopRequested ?? storage.State.Settings!.StopPolicy, stopping.Actor, stopping.At) is not { } left)
        {
            await Stand(now);
            return;
        }

        await Stand(now);
        await Report(now);
        await InTurn(() =>
        {
            storage.State.Progress = _progress = _progress with { Percent = 100, RemainingSeconds = null };
            return Change(SessionMachine.Ended(Current!, time.GetUtcNow(), left));
        });
    }

    /// <summary>Hands interventions on that no instance has heard of yet, in their order.</summary>
    private async Task CarryInterventions()
    {
        while (Current!.Interventions.FirstOrDefault(intervention => intervention.EffectiveAt is null) is { } waiting)
        {
            await Change(SessionMachine.Taken(Current, await _paper.CarryAsync(waiting)));
        }
    }

    /// <summary>Shows where instances and markets stand; figures now and then.</summary>
    private async Task Stand(DateTimeOffset now)
    {
        var session = Current!;
        var standing = await Live.StandAsync();
        Count(session, standing, now);
        if (!standing.Silent.IsEmpty)
        {
            logger.InstancesSilent(session.Id, standing.Silent);
        }

        try
        {
            await journal.AppendAsync(new JournalBatch { Rows = standing.RowsOf(session) });
        }
        catch (Exception failure) when (Trading.Storage.StorageFailures.IsUnavailable(failure))
        {
            logger.PublishFailed(failure, session.Id);
        }
    }

    public Task RenewReport()
    {
        var now = time.GetUtcNow();
        var ageMax = _reportTook * ReportShare;
        return Current is { Status: SessionStatus.Running or SessionStatus.Stopping } && storage.State.Plan is not null && _reporting.IsCompleted
            && now - _reportedAt >= (ageMax > ReportAgeMax ? ageMax : ReportAgeMax)
            ? Report(now)
            : _reporting;
    }

    /// <summary>Behind the one that is being made: what that one read must not be stored over what this one reads.</summary>
    private Task Report(DateTimeOffset now) => _reporting = ReportAfter(_reporting, now);

    private async Task ReportAfter(Task before, DateTimeOffset now)
    {
        // How it ended is told to whoever asked for it.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _reportedAt = now;
        if (storage.State.Collect is not null)
        {
            // It trades nothing that could be reported.
            return;
        }

        var began = time.GetTimestamp();
        await reports.SaveAsync(Current!, storage.State.Settings!, await _paper.FindAccountAsync(), now);
        _reportTook = time.GetElapsedTime(began);
    }

    /// <summary>A market that moved to another silo counts from 0 again: only what it has grown by is added.</summary>
    private void Count(Session session, LiveStanding standing, DateTimeOffset now)
    {
        var grown = standing.Events >= _seenEvents ? standing.Events - _seenEvents : standing.Events;
        _seenEvents = standing.Events;
        var started = StartedAt(session) ?? now;
        var events = _progress.Events + grown;
        var elapsed = now - started;
        var duration = storage.State.Settings!.Duration;
        _progress = new SessionProgress(
            duration is { } whole ? Math.Clamp(100d * (elapsed / whole), 0d, 100d) : 0d,
            events,
            elapsed > TimeSpan.Zero ? events / elapsed.TotalSeconds : 0d,
            standing.EventTime,
            duration is { } left ? Math.Max(0d, (left - elapsed).TotalSeconds) : null);
    }
}
