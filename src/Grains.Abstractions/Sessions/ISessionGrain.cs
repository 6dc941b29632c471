using System.Collections.Immutable;
using Orleans.Concurrency;
using Trading.Domain.Orders;
using Trading.Domain.Sessions.Lifecycle;

namespace Trading.Grains.Abstractions.Sessions;

/// <summary>One session, keyed by <see cref="GrainKeys.ForSession"/>. The only writer of its lifecycle.</summary>
[Alias("session-grain")]
public interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>
    /// Creates the session and starts it. All or nothing: what can be checked is checked first, and a refusal leaves nothing
    /// behind. Repeating the same request gives the same session. Durable when the task completes.
    /// </summary>
    [Alias("start"), ResponseTimeout("00:00:10")]
    Task<StartOutcome> Start(StartSession command);

    /// <summary>Everything that a start would check, and nothing else: creates nothing, seals nothing.</summary>
    [Alias("preflight"), ResponseTimeout("00:00:10")]
    Task<PreflightOutcome> Preflight(StartSession command);

    /// <returns>Null when there is no such session, or it belongs to somebody else than <paramref name="owner"/> (null: anybody's).</returns>
    [Alias("find")]
    Task<SessionView?> Find(string? owner);

    /// <summary>
    /// Waits until a session that starts runs or has ended; other calls go on meanwhile. One that is replayed starts for as long as no worker is free.
    /// </summary>
    /// <param name="patience">Longest wait; then the session is answered as it is.</param>
    /// <returns>Null as for <see cref="Find"/>.</returns>
    [Alias("when-started"), AlwaysInterleave]
    Task<SessionView?> WhenStarted(string? owner, TimeSpan patience);

    /// <summary>Asks for the end; durable when the task completes. The first policy holds, repeats change nothing.</summary>
    /// <param name="policy">Null for the session's own.</param>
    /// <returns>Null as for <see cref="Find"/>.</returns>
    [Alias("stop"), ResponseTimeout("00:00:10")]
    Task<SessionView?> Stop(string? owner, StopPolicy? policy, string actor);

    /// <summary>Pauses or resumes a strategy of a running session. Durable when the task completes; repeats change nothing.</summary>
    [Alias("intervene"), ResponseTimeout("00:00:10")]
    Task<InterveneOutcome> Intervene(string? owner, string strategy, InterventionKind kind, string actor);

    /// <summary>
    /// Judges and stores a trader's own order of the running session; durable when the task completes. Repeating it gives the stored order,
    /// whatever became of order and session meanwhile. Many at once do not wait for each other: account and order take them one by one.
    /// </summary>
    [Alias("place-order"), AlwaysInterleave]
    Task<PlaceOrderOutcome> PlaceOrder(string? owner, ManualOrder order);

    /// <summary>
    /// Stores the report of a session that goes on with the clock anew, unless it was stored a moment ago: it takes the longer the more the session has done,
    /// and is not done while nobody asks. Of every other session what is stored is the newest already.
    /// </summary>
    [Alias("renew-report"), AlwaysInterleave]
    Task RenewReport();

    /// <summary>Hides an ended session from lists; repeats change nothing.</summary>
    [Alias("archive")]
    Task<ArchiveOutcome> Archive(string? owner);

    /// <summary>The worker of a run tells how far it is and hears what to do. A run that is not the current one is to be abandoned.</summary>
    [Alias("report-progress")]
    Task<RunInstruction> ReportProgress(int run, SessionProgress progress);

    /// <summary>The run has carried interventions out. Durable when the task completes; repeats change nothing.</summary>
    [Alias("interventions-taken")]
    Task InterventionsTaken(int run, ImmutableArray<InterventionTaken> taken);

    /// <summary>The run has ended and all its results are stored. Repeated until it is acknowledged by completing.</summary>
    [Alias("run-ended")]
    Task RunEnded(int run, RunEnding ending);

    /// <summary>Makes sure that a session which should be running has a worker; called by supervisors. Harmless at any time.</summary>
    [Alias("touch")]
    Task Touch();
}
