using Trading.Domain.Instruments;

namespace Trading.Domain.MarketData.Feeds;

/// <param name="Feed"><c>mexc</c> or <c>synthetic:&lt;scenario&gt;</c>.</param>
/// <param name="Seed">Of a synthetic feed.</param>
/// <param name="Start">Event time at which a synthetic feed begins; null for one that goes on by itself.</param>
public sealed record FeedRequest(string Feed, Symbol Symbol, long Seed, DateTimeOffset? Start);
