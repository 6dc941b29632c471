using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Synthetic;

namespace Trading.Grains.Runs.Pacing;

/// <summary>A synthetic scenario as a recording without an end: the same events whoever reads it, from 2024-01-01T00:00:00Z on.</summary>
internal sealed class GeneratedRecording(SyntheticScenario scenario, long seed, int eventsPerSecond) : IMarketDataReader
{
    /// <summary>Generated as it is read: nobody knows its symbols before.</summary>
    public IReadOnlyList<DatasetSymbol> Symbols => [];

    public IEnumerable<MarketBatch> ReadBatches(MarketQuery query, CancellationToken cancellation)
    {
        var market = new SyntheticMarket(SpecOf(query.Symbol));
        while (!cancellation.IsCancellationRequested)
        {
            yield return market.Next(query.BatchSize, reuseArrays: query.ReuseArrays);
        }
    }

    public IEnumerable<Candle> ReadCandles(MarketQuery query, CancellationToken cancellation) => [];

    private SyntheticSpec SpecOf(Symbol symbol) => new(symbol, scenario, DurationMs: null, eventsPerSecond, seed);
}
