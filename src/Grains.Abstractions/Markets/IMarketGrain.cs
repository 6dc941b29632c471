using Trading.Domain.Orders;
using Trading.Domain.Risk;

namespace Trading.Grains.Abstractions.Markets;

/// <summary>
/// One symbol of one feed, keyed by <see cref="GrainKeys.ForMarket"/>: the subscription while someone needs it, latest prices, freshness, bad-event
/// counts, and bounded fan-out in which nobody waits for another. A replayed or synthetic feed belongs to its session.
/// </summary>
[Alias("market-grain")]
public interface IMarketGrain : IGrainWithStringKey
{
    /// <summary>Makes the session's needs known; durable. Data flow until the last session has left. Repeating it replaces the session's needs.</summary>
    [Alias("subscribe")]
    Task Subscribe(MarketSubscription subscription);

    /// <summary>The session needs it no more; durable. The last one to leave ends the feed's subscription. Repeating it changes nothing.</summary>
    [Alias("unsubscribe")]
    Task Unsubscribe(string session);

    /// <returns>Null when nobody has ever subscribed.</returns>
    [Alias("find")]
    Task<MarketView?> Find();

    /// <summary>What risk judges an order by that is decided now: newest prices, and the levels of the book that it would walk.</summary>
    /// <returns>Null when nobody has ever subscribed.</returns>
    [Alias("for-risk")]
    Task<RiskMarket?> ForRisk(OrderRequest request);

    /// <summary>Recorded events before a time, oldest first, for re-warming and for charts; at most what is kept.</summary>
    [Alias("recent")]
    Task<MarketHistory> Recent(DateTimeOffset from);

    /// <summary>Wakes the market: makes sure that its feed runs. Harmless at any time.</summary>
    [Alias("touch")]
    Task Touch();
}
