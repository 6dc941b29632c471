using Trading.Domain.MarketData;

namespace Trading.Backtest.Feeds;

/// <summary>One symbol's stream as blocks of events, in stream order.</summary>
internal abstract class SymbolFeed : IDisposable
{
    /// <summary>The current block; valid after <see cref="MoveNext"/> answered true.</summary>
    public Block Block { get; protected set; }

    /// <summary>Goes to the next block.</summary>
    /// <param name="isLowFirst">Which extreme the candle whose open was just worked through shows first; read by candle feeds alone.</param>
    /// <returns>False at the end of the data.</returns>
    public abstract bool MoveNext(Func<bool> isLowFirst);

    public abstract void Dispose();
}
