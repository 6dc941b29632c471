using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Trading.Domain.Sessions.Lifecycle;

namespace Trading.Backtest;

/// <summary>The one object that a run shares with other threads: they ask it to stop, it tells how far it has come.</summary>
public sealed class ReplayControl
{
    private const int NoStop = -1;

    private readonly ConcurrentQueue<Intervention> _offered = new();
    private readonly ConcurrentQueue<InterventionTaken> _taken = new();
    private int _lastOffered;
    private int _stop = NoStop;
    private bool _isStandingWanted;
    private long _events;
    private long _startTimeMs = long.MinValue;
    private long _eventTimeMs = long.MinValue;

    /// <summary>Market events done; heartbeats do not count.</summary>
    public long Events => Volatile.Read(ref _events);

    /// <summary>Event time at which the run began; null before the first event.</summary>
    public DateTimeOffset? StartTime => TimeOf(Volatile.Read(ref _startTimeMs));

    /// <summary>Event time reached; null before the first event.</summary>
    public DateTimeOffset? EventTime => TimeOf(Volatile.Read(ref _eventTimeMs));

    /// <summary>No stop holds before this event time: an earlier run of the session was stopped there, and its results had been seen. Null for a run of its own.</summary>
    public DateTimeOffset? StopFrom { get; init; }

    /// <summary>The policy of the stop that was asked for; null when none was, or while <see cref="StopFrom"/> is ahead.</summary>
    public StopPolicy? StopRequested => Volatile.Read(ref _stop) is var stop and not NoStop && !(StopFrom > (EventTime ?? DateTimeOffset.MinValue))
        ? (StopPolicy)stop
        : null;

    /// <summary>Asks the run to end at the next event that it works through. The first policy holds.</summary>
    public void RequestStop(StopPolicy policy) => Interlocked.CompareExchange(ref _stop, (int)policy, NoStop);

    /// <summary>Asks the run to carry an intervention out. One thread offers; repeats change nothing.</summary>
    public void Offer(Intervention intervention)
    {
        if (intervention.Number > _lastOffered)
        {
            _lastOffered = intervention.Number;
            _offered.Enqueue(intervention);
        }
    }

    /// <summary>Interventions that the run has carried out so far, in order.</summary>
    public ImmutableArray<InterventionTaken> Taken => [.. _taken];

    /// <summary>Asks the run to tell its journal where instances and markets stand, at the end of its block.</summary>
    public void RequestStanding() => Volatile.Write(ref _isStandingWanted, true);

    internal bool TryTake([NotNullWhen(true)] out Intervention? offered) => _offered.TryDequeue(out offered);

    internal void Tell(InterventionTaken taken) => _taken.Enqueue(taken);

    internal bool TakeStandingRequest() => Interlocked.Exchange(ref _isStandingWanted, false);

    internal void Begin(long startTimeMs) => Volatile.Write(ref _startTimeMs, startTimeMs);

    internal void Report(long events, long eventTimeMs)
    {
        Volatile.Write(ref _events, events);
        Volatile.Write(ref _eventTimeMs, eventTimeMs);
    }

    private static DateTimeOffset? TimeOf(long timeMs) => timeMs == long.MinValue ? null : DateTimeOffset.FromUnixTimeMilliseconds(timeMs);
}
