using Trading.Domain.MarketData;

namespace Trading.Benchmarks.Data;

/// <summary>A recording that has been decoded already.</summary>
internal sealed class ArrayMarket(DatasetSymbol symbol, IReadOnlyList<MarketBatch> batches) : IMarketDataReader
{
    public IReadOnlyList<DatasetSymbol> Symbols { get; } = [symbol];

    public IReadOnlyList<MarketBatch> Batches { get; } = batches;

    /// <summary>Heartbeats do not count.</summary>
    public long Events { get; } = batches.Sum(CountOf);

    /// <summary>The beginning of the recording, up to the batch that reaches a number of events.</summary>
    public ArrayMarket First(long events)
    {
        var count = 0;
        for (var sum = 0L; sum < events && count < Batches.Count; count++)
        {
            sum += CountOf(Batches[count]);
        }

        return new ArrayMarket(Symbols[0], [.. Batches.Take(count)]);
    }

    public IEnumerable<MarketBatch> ReadBatches(MarketQuery query, CancellationToken cancellation) => Batches;

    public IEnumerable<Candle> ReadCandles(MarketQuery query, CancellationToken cancellation) => [];

    private static long CountOf(MarketBatch batch)
    {
        var events = 0L;
        foreach (ref readonly var market in batch.Events)
        {
            events += market.Kind is MarketEventKind.Heartbeat or MarketEventKind.Gap ? 0 : 1;
        }

        return events;
    }
}
