using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.MarketData;

/// <summary>
/// Events of one symbol in stream order: times never run backwards, equal times in the order of <see cref="MarketEventKind"/>
/// unless arrival order was recorded. Immutable once handed over, so it passes by reference inside a silo.
/// </summary>
[GenerateSerializer, Immutable, Alias("market-batch")]
public sealed class MarketBatch
{
    [Id(0)]
    private readonly MarketEvent[] _events;

    [Id(1)]
    private readonly BookLevel[]? _depth;

    /// <param name="priceScale">Decimals of prices, 0–12.</param>
    /// <param name="quantityScale">Decimals of quantities, 0–12.</param>
    /// <param name="events">The events; only the first <paramref name="count"/> are valid.</param>
    /// <param name="depth">Deeper book levels, <paramref name="depthLevels"/> consecutive entries for each event that has them (the second-best level first).</param>
    /// <param name="recorded">Stands in for <paramref name="depth"/> where deeper levels are read on demand; stays in its process.</param>
    public MarketBatch(
        Symbol symbol, int priceScale, int quantityScale, MarketEvent[] events, int count, BookLevel[]? depth = null, int depthLevels = 0,
        IBookDepth? recorded = null)
    {
        (Symbol, PriceScale, QuantityScale, Count, DepthLevels) = (symbol, priceScale, quantityScale, count, depthLevels);
        (_events, _depth, RecordedDepth) = (events, depth, recorded);
    }

    [Id(2)]
    public Symbol Symbol { get; }

    [Id(3)]
    public int PriceScale { get; }

    [Id(4)]
    public int QuantityScale { get; }

    [Id(5)]
    public int Count { get; }

    [Id(6)]
    public int DepthLevels { get; }

    public ReadOnlySpan<MarketEvent> Events => _events.AsSpan(0, Count);

    public ReadOnlySpan<BookLevel> Depth => _depth;

    /// <summary>Null when the batch itself holds the deeper levels, see <see cref="DepthOf"/>.</summary>
    [field: NonSerialized]
    public IBookDepth? RecordedDepth { get; }

    /// <summary>The deeper levels of one event, best first; empty when only the top is known. Not for a batch with <see cref="RecordedDepth"/>.</summary>
    public ReadOnlySpan<BookLevel> DepthOf(in MarketEvent market) =>
        market.DepthIndex < 0 ? default : _depth.AsSpan(market.DepthIndex, DepthLevels);
}
