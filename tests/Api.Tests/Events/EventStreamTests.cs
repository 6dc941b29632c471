using System.Net.ServerSentEvents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Trading.Api.Events;
using Trading.Api.Security;
using Trading.Api.Tests.Platform;
using Trading.Domain.Users;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Users;
using Trading.Storage;
using Trading.Storage.Alerts;
using Trading.Storage.Live;

namespace Trading.Api.Tests.Events;

/// <summary>The stream itself: its pings, its end, and a reader who takes nothing.</summary>
public sealed class EventStreamTests(TradingPlatform platform)
{
    [Fact]
    public async Task Ping_comes_every_fifteen_seconds_and_the_stream_ends_with_the_token()
    {
        var time = new WatchedClock(DateTimeOffset.UtcNow);
        await using var stream = await FollowAsync(time, until: time.GetUtcNow().AddSeconds(40));
        var began = time.GetUtcNow();
        var pings = new List<double>();
        var waits = time.NextTimerAsync();

        Assert.True(await stream.MoveNextAsync());
        pings.Add((time.GetUtcNow() - began).TotalSeconds);
        var next = stream.MoveNextAsync().AsTask();
        while (time.GetUtcNow() - began < TimeSpan.FromSeconds(60) && !(next.IsCompleted && !await next))
        {
            if (next.IsCompleted)
            {
                Assert.Equal((EventStream.Ping, TimeSpan.FromSeconds(1)), (stream.Current.EventType, stream.Current.ReconnectionInterval));
                Assert.True(EventIds.TryRead(stream.Current.EventId!, out _));
                pings.Add((time.GetUtcNow() - began).TotalSeconds);
                next = stream.MoveNextAsync().AsTask();
                continue;
            }

            if (await Task.WhenAny(next, waits) == waits)
            {
                (waits, var newest) = time.Rearm();
                time.Advance(newest);
            }
        }

        Assert.False(await next);
        Assert.Equal(3, pings.Count);
        Assert.All(pings.Zip(pings.Skip(1), (former, later) => later - former), gap => Assert.InRange(gap, 15, 17));
        Assert.InRange((time.GetUtcNow() - began).TotalSeconds, 40, 42);
    }

    [Fact]
    public async Task Reader_who_falls_too_far_behind_is_told_so_and_let_go_with_an_id_to_go_on_from()
    {
        var (name, user) = await NewReaderAsync();
        await using var stream = await FollowAsync(TimeProvider.System, DateTimeOffset.UtcNow.AddMinutes(2), user);
        Assert.True(await stream.MoveNextAsync());

        await RaiseAsync(name, LiveEventStore.ReplayMax + 2_000);
        await PassedAsync(await platform.Services.GetRequiredService<ILiveEventQueries>().LastPositionAsync(TestContext.Current.CancellationToken));
        var kinds = new List<string>();
        var last = "";
        while (await stream.MoveNextAsync())
        {
            Assert.InRange(kinds.Count, 0, 1_002);
            kinds.Add(stream.Current.EventType);
            last = stream.Current.EventId!;
        }

        // It may have had a page in its hands, and then nothing more than the news that it is lost.
        Assert.Equal(EventStream.Reset, kinds[^1]);
        Assert.InRange(kinds.Count, 1, 1_002);
        Assert.True(EventIds.TryRead(last, out var position));
        await RaiseAsync(name, 1);
        await using var again = await FollowAsync(TimeProvider.System, DateTimeOffset.UtcNow.AddMinutes(2), user, position);
        do
        {
            Assert.True(await again.MoveNextAsync());
        }
        while (again.Current.EventType == EventStream.Ping);

        Assert.Equal("alert", again.Current.EventType);
    }

    [Fact]
    public async Task Reader_who_is_behind_within_bounds_gets_everything_once_and_in_order()
    {
        var (name, user) = await NewReaderAsync();
        await using var stream = await FollowAsync(TimeProvider.System, DateTimeOffset.UtcNow.AddMinutes(2), user);
        Assert.True(await stream.MoveNextAsync());

        await RaiseAsync(name, 3_000);
        var ids = new List<long>();
        while (ids.Count < 3_000 && await stream.MoveNextAsync())
        {
            Assert.NotEqual(EventStream.Reset, stream.Current.EventType);
            if (stream.Current.EventType == "alert" && EventIds.TryRead(stream.Current.EventId!, out var position))
            {
                ids.Add(position);
            }
        }

        Assert.Equal(3_000, ids.Distinct().Count());
        Assert.Equal(ids.Order(), ids);
    }

    [Fact]
    public async Task Stop_of_the_process_ends_open_streams_at_once()
    {
        await using var host = new PlatformHost();
        host.Start();
        using var signedIn = await PlatformHost.SignInAsync(host);
        var readers = new List<EventReader>();
        for (var count = 0; count < 5; count++)
        {
            var client = new HttpClient { BaseAddress = host.Address };
            client.DefaultRequestHeaders.Authorization = signedIn.DefaultRequestHeaders.Authorization;
            readers.Add(await EventReader.OpenAsync(client));
            await readers[^1].NextAsync();
        }

        var asked = TimeProvider.System.GetTimestamp();
        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await Task.WhenAll(readers.Select(reader => reader.EndAsync()));

        Assert.InRange(TimeProvider.System.GetElapsedTime(asked), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        foreach (var reader in readers)
        {
            await reader.DisposeAsync();
        }
    }

    private async Task<(string Name, CurrentUser User)> NewReaderAsync()
    {
        var (name, _) = await platform.NewUserAsync();
        var access = await platform.Services.GetRequiredService<IGrainFactory>().GetGrain<IUserGrain>(GrainKeys.ForUser(name)).Access();
        return (name, new CurrentUser(name, UserRole.Trader, HasLiveGrant: false, "family", access!.SecurityVersion, DateTimeOffset.UtcNow.AddHours(1)));
    }

    private async Task<IAsyncEnumerator<SseItem<string>>> FollowAsync(TimeProvider time, DateTimeOffset until, CurrentUser? user = null, long? after = null)
    {
        user ??= (await NewReaderAsync()).User;
        var services = platform.Services;
        var stream = new EventStream(
            services.GetRequiredService<LiveFeed>(), services.GetRequiredService<ILiveEventQueries>(), services.GetRequiredService<EventText>(),
            services.GetRequiredService<UserAccessCache>(), services.GetRequiredService<IHostApplicationLifetime>(), time, NullLogger<EventStream>.Instance);
        return stream.FollowAsync(new LiveEventFilter(user.Name, [], []), after, user, until, TestContext.Current.CancellationToken).GetAsyncEnumerator();
    }

    /// <summary>A reader who takes page after page as they appear is never behind, however much happens: this one takes nothing until they are gone.</summary>
    private async Task PassedAsync(long position)
    {
        var feed = platform.Services.GetRequiredService<LiveFeed>();
        while (true)
        {
            var changed = feed.Changed;
            if (feed.Page is { } page && page.To >= position)
            {
                return;
            }

            await changed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    private async Task RaiseAsync(string owner, int count) => await new AlertStore(platform.Services.GetRequiredService<TradingDatabase>()).RaiseAsync(
        [.. Enumerable.Range(0, count).Select(_ => new AlertRow($"alr-{Guid.NewGuid():n}", owner, null, "info", "test", "A test says so.", DateTimeOffset.UtcNow))]);
}
