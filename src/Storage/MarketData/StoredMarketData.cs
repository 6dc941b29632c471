using Trading.Domain.MarketData;
using Trading.Storage.MarketData.Segments;

namespace Trading.Storage.MarketData;

/// <summary>Replays a dataset from its segments.</summary>
public sealed class StoredMarketData(IReadOnlyList<DatasetSymbol> symbols, ISegmentSource segments) : IMarketDataReader
{
    public IReadOnlyList<DatasetSymbol> Symbols { get; } = [.. symbols.OrderBy(symbol => symbol.Symbol)];

    public IEnumerable<MarketBatch> ReadBatches(MarketQuery query, CancellationToken cancellation) =>
        throw new NotSupportedException(segments.ToString());

    public IEnumerable<Candle> ReadCandles(MarketQuery query, CancellationToken cancellation) => throw new NotSupportedException();
}
