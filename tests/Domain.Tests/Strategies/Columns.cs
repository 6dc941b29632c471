using Trading.Domain.Indicators;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Tests.Strategies;

/// <summary>Columns made by a test: values by indicator and event; a block is a window on them.</summary>
internal sealed class Columns(double[][] values, long[] timesMs) : IIndicatorColumns
{
    public static readonly Symbol Symbol = Symbol.Parse("BTC_USDT");

    private readonly MarketBatch _batch = new(
        Symbol, 2, 3, [.. timesMs.Select(time => new MarketEvent { TimeMs = time, Kind = MarketEventKind.Trade, DepthIndex = -1 })], timesMs.Length);

    private int _offset;

    public int Count { get; private set; }

    public int Length => timesMs.Length;

    public MarketBatch Batch => _batch;

    public int Offset => _offset;

    public bool Throws { get; set; }

    public void Move(int offset, int count) => (_offset, Count) = (offset, count);

    public ReadOnlySpan<double> Column(int slot) => Throws ? throw new InvalidOperationException("The column is broken.") : values[slot].AsSpan(_offset, Count);

    public double WarmupPct(int slot) => 100d;

    /// <summary>Values in the order of a strategy's own indicators, from values by name; what is not named is unknown.</summary>
    public static double[][] For(CompiledStrategy strategy, int count, Func<string, double[]?> byName)
    {
        var unknown = Enumerable.Repeat(double.NaN, count).ToArray();
        return [.. strategy.Indicators.Select(spec => byName(strategy.Document.Indicators.First(named => named.Spec.Equals(spec)).Name) ?? unknown)];
    }
}
