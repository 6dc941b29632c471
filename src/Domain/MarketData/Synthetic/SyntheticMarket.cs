using Trading.Domain.Instruments;

namespace Trading.Domain.MarketData.Synthetic;

/// <summary>
/// A seeded random market with trades, five book levels, mark and funding, in stream order with heartbeats. Uses only additions,
/// multiplications, divisions and square roots, which IEEE 754 rounds the same on every machine.
/// </summary>
public sealed class SyntheticMarket
{
    public const string Venue = "synthetic";
    public const int PriceScale = 4;
    public const int QuantityScale = 4;
    public const int DepthLevels = 4;

    public SyntheticMarket(SyntheticSpec spec) => throw new NotSupportedException();

    /// <summary>Goes on where <see cref="Snapshot"/> was taken.</summary>
    public SyntheticMarket(SyntheticSpec spec, SyntheticState state) => throw new NotSupportedException();

    /// <summary>True when the duration is over.</summary>
    public bool IsOver => throw new NotSupportedException();

    /// <summary>The rules of the generated instrument.</summary>
    public static Instrument InstrumentOf(Symbol symbol) => throw new NotSupportedException();

    /// <summary>The next events: at most <paramref name="countMax"/>, all before <paramref name="untilMs"/>. Empty when there are none before it.</summary>
    /// <param name="reuse">A former batch whose arrays may be overwritten.</param>
    public MarketBatch Next(int countMax, long untilMs = long.MaxValue, MarketBatch? reuse = null) => throw new NotSupportedException();

    /// <summary>The whole state between two calls of <see cref="Next"/>: a market restored from it continues with the same events.</summary>
    public SyntheticState Snapshot() => throw new NotSupportedException();
}
