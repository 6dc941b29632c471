using Trading.Domain.MarketData;

namespace Trading.Benchmarks.Data;

/// <summary>A recording that has been decoded already.</summary>
internal sealed class ArrayMarket(DatasetSymbol symbol, IReadOnlyList<MarketBatch> batches) : IMarketDataReader
{
    public IReadOnlyList<DatasetSymbol> Symbols { get; } = [symbol];

    public IReadOnlyList<MarketBatch> Batches { get; } = batches;

    public IEnumerable<MarketBatch> ReadBatches(MarketQuery query, CancellationToken cancellation) => Batches;

    public IEnumerable<Candle> ReadCandles(MarketQuery query, CancellationToken cancellation) => [];
}
