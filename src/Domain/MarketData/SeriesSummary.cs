using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.MarketData;

/// <summary>One kind of a symbol, over all its imports.</summary>
/// <param name="FromMs">First time, Unix ms.</param>
/// <param name="ToMs">Last time, Unix ms; of candles the end of the last one.</param>
/// <param name="PriceScale">Decimals that occur in prices.</param>
/// <param name="QuantityScale">Decimals that occur in quantities.</param>
/// <param name="PriceMax">Largest price; 0 without prices.</param>
/// <param name="QuantityMax">Largest quantity; 0 without quantities.</param>
/// <param name="Interval">Of candles, such as <c>1m</c>; else null.</param>
/// <param name="Gaps">Stretches that the recording itself lacks: between imports that do not join, or lost while collecting.</param>
/// <param name="DepthLevels">Book levels below the top, 0–4.</param>
[GenerateSerializer, Immutable, Alias("series-summary")]
public sealed record SeriesSummary(
    [property: Id(0)] SeriesKind Kind,
    [property: Id(1)] long FromMs,
    [property: Id(2)] long ToMs,
    [property: Id(3)] long Rows,
    [property: Id(4)] int PriceScale,
    [property: Id(5)] int QuantityScale,
    [property: Id(6)] decimal PriceMax,
    [property: Id(7)] decimal QuantityMax,
    [property: Id(8)] CandleInterval? Interval,
    [property: Id(9)] ImmutableArray<DataGap> Gaps,
    [property: Id(10)] int DepthLevels,
    [property: Id(11)] SeriesQuality Quality);
