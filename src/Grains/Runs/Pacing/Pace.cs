using Trading.Backtest;

namespace Trading.Grains.Runs.Pacing;

/// <summary>
/// Holds a run back to a multiple of the wall clock: an upper bound, never a reason to leave anything out. Used on the run's own thread,
/// which has nothing else to do meanwhile.
/// </summary>
/// <param name="speed">Event time over wall time, above 0.</param>
/// <param name="reached">
/// Event time that an interrupted run had reached: up to there its successor goes as fast as it can. Null for a first run.
/// </param>
internal sealed class Pace(double speed, DateTimeOffset? reached, ReplayControl control, TimeProvider time, CancellationToken cancellation)
{
    /// <summary>A stop that is asked for while the run waits is heard within this.</summary>
    private static readonly TimeSpan NapMax = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan StandingPeriod = TimeSpan.FromSeconds(1);

    private readonly long _reachedMs = reached?.ToUnixTimeMilliseconds() ?? long.MinValue;
    private long _startedAt;
    private long _startMs = long.MinValue;
    private long _stoodAt;

    /// <summary>Event time, ms, that may be handed over at once: what a fifth of a second brings.</summary>
    public long WindowMs { get; } = Math.Max(1, (long)Math.Min(speed * 200d, 86_400_000d));

    /// <summary>Returns when an event of this time may be seen, or at once when the run is to stop.</summary>
    /// <exception cref="OperationCanceledException">The run is abandoned.</exception>
    public void WaitFor(long eventMs)
    {
        if (eventMs <= _reachedMs)
        {
            return;
        }

        if (_startMs == long.MinValue)
        {
            (_startMs, _startedAt, _stoodAt) = (Math.Max(_reachedMs, eventMs - WindowMs), time.GetTimestamp(), time.GetTimestamp());
        }

        var due = TimeSpan.FromMilliseconds((eventMs - _startMs) / speed);
        while (control.StopRequested is null && due - time.GetElapsedTime(_startedAt) is var left && left > TimeSpan.Zero)
        {
            AskForStanding();
            cancellation.ThrowIfCancellationRequested();
            using var nap = new CancellationTokenSource(left < NapMax ? left : NapMax, time);
            nap.Token.WaitHandle.WaitOne();
        }
    }

    /// <summary>A run that goes slowly shows where it stands all the same.</summary>
    private void AskForStanding()
    {
        if (time.GetElapsedTime(_stoodAt) >= StandingPeriod)
        {
            _stoodAt = time.GetTimestamp();
            control.RequestStanding();
        }
    }
}
