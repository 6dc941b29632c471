namespace Trading.Grains.Storage;

/// <summary>Waits between repetitions of a one-way delivery: twice as long each time, up to a limit.</summary>
internal sealed class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    private TimeSpan _next = First;

    public TimeSpan Next()
    {
        var wait = _next;
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return wait;
    }

    /// <summary>Somebody answered: the way is open again.</summary>
    public void Reset() => _next = First;
}
