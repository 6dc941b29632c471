namespace Trading.Domain.MarketData;

/// <summary>A recording as the replay reads it: immutable, so two readings give the same events. Reading blocks the calling thread: use it on a worker.</summary>
public interface IMarketDataReader
{
    /// <summary>The recorded symbols, sorted by name.</summary>
    IReadOnlyList<DatasetSymbol> Symbols { get; }

    /// <summary>
    /// The symbol's events of all kinds but candles, in stream order: time, then heartbeat, gap, funding, mark, trade, book, then row.
    /// The time line runs over the whole span of the symbol, candles included, so that heartbeats accompany a symbol that has only candles.
    /// </summary>
    /// <exception cref="ArgumentException">The symbol is not recorded.</exception>
    IEnumerable<MarketBatch> ReadBatches(MarketQuery query, CancellationToken cancellation);

    /// <summary>The recorded candles of the symbol, by open time; empty where trades are recorded, which are used instead.</summary>
    /// <exception cref="ArgumentException">The symbol is not recorded.</exception>
    IEnumerable<Candle> ReadCandles(MarketQuery query, CancellationToken cancellation);
}
