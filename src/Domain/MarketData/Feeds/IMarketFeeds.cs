using Trading.Domain.Instruments;

namespace Trading.Domain.MarketData.Feeds;

/// <summary>Every live feed by its name: <c>mexc</c>, <c>synthetic:&lt;scenario&gt;</c>.</summary>
public interface IMarketFeeds
{
    /// <summary>What a feed brings of a symbol; asked before a session starts.</summary>
    /// <returns>Null when there is no such feed, or it does not have the symbol.</returns>
    Task<FeedMarket?> DescribeAsync(string feed, Symbol symbol, CancellationToken cancellation);

    /// <exception cref="ArgumentException">There is no such feed.</exception>
    IMarketFeed Open(FeedRequest request);
}
