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
    private readonly IGrainFactory _grains;
    private readonly LatestMarket? _marks;
    private long _markedSecond = long.MinValue;

    public MarketAudience(
        string market, MarketSubscription subscription, FeedDescription feed, RecentEvents events, IGrainFactory grains, TimeProvider time, ILogger logger)
    {
        (Subscription, _grains) = (subscription, grains);
        if (subscription.Account is { } account)
        {
            _marks = feed.NewView();
            _venue = new MarketReader(
                market, subscription.Venue ?? account, events, events.Next, () => events.Next, (first, batch) => FollowAsync(account, first, batch), time, logger);
        }

        _instances =
        [
            .. subscription.Instances.Select(instance => new MarketReader(
                market, instance, events, events.Next, () => _venue?.Next ?? events.Next, (first, batch) => TellAsync(feed.Key, instance, first, batch), time, logger)),
        ];
    }

    public MarketSubscription Subscription { get; }

    public void Wake()
    {
        _venue?.Wake();
        foreach (var instance in _instances)
        {
            instance.Wake();
        }
    }

    /// <summary>What is older than this number is the past: nobody decides on it.</summary>
    public void Skip(long next)
    {
        _venue?.Skip(next);
        foreach (var instance in _instances)
        {
            instance.Skip(next);
        }
    }

    public void Stop()
    {
        _venue?.Stop();
        foreach (var instance in _instances)
        {
            instance.Stop();
        }
    }

    private Task TellAsync(string feed, string instance, long first, MarketBatch batch)
    {
        FeedContext.Set(feed);
        return _grains.GetGrain<IStrategyGrain>(instance).Take(first, batch);
    }

    private async Task FollowAsync(string account, long first, MarketBatch batch)
    {
        if (Subscription.Venue is { } venue)
        {
            await _grains.GetGrain<IVenueGrain>(venue).Observe(first, batch);
        }

        _marks!.Take(batch, 0, batch.Count);
        await MarkAsync(account, batch);
        foreach (var instance in _instances)
        {
            instance.Wake();
        }
    }

    /// <summary>Marks reach position and account at each whole second.</summary>
    private async Task MarkAsync(string account, MarketBatch batch)
    {
        var second = batch.Events[^1].TimeMs / 1_000;
        if (second <= _markedSecond || _marks!.Mark == 0m)
        {
            return;
        }

        _markedSecond = second;
        var at = DateTimeOffset.FromUnixTimeMilliseconds(batch.Events[^1].TimeMs);
        await _grains.GetGrain<IPositionGrain>(GrainKeys.ForPosition(account, batch.Symbol)).Mark(_marks.Mark, at);
        await _grains.GetGrain<IAccountGrain>(account).Mark([new SymbolMark(batch.Symbol, _marks.Mark)], at);
    }
}
