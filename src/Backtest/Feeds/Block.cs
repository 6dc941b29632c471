using Trading.Domain.MarketData;

namespace Trading.Backtest.Feeds;

/// <summary>A run of events of one symbol that is evaluated at once: a window of a batch.</summary>
internal readonly record struct Block(MarketBatch Batch, int Offset, int Count)
{
    /// <summary>Events that one evaluation covers: a column of doubles stays in the first-level cache.</summary>
    public const int CountMax = 512;

    public ReadOnlySpan<MarketEvent> Events => Batch.Events.Slice(Offset, Count);
}
