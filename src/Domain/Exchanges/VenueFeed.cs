using Trading.Domain.MarketData;

namespace Trading.Domain.Exchanges;

/// <summary>Events of one symbol on their way to a paper venue.</summary>
/// <param name="Feed">As in <see cref="VenueListing.Feed"/>; another one begins anew.</param>
/// <param name="First">Number of the batch's first event in this symbol's feed: what the venue has seen already is left out.</param>
/// <param name="StopsAtReport">Stop behind the first event that caused a report (lock-step).</param>
public sealed record VenueFeed(string Feed, long First, MarketBatch Batch, bool StopsAtReport);
