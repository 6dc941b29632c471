using Trading.Domain.MarketData;

namespace Trading.Grains.Runs.Pacing;

/// <summary>A recording that is handed over no faster than its pace, in small pieces. The same events in the same order.</summary>
internal sealed class PacedRecording(IMarketDataReader recording, Pace pace) : IMarketDataReader
{
    private const int BatchSize = 256;

    public IReadOnlyList<DatasetSymbol> Symbols => recording.Symbols;

    public IEnumerable<MarketBatch> ReadBatches(MarketQuery query, CancellationToken cancellation)
    {
        // Pieces share what a batch holds, so it must hold everything and stay as it is.
        foreach (var batch in recording.ReadBatches(query with { BatchSize = BatchSize, ReuseArrays = false, DepthOnDemand = false }, cancellation))
        {
            var depth = batch.Depth.ToArray();
            for (var first = 0; first < batch.Count;)
            {
                var end = EndOf(batch, first);
                pace.WaitFor(batch.Events[end - 1].TimeMs);
                yield return new MarketBatch(
                    batch.Symbol, batch.PriceScale, batch.QuantityScale, batch.Events[first..end].ToArray(), end - first, depth, batch.DepthLevels);
                first = end;
            }
        }
    }

    /// <summary>A candle is known when it is over.</summary>
    public IEnumerable<Candle> ReadCandles(MarketQuery query, CancellationToken cancellation)
    {
        var lengthMs = recording.Symbols.First(held => held.Symbol == query.Symbol).Find(SeriesKind.Candles)?.Interval?.FixedLengthMs ?? 0;
        foreach (var candle in recording.ReadCandles(query, cancellation))
        {
            pace.WaitFor(candle.OpenTimeMs + lengthMs);
            yield return candle;
        }
    }

    private int EndOf(MarketBatch batch, int first)
    {
        var lastMs = batch.Events[first].TimeMs + pace.WindowMs;
        var end = first + 1;
        while (end < batch.Count && batch.Events[end].TimeMs <= lastMs)
        {
            end++;
        }

        return end;
    }
}
