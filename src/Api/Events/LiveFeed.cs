using System.Threading.Channels;
using Trading.Storage;
using Trading.Storage.Live;

namespace Trading.Api.Events;

/// <summary>
/// Reads new live events once for everybody in this process who follows them, and wakes them. It keeps the newest page only: whoever is further behind
/// reads the database by himself, so that a slow reader costs no memory. Without a reader it rests.
/// </summary>
internal sealed class LiveFeed(ILiveEventQueries events, TimeProvider time, ILogger<LiveFeed> logger) : BackgroundService
{
    private const int PageMax = 1_000;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _wanted = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private TaskCompletionSource _changed = NewSignal();
    private volatile LivePage? _page;
    private int _listeners;

    /// <summary>The newest page; null before the first reading.</summary>
    public LivePage? Page => _page;

    /// <summary>Completes when there is a newer page than the one that was newest when it was asked for.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>Keeps the feed reading until what is returned is disposed.</summary>
    public IDisposable Listen()
    {
        if (Interlocked.Increment(ref _listeners) == 1)
        {
            _wanted.Writer.TryWrite(true);
        }

        return new Listening(this);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await FollowAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host takes it for a failure unless it was running already.
        }
    }

    private async Task FollowAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _wanted.Reader.ReadAsync(stoppingToken);

            // What happened while nobody listened is the business of those who come back, and of no page.
            var isFresh = false;
            while (Volatile.Read(ref _listeners) > 0)
            {
                var (isRead, hasMore) = await TryReadAsync(isFresh, stoppingToken);
                isFresh |= isRead;
                if (!hasMore)
                {
                    await Task.Delay(isRead ? Period : PauseAfterFailure, time, stoppingToken);
                }
            }
        }
    }

    private async Task<(bool IsRead, bool HasMore)> TryReadAsync(bool isFresh, CancellationToken cancellation)
    {
        try
        {
            if (!isFresh || _page is not { } former)
            {
                var last = await events.LastPositionAsync(cancellation);
                Show(new LivePage(last, last, []));
                return (true, false);
            }

            var read = await events.ReadAfterAsync(former.To, PageMax, cancellation);
            if (read.Count > 0)
            {
                Show(new LivePage(former.To, read[^1].Position, [.. read]));
            }

            return (true, read.Count == PageMax);
        }
        catch (Exception failure) when (StorageFailures.IsUnavailable(failure))
        {
            logger.LiveFeedFailed(failure);
            return (false, false);
        }
    }

    private void Show(LivePage page)
    {
        _page = page;
        Interlocked.Exchange(ref _changed, NewSignal()).SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Listening(LiveFeed feed) : IDisposable
    {
        private bool _isDisposed;

        public void Dispose()
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                Interlocked.Decrement(ref feed._listeners);
            }
        }
    }
}
