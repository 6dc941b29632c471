using Trading.Domain.MarketData;

namespace Trading.Benchmarks.Data;

/// <summary>The beginning of a stored recording, read from its segments.</summary>
/// <param name="toMs">End of the part, Unix ms, exclusive.</param>
internal sealed class MarketPart(IMarketDataReader whole, long toMs) : IMarketDataReader
{
    public IReadOnlyList<DatasetSymbol> Symbols => whole.Symbols;

    public IEnumerable<MarketBatch> ReadBatches(MarketQuery query, CancellationToken cancellation) =>
        whole.ReadBatches(query with { ToMs = toMs }, cancellation);

    public IEnumerable<Candle> ReadCandles(MarketQuery query, CancellationToken cancellation) => whole.ReadCandles(query with { ToMs = toMs }, cancellation);
}
