using Orleans;

namespace Trading.Domain.MarketData;

/// <summary>The trades of one calendar-aligned interval. Empty intervals have no candle.</summary>
/// <param name="OpenTimeMs">Start of the interval, Unix ms UTC.</param>
/// <param name="Volume">Base units traded (as the source counted them, when imported).</param>
/// <param name="Trades">Number of trades; null when the source did not say.</param>
[GenerateSerializer, Immutable, Alias("candle")]
public readonly record struct Candle(
    [property: Id(0)] long OpenTimeMs,
    [property: Id(1)] decimal Open,
    [property: Id(2)] decimal High,
    [property: Id(3)] decimal Low,
    [property: Id(4)] decimal Close,
    [property: Id(5)] decimal Volume,
    [property: Id(6)] long? Trades);
