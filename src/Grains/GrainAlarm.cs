using Trading.Grains.LockStep;

namespace Trading.Grains;

/// <summary>One timer of an activation that rings once for each time it is set, in the moment in which it was set. A turn of its own, never inside another one.</summary>
internal sealed class GrainAlarm
{
    private readonly TimeProvider _time;
    private readonly IGrainTimer _timer;
    private ReplayMoment? _moment;

    public GrainAlarm(IGrainBase grain, TimeProvider time, Func<Task> ring)
    {
        _time = time;
        _timer = grain.RegisterGrainTimer(
            _ =>
            {
                RingsAt = null;
                ReplayMoment.Set(_moment);
                return ring();
            },
            new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    /// <summary>Null while it is not set.</summary>
    public DateTimeOffset? RingsAt { get; private set; }

    /// <summary>It will ring, and in lock-step its ring belongs to a moment.</summary>
    public bool RingsInMoment => RingsAt is not null && _moment is not null;

    /// <summary>Rings after a wait from now; replaces what was set before.</summary>
    public void Set(TimeSpan wait)
    {
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
        Remember();
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
        else
        {
            Remember();
        }
    }

    /// <summary>What waits for a ring belongs to the newest moment that wanted it: time does not go back.</summary>
    private void Remember()
    {
        var waiting = RingsAt is null ? null : _moment;
        var current = ReplayMoment.Current;
        _moment = waiting is { } known && !(current?.Place > known.Place) ? known : current;
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
