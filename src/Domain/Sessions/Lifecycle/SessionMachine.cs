namespace Trading.Domain.Sessions.Lifecycle;

/// <summary>
/// The lifecycle Created → Starting → Running → Stopping → Stopped | Completed | Failed. Pure: each method returns the
/// session as it is afterwards, and the same instance when the input changes nothing, so that repeats are harmless.
/// </summary>
public static class SessionMachine
{
    public const string System = "system";

    /// <summary>Begins the start; the first transition of every session.</summary>
    public static Session Start(Session session, string actor, DateTimeOffset now) =>
        session.Status is SessionStatus.Created ? Move(session, SessionStatus.Starting, actor, "create", "", now) : session;

    /// <summary>Opens the first run: it waits for a free worker, and the session goes on starting.</summary>
    public static Session Queued(Session session) => session is { Status: SessionStatus.Starting, Run: 0 } ? session with { Run = 1 } : session;

    /// <summary>Everything that runs is active; data may flow. Opens the first run unless it is open already.</summary>
    public static Session Started(Session session, DateTimeOffset now) =>
        session.Status is SessionStatus.Starting
            ? Move(session with { Run = Math.Max(session.Run, 1) }, SessionStatus.Running, System, "started", "", now)
            : session;

    /// <summary>The worker of a run went silent: the next run starts anew and replaces what it wrote.</summary>
    public static Session Restarted(Session session, int silentRun) =>
        session.Run == silentRun && session.Status is SessionStatus.Starting or SessionStatus.Running or SessionStatus.Stopping
            ? session with { Run = session.Run + 1 }
            : session;

    /// <summary>
    /// Pauses or resumes a strategy of a session that starts or runs. Pausing what is paused, and resuming what already waits to be,
    /// changes nothing; else the intervention waits for its run to take it up.
    /// </summary>
    public static Session Intervene(Session session, string strategy, InterventionKind kind, string actor, DateTimeOffset now)
    {
        var last = session.Interventions.LastOrDefault(known => string.Equals(known.Strategy, strategy, StringComparison.Ordinal));
        var isRepeat = last?.Kind == kind && (kind is InterventionKind.Pause || last.EffectiveAt is null);
        return isRepeat || session.Status is not (SessionStatus.Starting or SessionStatus.Running)
            ? session
            : session with
            {
                Interventions = session.Interventions.Add(
                    new Intervention(session.Interventions.Length + 1, strategy, kind, actor, now, EffectiveAt: null, Refused: [])),
            };
    }

    /// <summary>The run took an intervention up; what an earlier run said of it holds.</summary>
    public static Session Taken(Session session, InterventionTaken taken)
    {
        var index = taken.Number - 1;
        return index < 0 || index >= session.Interventions.Length || session.Interventions[index].EffectiveAt is not null
            ? session
            : session with
            {
                Interventions = session.Interventions.SetItem(
                    index, session.Interventions[index] with { EffectiveAt = taken.At, Refused = taken.Refused }),
            };
    }

    /// <summary>Asks for the end. The first policy asked for holds; repeats change nothing.</summary>
    public static Session RequestStop(Session session, StopPolicy policy, string actor, DateTimeOffset now) =>
        session.Status is SessionStatus.Created or SessionStatus.Starting or SessionStatus.Running
            ? Move(session with { StopRequested = policy }, SessionStatus.Stopping, actor, "stop", NameOf(policy), now)
            : session;

    private static string NameOf(StopPolicy policy) => policy switch
    {
        StopPolicy.Keep => "keep",
        StopPolicy.Cancel => "cancel",
        StopPolicy.Close => "close",
        _ => throw new InvariantException($"Unknown stop policy {policy}."),
    };

    /// <summary>Data or duration ran out: Stopping with the session's own policy, to end as Completed.</summary>
    public static Session Exhausted(Session session, string trigger, DateTimeOffset now) =>
        session.Status is SessionStatus.Running ? Move(session, SessionStatus.Stopping, System, trigger, "", now) : session;

    /// <summary>The run has ended and its last event is in the read model.</summary>
    /// <param name="reason">What was left undone; empty when nothing was.</param>
    public static Session Ended(Session session, DateTimeOffset now, string reason = "") =>
        session.Status is SessionStatus.Stopping
            ? Move(session, session.StopRequested is null ? SessionStatus.Completed : SessionStatus.Stopped, System, "ended", reason, now)
            : session;

    /// <summary>It cannot go on, and says why.</summary>
    public static Session Fail(Session session, SessionFailure failure, DateTimeOffset now) =>
        session.Status.IsEnded
            ? session
            : Move(session with { Failure = failure }, SessionStatus.Failed, System, failure.Code, failure.Detail, now);

    /// <exception cref="InvalidOperationException">The session has not ended.</exception>
    public static Session Archive(Session session) =>
        session.Status.IsEnded
            ? session with { IsArchived = true }
            : throw new InvalidOperationException($"Session {session.Id} is {session.Status}: stop it before archiving it.");

    private static Session Move(Session session, SessionStatus to, string actor, string trigger, string reason, DateTimeOffset now) =>
        session with
        {
            Status = to,
            Transitions = session.Transitions.Add(new SessionTransition(now, session.Status, to, actor, trigger, reason)),
        };
}
