using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.MarketData.Feeds;

/// <summary>What a feed brings of a symbol.</summary>
/// <param name="PriceScale">Decimals of prices in its batches, 0–12.</param>
/// <param name="QuantityScale">Decimals of quantities in its batches, 0–12.</param>
/// <param name="Price">About today's price, quote units; 0 when it is not known.</param>
[GenerateSerializer, Immutable, Alias("feed-market")]
public sealed record FeedMarket(
    [property: Id(0)] Instrument Instrument,
    [property: Id(1)] int PriceScale,
    [property: Id(2)] int QuantityScale,
    [property: Id(3)] bool HasTrades,
    [property: Id(4)] bool HasBook,
    [property: Id(5)] bool HasMark,
    [property: Id(6)] bool HasFunding,
    [property: Id(7)] decimal Price)
{
    /// <summary>Whether events of the kind come; never candles, which are derived.</summary>
    public bool Brings(SeriesKind kind) => kind switch
    {
        SeriesKind.Trades => HasTrades,
        SeriesKind.Book => HasBook,
        SeriesKind.Mark => HasMark,
        SeriesKind.Funding => HasFunding,
        _ => false,
    };
}
