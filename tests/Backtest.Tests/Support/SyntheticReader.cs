using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Synthetic;

namespace Trading.Backtest.Tests.Support;

/// <summary>A generated market read as it is made: long, and never in memory.</summary>
internal sealed class SyntheticReader(SyntheticSpec spec) : IMarketDataReader
{
    public IReadOnlyList<DatasetSymbol> Symbols => throw new InvalidOperationException("A kernel asks its setup for symbols.");

    public IEnumerable<MarketBatch> ReadBatches(MarketQuery query, CancellationToken cancellation)
    {
        var market = new SyntheticMarket(spec);
        while (!market.IsOver)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return market.Next(query.BatchSize, reuseArrays: query.ReuseArrays);
        }
    }

    public IEnumerable<Candle> ReadCandles(MarketQuery query, CancellationToken cancellation) => [];
}
