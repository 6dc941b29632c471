using Trading.Domain.Instruments;

namespace Trading.Domain.MarketData;

/// <summary>What to read of a recording.</summary>
/// <param name="FromMs">First time, Unix ms, inclusive; null for the beginning.</param>
/// <param name="ToMs">End time, Unix ms, exclusive; null for the end.</param>
/// <param name="BatchSize">Largest number of events of a batch, 1–65 536.</param>
/// <param name="ReuseArrays">The arrays of a batch are filled anew by the next step of the enumeration: for a reader that is done with one batch before it takes the next.</param>
/// <param name="DepthOnDemand">Batches bring <see cref="MarketBatch.RecordedDepth"/> where the reader has it, and no deeper levels of their own.</param>
/// <param name="TradesOnly">Trades and nothing else: neither other kinds nor heartbeats nor gaps.</param>
public sealed record MarketQuery(
    Symbol Symbol, long? FromMs = null, long? ToMs = null, int BatchSize = 4096, bool ReuseArrays = false, bool TradesOnly = false,
    bool DepthOnDemand = false);
