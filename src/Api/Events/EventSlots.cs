using System.Collections.Concurrent;

namespace Trading.Api.Events;

/// <summary>The streams that are open in this process: a bounded number for each user, and none that holds up the process's end.</summary>
internal sealed class EventSlots(IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>Of one user in one process: requests are limited by the second, and these do not end.</summary>
    public const int StreamsMax = 50;

    /// <summary>A stream ends by itself when the process stops, unless its reader takes nothing.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly IHostApplicationLifetime _lifetime = lifetime;
    private readonly TimeProvider _time = time;
    private readonly ConcurrentDictionary<string, int> _held = new(StringComparer.Ordinal);

    /// <summary>Counts the request as a stream of the user's until it is over.</summary>
    /// <returns>False when he holds as many as he may.</returns>
    public bool TryTake(string user, HttpContext context)
    {
        if (_held.AddOrUpdate(user, 1, (_, held) => held + 1) > StreamsMax)
        {
            Release(user);
            return false;
        }

        context.Response.RegisterForDispose(new Slot(this, user, context));
        return true;
    }

    private void Release(string user) => _held.AddOrUpdate(user, 0, (_, held) => held - 1);

    private sealed class Slot : IDisposable
    {
        private readonly EventSlots _slots;
        private readonly string _user;
        private readonly CancellationTokenSource _cut;
        private readonly CancellationTokenRegistration _stopping;
        private readonly CancellationTokenRegistration _cutting;

        public Slot(EventSlots slots, string user, HttpContext context)
        {
            (_slots, _user) = (slots, user);
            _cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, slots._time);
            _cutting = _cut.Token.Register(context.Abort);
            _stopping = slots._lifetime.ApplicationStopping.Register(() => _cut.CancelAfter(Grace));
        }

        public void Dispose()
        {
            // Each waits for its callback if it runs just now: the context is somebody else's afterwards.
            _stopping.Dispose();
            _cutting.Dispose();
            _cut.Dispose();
            _slots.Release(_user);
        }
    }
}
