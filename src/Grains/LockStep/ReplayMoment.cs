namespace Trading.Grains.LockStep;

/// <summary>
/// Where a session in lock-step stands: event time, and the place of what its clock does in the order of all that it does. Travels from the
/// clock through every call of the moment, timers included, so that nothing that follows reads the wall clock.
/// </summary>
/// <param name="Place">Rises from one act of the clock to the next; the same in every run of the session.</param>
/// <param name="IsEnd">The market has ended: nothing that is asked of it from now on comes to anything but a close.</param>
internal readonly record struct ReplayMoment(DateTimeOffset At, long Place, bool IsEnd)
{
    private const string TimeKey = "replay-time";
    private const string PlaceKey = "replay-place";
    private const string EndKey = "replay-end";

    /// <summary>Null outside of lock-step.</summary>
    public static ReplayMoment? Current => RequestContext.Get(TimeKey) is long timeMs && RequestContext.Get(PlaceKey) is long place
        ? new ReplayMoment(DateTimeOffset.FromUnixTimeMilliseconds(timeMs), place, RequestContext.Get(EndKey) is true)
        : null;

    /// <summary>Every call of this flow belongs to the moment.</summary>
    public static void Set(ReplayMoment? moment)
    {
        if (moment is { } current)
        {
            RequestContext.Set(TimeKey, current.At.ToUnixTimeMilliseconds());
            RequestContext.Set(PlaceKey, current.Place);
            RequestContext.Set(EndKey, current.IsEnd);
        }
        else
        {
            RequestContext.Remove(TimeKey);
            RequestContext.Remove(PlaceKey);
            RequestContext.Remove(EndKey);
        }
    }
}
