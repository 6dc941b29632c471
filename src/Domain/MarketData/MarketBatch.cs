using Trading.Domain.Instruments;

namespace Trading.Domain.MarketData;

/// <summary>
/// Events of one symbol in stream order: times never run backwards, equal times in the order of <see cref="MarketEventKind"/>
/// unless arrival order was recorded. Immutable once handed over, so it passes by reference inside a silo.
/// </summary>
/// <param name="priceScale">Decimals of prices, 0–12.</param>
/// <param name="quantityScale">Decimals of quantities, 0–12.</param>
/// <param name="events">The events; only the first <paramref name="count"/> are valid.</param>
/// <param name="depth">Deeper book levels, <paramref name="depthLevels"/> consecutive entries for each event that has them (the second-best level first).</param>
/// <param name="recorded">Stands in for <paramref name="depth"/> where deeper levels are read on demand.</param>
public sealed class MarketBatch(
    Symbol symbol, int priceScale, int quantityScale, MarketEvent[] events, int count, BookLevel[]? depth = null, int depthLevels = 0,
    IBookDepth? recorded = null)
{
    public Symbol Symbol { get; } = symbol;

    public int PriceScale { get; } = priceScale;

    public int QuantityScale { get; } = quantityScale;

    public int Count { get; } = count;

    public int DepthLevels { get; } = depthLevels;

    public ReadOnlySpan<MarketEvent> Events => events.AsSpan(0, Count);

    public ReadOnlySpan<BookLevel> Depth => depth;

    /// <summary>Null when the batch itself holds the deeper levels, see <see cref="DepthOf"/>.</summary>
    public IBookDepth? RecordedDepth { get; } = recorded;

    /// <summary>The deeper levels of one event, best first; empty when only the top is known. Not for a batch with <see cref="RecordedDepth"/>.</summary>
    public ReadOnlySpan<BookLevel> DepthOf(in MarketEvent market) =>
        market.DepthIndex < 0 ? default : depth.AsSpan(market.DepthIndex, DepthLevels);
}
