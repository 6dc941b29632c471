using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Trading.Domain.Accounts;
using Trading.Domain.MarketData;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Markets;
using Trading.Grains.Abstractions.Positions;
using Trading.Grains.Abstractions.Strategies;
using Trading.Grains.Abstractions.Venues;
using Trading.Grains.Placement;

namespace Trading.Grains.Markets;

/// <summary>
/// Those of one session that follow a market, in their order: the venue, then the marks of position and account, then the instances.
/// Instances get what the venue has worked through, each at its own pace.
/// </summary>
internal sealed class MarketAudience
{
    private readonly MarketReader? _venue;
    private readonly ImmutableArray<MarketReader> _instances;

    // Made once: the factory looks at the interface's attributes each time.
    private readonly IVenueGrain? _venueGrain;
    private readonly IPositionGrain? _position;
    private readonly IAccountGrain? _account;
    private readonly LatestMarket? _marks;
    private readonly RecentEvents _events;
    private readonly MarketRecorder? _recorder;
    private readonly MarketReader? _recording;
    private long _markedSecond = long.MinValue;

    /// <param name="recorder">Null where nothing is recorded.</param>
    public MarketAudience(
        string market, MarketSubscription subscription, FeedDescription feed, RecentEvents events, MarketRecorder? recorder, MarketAlerts alerts,
        MarketMetrics metrics, IGrainFactory grains, TimeProvider time, ILogger logger)
    {
        (Subscription, _events, _recorder) = (subscription, events, recorder);
        _recording = recorder is null
            ? null
            : Reader(subscription.Recording!, "recording", () => events.Next, (first, batch, _) => recorder.TakeAsync(first, batch));
        if (subscription.Account is { } account)
        {
            _marks = feed.NewView();
            _venueGrain = subscription.Venue is { } venue ? grains.GetGrain<IVenueGrain>(venue) : null;
            _position = grains.GetGrain<IPositionGrain>(GrainKeys.ForPosition(account, feed.Market.Instrument.Symbol));
            _account = grains.GetGrain<IAccountGrain>(account);
            _venue = Reader(subscription.Venue ?? account, "venue", () => events.Next, (first, batch, _) => FollowAsync(first, batch), taken: WakeInstances);
        }

        _instances =
        [
            .. subscription.Instances.Select(instance => (Name: instance, Grain: grains.GetGrain<IStrategyGrain>(instance))).Select(instance => Reader(
                instance.Name, "instance", () => _venue?.Next ?? events.Next,
                (first, batch, isLagging) => TellAsync(feed.Key, instance.Grain, first, batch, isLagging))),
        ];

        MarketReader Reader(string name, string kind, Func<long> end, Func<long, MarketBatch, bool, Task> take, Action? taken = null) => new(
            market, name, events, events.Next, end, take, new ReaderTrouble(market, name, kind, subscription, alerts, metrics, logger), time, logger)
        {
            Taken = taken,
        };
    }

    public MarketSubscription Subscription { get; }

    public void Wake()
    {
        _recording?.Wake();
        if (_venue is not null)
        {
            // Instances follow it.
            _venue.Wake();
        }
        else
        {
            WakeInstances();
        }
    }

    /// <summary>What is older than this number is the past: nobody decides on it.</summary>
    public void Skip(long next)
    {
        _venue?.Skip(next);
        _recording?.Skip(next);
        foreach (var instance in _instances)
        {
            instance.Skip(next);
        }
    }

    public void Stop()
    {
        _venue?.Stop();
        _recording?.Stop();
        foreach (var instance in _instances)
        {
            instance.Stop();
        }
    }

    /// <summary>What is recorded becomes durable now and then.</summary>
    public void StoreIfDue() => _recorder?.StoreIfDue();

    /// <summary>Records what has come so far, and makes it durable. May be repeated.</summary>
    public async Task FinishRecordingAsync()
    {
        if (_recorder is null)
        {
            return;
        }

        // The reader may have been given a batch that it takes beside us: the recorder takes no event twice.
        _recording!.Stop();
        var end = _events.Next;
        while (_recording.Next < end && _events.Read(_recording.Next, end, MarketReader.EventsMax) is var (first, batch))
        {
            await _recorder.TakeAsync(first, batch);
            _recording.Skip(first + batch.Count);
        }

        await _recorder.FinishAsync();
    }

    private static Task TellAsync(string feed, IStrategyGrain instance, long first, MarketBatch batch, bool isLagging)
    {
        FeedContext.Set(feed);
        return instance.Take(first, batch, isLagging);
    }

    private async Task FollowAsync(long first, MarketBatch batch)
    {
        if (_venueGrain is not null)
        {
            await _venueGrain.Observe(first, batch);
        }

        _marks!.Take(batch, 0, batch.Count);
        await MarkAsync(batch);
    }

    private void WakeInstances()
    {
        foreach (var instance in _instances)
        {
            instance.Wake();
        }
    }

    /// <summary>Marks reach position and account at each whole second.</summary>
    private async Task MarkAsync(MarketBatch batch)
    {
        var second = batch.Events[^1].TimeMs / 1_000;
        if (second <= _markedSecond || _marks!.Mark == 0m)
        {
            return;
        }

        _markedSecond = second;
        var at = DateTimeOffset.FromUnixTimeMilliseconds(batch.Events[^1].TimeMs);
        await _position!.Mark(_marks.Mark, at);
        await _account!.Mark([new SymbolMark(batch.Symbol, _marks.Mark)], at);
    }
}
