namespace Trading.Grains;

/// <summary>One timer of an activation that rings once for each time it is set. A turn of its own, never inside another one.</summary>
internal sealed class GrainAlarm
{
    private readonly TimeProvider _time;
    private readonly IGrainTimer _timer;

    public GrainAlarm(IGrainBase grain, TimeProvider time, Func<Task> ring)
    {
        _time = time;
        _timer = grain.RegisterGrainTimer(
            _ =>
            {
                RingsAt = null;
                return ring();
            },
            new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    /// <summary>Null while it is not set.</summary>
    public DateTimeOffset? RingsAt { get; private set; }

    /// <summary>Rings after a wait from now; replaces what was set before.</summary>
    public void Set(TimeSpan wait)
    {
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
        RingsAt = _time.GetUtcNow() + wait;
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>As <see cref="Set"/>, unless it rings earlier anyway.</summary>
    public void SetBy(TimeSpan wait)
    {
        if (RingsAt is not { } at || at > _time.GetUtcNow() + wait)
        {
            Set(wait);
        }
    }

    public void Clear()
    {
        if (RingsAt is not null)
        {
            RingsAt = null;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
