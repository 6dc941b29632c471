namespace Trading.Grains;

/// <summary>How soon an outbox is sent once more while something of it is not acknowledged: waits double up to a bound.</summary>
internal sealed class DeliveryPace
{
    /// <summary>Well under the 15 s within which everything must be known once faults are over.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan WaitMin = TimeSpan.FromSeconds(1);

    private TimeSpan _next = WaitMin;

    /// <summary>Something new is to be sent, or a receiver answered.</summary>
    public void Reset() => _next = WaitMin;

    public TimeSpan Next()
    {
        var wait = _next;
        _next = wait + wait < WaitMax ? wait + wait : WaitMax;
        return wait;
    }
}
