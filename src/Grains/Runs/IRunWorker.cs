using Trading.Domain.MarketData;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Setup;

namespace Trading.Grains.Runs;

/// <summary>Takes long runs off the grains' threads. One for each silo.</summary>
public interface IRunWorker
{
    /// <summary>Queues a run; from then on its session hears of it at least every second.</summary>
    void Enqueue(RunOrder order);
}

/// <param name="Session">As of the run's begin; <see cref="Session.Run"/> is the run's number.</param>
/// <param name="Dataset">The sealed dataset to replay; null for a generated market.</param>
/// <param name="Reached">Event time that an interrupted run of the session had reached; null for a first run.</param>
public sealed record RunOrder(Session Session, SessionSettings Settings, Dataset? Dataset, DateTimeOffset? Reached = null)
{
    /// <summary>It waits for grains, and for the wall clock where it has a pace, and so may take hours: it must not keep others waiting.</summary>
    public bool IsLockStep => Settings.Mode is SessionMode.Paper;

    /// <summary>
    /// The session was stopped when an earlier run stood there, and the crash that ended that run came before its end was known: the same results up to
    /// there, and the stop then. In lock-step the grains know themselves where they stand.
    /// </summary>
    public DateTimeOffset? StopFrom => Session.StopRequested is not null && !IsLockStep ? Reached : null;
}
