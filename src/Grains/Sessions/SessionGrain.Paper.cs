using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Abstractions.Sessions;
using Trading.Grains.Journal;
using Trading.Grains.Sessions.Paper;
using Trading.Grains.Storage;

namespace Trading.Grains.Sessions;

internal sealed partial class SessionGrain
{
    /// <summary>A start that does not come about within this is undone.</summary>
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(30);

    /// <summary>What runs is woken this often by its session too, not only by supervisors.</summary>
    private static readonly TimeSpan TouchPeriod = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(10);

    private PaperRun _paper = null!;
    private DateTimeOffset _touchedAt;
    private DateTimeOffset _reportedAt;
    private long _seenEvents;

    /// <summary>Its market goes on with the clock, on grains; one that is replayed runs on a worker, as a backtest does.</summary>
    private bool IsPaper => storage.State.Plan is not null;

    /// <summary>Stored before anything is asked of anybody, so that a start which breaks off is found again; not visible yet.</summary>
    private async Task<StartOutcome> CreatePaper(string id, StartSession command, PreparedSession prepared, DateTimeOffset now)
    {
        storage.State.Session = Create(id, command, prepared, now);
        storage.State.Plan = PaperRun.PlanOf(id, command, prepared, now);
        await storage.WriteOrDeactivateAsync(this);
        return await Launch(command.Actor);
    }

    /// <summary>Leases, becomes visible, and opens. A symbol that another session trades on the account leaves nothing behind.</summary>
    private async Task<StartOutcome> Launch(string actor)
    {
        if (await _paper.LeaseAsync() is { } conflict)
        {
            await storage.ClearStateAsync();
            DeactivateOnIdle();
            return StartOutcome.Leased(conflict);
        }

        await Save(SessionMachine.Start(Current!, actor, time.GetUtcNow()));
        Watch();
        await Begin();
        return StartOutcome.Started(View());
    }

    /// <summary>All or nothing: what cannot be opened is tried again for a while, then everything is undone and the session says why.</summary>
    private async Task BeginPaper()
    {
        try
        {
            await _paper.OpenAsync();
        }
        catch (Exception failure)
        {
            logger.OpeningFailed(failure, Current!.Id);
            if (time.GetUtcNow() - Current.Transitions[^1].At >= StartMax)
            {
                await _paper.UndoAsync();
                await Change(SessionMachine.Fail(Current, new SessionFailure("start_failed", "Not everything that the session needs could be started; nothing of it runs."), time.GetUtcNow()));
            }

            return;
        }

        await Change(SessionMachine.Started(Current!, time.GetUtcNow()));
    }

    private async Task LookAtPaper()
    {
        var now = time.GetUtcNow();
        if (now - _touchedAt >= TouchPeriod)
        {
            _touchedAt = now;
            await _paper.TouchAsync();
        }

        if (Current is { Status: SessionStatus.Running } session && IsDurationOver(session, now))
        {
            await Change(SessionMachine.Exhausted(session, SessionTriggers.DurationOver, now));
        }

        if (Current!.Status is SessionStatus.Stopping)
        {
            await WindUp(now);
            return;
        }

        await CarryInterventions();
        await Stand(now);
    }

    private bool IsDurationOver(Session session, DateTimeOffset now) =>
        storage.State.Settings!.Duration is { } duration && StartedAt(session) is { } started && now - started >= duration;

    private static DateTimeOffset? StartedAt(Session session) =>
        session.Transitions.FirstOrDefault(transition => transition.To is SessionStatus.Running)?.At;

    private async Task CloseGate()
    {
        await _paper.CloseGateAsync();

        // The rest goes on by itself, the answer does not wait for it.
        _watch?.Change(TimeSpan.Zero, WatchPeriod);
    }

    private async Task WindUp(DateTimeOffset now)
    {
        var session = Current!;
        var stopping = session.Transitions[^1];
        if (await _paper.WindUpAsync(session.StopRequested ?? storage.State.Settings!.StopPolicy, stopping.Actor, stopping.At) is not { } left)
        {
            await Stand(now);
            return;
        }

        await Stand(now);
        await Report(now);
        storage.State.Progress = _progress = _progress with { Percent = 100, RemainingSeconds = null };
        await Change(SessionMachine.Ended(session, time.GetUtcNow(), left));
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
        var standing = await _paper.StandAsync();
        Count(session, standing, now);
        try
        {
            await journal.AppendAsync(new JournalBatch { Rows = standing.RowsOf(session) });
            if (now - _reportedAt >= ReportPeriod)
            {
                await Report(now);
            }
        }
        catch (Exception failure) when (Trading.Storage.StorageFailures.IsUnavailable(failure))
        {
            logger.PublishFailed(failure, session.Id);
        }
    }

    private async Task Report(DateTimeOffset now)
    {
        _reportedAt = now;
        await reports.SaveAsync(Current!, storage.State.Settings!, await _paper.FindAccountAsync(), now);
    }

    /// <summary>A market that moved to another silo counts from 0 again: only what it has grown by is added.</summary>
    private void Count(Session session, PaperStanding standing, DateTimeOffset now)
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
