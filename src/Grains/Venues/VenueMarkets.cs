using Trading.Domain.Exchanges;
using Trading.Grains.Abstractions.Venues;

namespace Trading.Grains.Venues;

internal static class VenueMarkets
{
    extension(VenueOpeningMarket market)
    {
        /// <summary>What the feed brings, as the venue sees it.</summary>
        public MarketSeries Series() =>
            (market.HasTrades ? MarketSeries.Trades : MarketSeries.None)
            | (market.HasBook ? MarketSeries.Book : MarketSeries.None)
            | (market.HasMark ? MarketSeries.Mark : MarketSeries.None)
            | (market.HasFunding ? MarketSeries.Funding : MarketSeries.None)
            | (market.CandleInterval is null ? MarketSeries.None : MarketSeries.Candles);
    }
}
