namespace Trading.Domain.MarketData.Feeds;

/// <param name="Batch">At least one event; its arrays are nobody else's.</param>
/// <param name="IsPast">The events happened before the subscription: they warm indicators, nobody decides on them.</param>
public readonly record struct FeedBatch(MarketBatch Batch, bool IsPast);
