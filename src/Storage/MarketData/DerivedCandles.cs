using Trading.Domain.MarketData;

namespace Trading.Storage.MarketData;

/// <summary>Candles of any interval, computed from trades or, where there are none, from finer recorded candles. Never stored.</summary>
public static class DerivedCandles
{
    /// <summary>Candles whose open time lies in the query's range.</summary>
    /// <exception cref="ArgumentException">Neither trades nor candles that fill the interval are recorded.</exception>
    public static IEnumerable<Candle> Read(IMarketDataReader reader, MarketQuery query, CandleInterval interval, CancellationToken cancellation) =>
        throw new NotSupportedException();
}
