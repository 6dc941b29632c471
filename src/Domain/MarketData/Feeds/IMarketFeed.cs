namespace Trading.Domain.MarketData.Feeds;

/// <summary>One symbol of a live feed.</summary>
public interface IMarketFeed
{
    /// <summary>
    /// The subscription: first what the feed still has of the past, then everything as it happens, with a heartbeat at each whole second of
    /// the feed's time, which goes on while nothing else comes. Gaps are told as <see cref="MarketEventKind.Gap"/>. Reconnects by itself;
    /// ends only when it is cancelled.
    /// </summary>
    /// <param name="past">How much of the past is wanted; a feed gives what it has.</param>
    IAsyncEnumerable<FeedBatch> ReadAsync(TimeSpan past, CancellationToken cancellation);
}
