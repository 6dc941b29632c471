namespace Trading.Exchanges.Remote;

/// <summary>
/// How far the venue's clock is from ours, learnt from the time that each of its answers carries. Half the answer's round trip
/// is the error; an answer that could be wrong by more than the order protocol's bound on skew teaches nothing.
/// </summary>
internal sealed class RemoteClock(TimeProvider time)
{
    private static readonly TimeSpan RoundTripMax = TimeSpan.FromSeconds(4);

    private long _offsetTicks;

    public TimeSpan Offset => TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));

    public DateTimeOffset Now => time.GetUtcNow();

    public long Start() => time.GetTimestamp();

    /// <param name="started"><see cref="Start"/> when the request left.</param>
    public void Learn(DateTimeOffset venueTime, long started)
    {
        var roundTrip = time.GetElapsedTime(started);
        if (roundTrip <= RoundTripMax)
        {
            Interlocked.Exchange(ref _offsetTicks, (venueTime + (roundTrip / 2) - time.GetUtcNow()).Ticks);
        }
    }
}
