using Trading.Domain.Sessions.Lifecycle;

namespace Trading.Backtest;

/// <summary>The one object that a run shares with other threads: they ask it to stop, it tells how far it has come.</summary>
public sealed class ReplayControl
{
    private const int NoStop = -1;

    private int _stop = NoStop;
    private bool _isStandingWanted;
    private long _events;
    private long _eventTimeMs = long.MinValue;

    /// <summary>Market events done; heartbeats do not count.</summary>
    public long Events => Volatile.Read(ref _events);

    /// <summary>Event time reached; null before the first event.</summary>
    public DateTimeOffset? EventTime =>
        Volatile.Read(ref _eventTimeMs) is var time and not long.MinValue ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;

    /// <summary>The policy of the stop that was asked for; null when none was.</summary>
    public StopPolicy? StopRequested => Volatile.Read(ref _stop) is var stop and not NoStop ? (StopPolicy)stop : null;

    /// <summary>Asks the run to end at the next event that it works through. The first policy holds.</summary>
    public void RequestStop(StopPolicy policy) => Interlocked.CompareExchange(ref _stop, (int)policy, NoStop);

    /// <summary>Asks the run to tell its journal where instances and markets stand, at the end of its block.</summary>
    public void RequestStanding() => Volatile.Write(ref _isStandingWanted, true);

    internal bool TakeStandingRequest() => Interlocked.Exchange(ref _isStandingWanted, false);

    internal void Report(long events, long eventTimeMs)
    {
        Volatile.Write(ref _events, events);
        Volatile.Write(ref _eventTimeMs, eventTimeMs);
    }
}
