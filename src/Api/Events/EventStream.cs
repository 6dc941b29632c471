using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Trading.Api.Json;
using Trading.Api.Security;
using Trading.Storage;
using Trading.Storage.Live;

namespace Trading.Api.Events;

/// <summary>
/// The events of one connection. It holds a position and at most one page; what a slow reader has not taken waits in the database. One who falls too far
/// behind is told <c>reset</c> and let go.
/// </summary>
internal sealed class EventStream(
    LiveFeed feed, ILiveEventQueries events, EventText text, UserAccessCache users, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<EventStream> logger)
{
    public const string Ping = "ping";
    public const string Reset = "reset";

    private const int PageMax = 500;
    private static readonly TimeSpan PingPeriod = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StandingPeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>Ends when the reader leaves, the process stops, the sign-in or its token ends, or the reader is lost; with the last id it can be gone on from.</summary>
    /// <param name="after">Everything up to this position was seen; null to begin with what happens from now on.</param>
    /// <param name="until">When the access token ends.</param>
    public async IAsyncEnumerable<SseItem<string>> FollowAsync(
        LiveEventFilter filter, long? after, CurrentUser user, DateTimeOffset until, [EnumeratorCancellation] CancellationToken aborted)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        using var listening = feed.Listen();
        if (await TryAsync<long?>(async () => after ?? await events.LastPositionAsync(ended.Token), ended.Token) is not { } position)
        {
            yield break;
        }

        var isResuming = after is not null;
        var pingDue = time.GetUtcNow();
        var standingDue = pingDue + StandingPeriod;
        while (!ended.IsCancellationRequested)
        {
            var changed = feed.Changed;
            if (await TryAsync(() => TakeAsync(filter, position, isResuming, ended.Token), ended.Token) is not { } taken)
            {
                yield break;
            }

            position = taken.Position;
            if (taken.IsLost)
            {
                yield return Item(position, Reset, new Signal(time.GetUtcNow()));
                if (!isResuming)
                {
                    logger.LiveReaderLost(user.Name);
                    yield break;
                }
            }

            isResuming &= taken.IsEarly;
            foreach (var row in taken.Events)
            {
                if (await TryAsync(() => text.OfAsync(row), ended.Token) is not { } data)
                {
                    yield break;
                }

                yield return new SseItem<string>(data, row.Kind) { EventId = EventIds.Of(row.Position) };
            }

            var now = time.GetUtcNow();
            if (now >= pingDue && !taken.IsEarly)
            {
                // With an id: a reader whom nothing concerned for long can go on from here all the same.
                yield return Item(position, Ping, new Signal(now));
                pingDue = now + PingPeriod;
            }

            if (now >= until || (now >= standingDue && await TryAsync(() => StandsAsync(user), ended.Token) is not true))
            {
                yield break;
            }

            standingDue = now >= standingDue ? now + StandingPeriod : standingDue;
            if (!taken.HasMore)
            {
                await WaitAsync(changed, Earliest(taken.IsEarly ? standingDue : pingDue, standingDue, until) - now, ended.Token);
            }
        }
    }

    /// <param name="isResuming">Whether the position is the reader's own word, which may be of another database, or of long ago.</param>
    private async Task<Taken?> TakeAsync(LiveEventFilter filter, long position, bool isResuming, CancellationToken cancellation)
    {
        if (feed.Page is not { } page)
        {
            return new Taken(position, [], HasMore: false) { IsEarly = true };
        }

        if (position >= page.From && !isResuming)
        {
            return new Taken(
                Math.Max(position, page.To), [.. page.Events.Where(row => row.Position > position && filter.Takes(row))], HasMore: false);
        }

        if (await events.IsLostAsync(filter, position, cancellation))
        {
            return new Taken(await events.LastPositionAsync(cancellation), [], HasMore: true) { IsLost = true };
        }

        var read = await events.ReadAsync(filter, position, page.To, PageMax, cancellation);
        return new Taken(read.Count == PageMax ? read[^1].Position : Math.Max(position, page.To), read, HasMore: true);
    }

    private async Task<bool?> StandsAsync(CurrentUser user) =>
        await users.Find(user.Name) is { IsDisabled: false } access
        && access.Role == user.Role
        && access.SecurityVersion == user.SecurityVersion
        && !access.EndedFamilies.Contains(user.FamilyId, StringComparer.Ordinal);

    /// <summary>Whatever cannot be found out now ends the stream: the reader comes back and goes on where he was.</summary>
    /// <returns>Null when it failed, or when the stream is to end.</returns>
    private async Task<T?> TryAsync<T>(Func<Task<T>> ask, CancellationToken ended)
    {
        try
        {
            return await ask();
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return default;
        }
        catch (Exception failure) when (StorageFailures.IsUnavailable(failure) || failure is TimeoutException or Orleans.Runtime.OrleansException)
        {
            logger.LiveReaderLetGo(failure);
            return default;
        }
    }

    private async Task WaitAsync(Task changed, TimeSpan longest, CancellationToken ended)
    {
        if (longest > TimeSpan.Zero)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(ended);
            await Task.WhenAny(changed, Task.Delay(longest, time, enough.Token));
            await enough.CancelAsync();
        }
    }

    private static DateTimeOffset Earliest(params ReadOnlySpan<DateTimeOffset> times)
    {
        var earliest = times[0];
        foreach (var candidate in times)
        {
            earliest = candidate < earliest ? candidate : earliest;
        }

        return earliest;
    }

    private static SseItem<string> Item(long position, string kind, Signal signal) =>
        new(JsonSerializer.Serialize(signal, ApiJson.Options), kind) { EventId = EventIds.Of(position), ReconnectionInterval = Retry };

    /// <param name="Position">Where the reader stands once it has the events.</param>
    private sealed record Taken(long Position, IReadOnlyList<LiveEventRow> Events, bool HasMore)
    {
        /// <summary>The reader cannot go on from where he was; the position is the newest.</summary>
        public bool IsLost { get; init; }

        /// <summary>Nothing was looked at yet: the feed has only begun.</summary>
        public bool IsEarly { get; init; }
    }

    private sealed record Signal(DateTimeOffset At);
}
