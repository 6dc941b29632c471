using Microsoft.Extensions.Time.Testing;

namespace Trading.Api.Tests.Platform;

/// <summary>A clock that only the test moves. It tells when somebody begins to wait, so that time moves on only then.</summary>
internal sealed class WatchedClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _armed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _newest;

    /// <summary>Completes with the first wait that begins from now on.</summary>
    public Task NextTimerAsync() => Rearm().Next;

    /// <summary>What <see cref="NextTimerAsync"/> gives, and how long the newest wait of before was to last: to move on by that ends it.</summary>
    public (Task Next, TimeSpan Newest) Rearm()
    {
        lock (_gate)
        {
            _armed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (_armed.Task, _newest);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        lock (_gate)
        {
            _newest = dueTime;
            _armed.TrySetResult();
        }

        return timer;
    }
}
