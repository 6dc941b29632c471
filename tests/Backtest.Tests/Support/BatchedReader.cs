using Trading.Domain.MarketData;

namespace Trading.Backtest.Tests.Support;

/// <summary>The same recording in batches of another size.</summary>
internal sealed class BatchedReader(IMarketDataReader data, int batchSize, bool depthOnDemand) : IMarketDataReader
{
    public IReadOnlyList<DatasetSymbol> Symbols => data.Symbols;

    public IEnumerable<MarketBatch> ReadBatches(MarketQuery query, CancellationToken cancellation) =>
        data.ReadBatches(query with { BatchSize = batchSize, DepthOnDemand = depthOnDemand }, cancellation);

    public IEnumerable<Candle> ReadCandles(MarketQuery query, CancellationToken cancellation) => data.ReadCandles(query, cancellation);
}
