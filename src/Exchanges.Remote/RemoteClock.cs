namespace Trading.Exchanges.Remote;

/// <summary>
/// How far the venue's clock is from ours, learnt from the time that each of its answers carries. Half the answer's round trip
/// is the error: one within the order protocol's bound on skew is believed, a slower one only where it shows the former to be wrong.
/// </summary>
internal sealed class RemoteClock(TimeProvider time)
{
    private static readonly TimeSpan ErrorMax = TimeSpan.FromSeconds(2);

    private long _offsetTicks;

    public TimeSpan Offset => TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));

    public DateTimeOffset Now => time.GetUtcNow();

    public long Start() => time.GetTimestamp();

    /// <param name="started"><see cref="Start"/> when the request left.</param>
    public void Learn(DateTimeOffset venueTime, long started)
    {
        var error = time.GetElapsedTime(started) / 2;
        var offset = venueTime + error - time.GetUtcNow();
        if (error <= ErrorMax || (offset - Offset).Duration() > error)
        {
            Interlocked.Exchange(ref _offsetTicks, offset.Ticks);
        }
    }
}
