using Trading.Domain.MarketData;

namespace Trading.Backtest.Feeds;

/// <summary>One symbol's stream as blocks of events, in stream order.</summary>
internal abstract class SymbolFeed : IDisposable
{
    private const long DayMs = 86_400_000;

    // Read until the very end: what is left of positions is closed against the last book.
    private IBookDepth? _depth;

    /// <summary>The current block; valid after <see cref="MoveNext"/> answered true.</summary>
    public Block Block { get; protected set; }

    /// <summary>Goes to the next block.</summary>
    /// <param name="isLowFirst">Which extreme the candle whose open was just worked through shows first; read by candle feeds alone.</param>
    /// <returns>False at the end of the data.</returns>
    public abstract bool MoveNext(Func<bool> isLowFirst);

    public virtual void Dispose() => _depth?.Dispose();

    /// <summary>A block of at most <paramref name="count"/> events that lie on one UTC day.</summary>
    protected Block Cut(MarketBatch batch, int offset, int count)
    {
        _depth = batch.RecordedDepth;
        var events = batch.Events.Slice(offset, Math.Min(count, Feeds.Block.CountMax));
        var dayEnd = ((events[0].TimeMs / DayMs) + 1) * DayMs;
        var length = events.Length;
        while (events[length - 1].TimeMs >= dayEnd)
        {
            length--;
        }

        return new Block(batch, offset, length);
    }
}
