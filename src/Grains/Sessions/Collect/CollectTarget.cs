using System.Collections.Immutable;
using Trading.Domain.MarketData.Feeds;

namespace Trading.Grains.Sessions.Collect;

/// <summary>What a start of a collect session found.</summary>
/// <param name="DatasetId">Null when the dataset is to be made.</param>
/// <param name="Markets">What the feed brings of each symbol, in the order of the request.</param>
internal sealed record CollectTarget(string? DatasetId, ImmutableArray<FeedMarket> Markets);
