using Trading.Domain.Instruments;
using Trading.Domain.MarketData.Feeds;

namespace Trading.Grains.Markets;

/// <summary>The feeds of this installation.</summary>
internal sealed class MarketFeeds(TimeProvider time) : IMarketFeeds
{
    public Task<FeedMarket?> DescribeAsync(string feed, Symbol symbol, CancellationToken cancellation) =>
        Task.FromResult(FeedNames.TryParseSynthetic(feed, out _) ? SyntheticFeed.Describe(symbol) : null);

    public IMarketFeed Open(FeedRequest request) => FeedNames.TryParseSynthetic(request.Feed, out var scenario)
        ? new SyntheticFeed(scenario, request, time)
        : throw new ArgumentException($"There is no feed '{request.Feed}'.", nameof(request));
}
