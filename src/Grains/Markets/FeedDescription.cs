using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Feeds;

namespace Trading.Grains.Markets;

/// <param name="Key">Feed part of the market's key.</param>
internal sealed record FeedDescription(string Key, FeedMarket Market)
{
    /// <summary>Where the mark comes from: the mark series, without one the book, without a book the trades.</summary>
    public MarkSeries MarkSeries => Market.HasMark ? MarkSeries.Mark : Market.HasBook ? MarkSeries.Book : MarkSeries.Trade;

    public LatestMarket NewView() => new(Market.PriceScale, Market.QuantityScale, MarkSeries, messageAgeMax: null);
}
