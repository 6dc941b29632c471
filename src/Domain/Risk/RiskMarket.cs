using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;

namespace Trading.Domain.Risk;

/// <summary>The symbol's market as the order's decision saw it.</summary>
/// <param name="Mark">Mark price; 0 when unknown.</param>
/// <param name="Last">Last trade; 0 when unknown.</param>
/// <param name="Bid">Best bid; 0 when there is no book or its side is empty.</param>
/// <param name="Ask">Best ask; 0 when there is no book or its side is empty.</param>
/// <param name="LastMessageAt">Time of the feed's last message for the symbol; null before the first.</param>
/// <param name="MessageAgeMax">Replaces the limit <c>marketDataAge</c> where the feed has its own pace (two intervals of replayed candles).</param>
/// <param name="Bids">Recorded levels, best first; empty when only the top is known.</param>
/// <param name="Asks">Recorded levels, best first; empty when only the top is known.</param>
[GenerateSerializer, Immutable, Alias("risk-market")]
public sealed record RiskMarket(
    [property: Id(0)] decimal Mark,
    [property: Id(1)] decimal Last,
    [property: Id(2)] decimal Bid,
    [property: Id(3)] decimal Ask,
    [property: Id(4)] DateTimeOffset? LastMessageAt,
    [property: Id(5)] TimeSpan? MessageAgeMax,
    [property: Id(6)] ImmutableArray<PriceLevel> Bids,
    [property: Id(7)] ImmutableArray<PriceLevel> Asks)
{
    /// <summary>Whoever decided was far behind the feed, however young the last message that it had seen.</summary>
    [Id(8)]
    public bool IsLagging { get; init; }

    /// <summary>Nothing is known of it.</summary>
    public static RiskMarket Unknown { get; } = Quote(0m, 0m, 0m, 0m, null);

    /// <summary>What slippage is measured against: the mid, else the last trade; null when neither is known.</summary>
    [JsonIgnore]
    public decimal? Reference => Bid > 0m && Ask >= Bid ? (Bid + Ask) / 2m : Last > 0m ? Last : null;

    public static RiskMarket Quote(decimal mark, decimal last, decimal bid, decimal ask, DateTimeOffset? lastMessageAt) =>
        new(mark, last, bid, ask, lastMessageAt, null, [], []);
}

/// <param name="Price">Quote units.</param>
/// <param name="Quantity">Base units.</param>
[GenerateSerializer, Immutable, Alias("price-level")]
public readonly record struct PriceLevel([property: Id(0)] decimal Price, [property: Id(1)] decimal Quantity);
