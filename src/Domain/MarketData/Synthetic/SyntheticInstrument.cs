using Trading.Domain.Instruments;

namespace Trading.Domain.MarketData.Synthetic;

/// <summary>What is traded: rules, price level and usual sizes.</summary>
internal sealed record SyntheticInstrument(Instrument Instrument, double StartPrice, int PriceScale, int QuantityScale, double UsualQuantity)
{
    private const double UsualNotional = 4_000;

    public static SyntheticInstrument Of(Symbol symbol)
    {
        var (price, tick, lot) = symbol.Base switch
        {
            "BTC" => (60_000.0, 0.1m, 0.0001m),
            "ETH" => (3_000.0, 0.01m, 0.001m),
            _ => (100.0, 0.01m, 0.001m),
        };
        return new(Instrument.WithDefaults(symbol, SyntheticMarket.Venue, tick, lot), price, Scaled.ScaleOf(tick), Scaled.ScaleOf(lot), UsualNotional / price);
    }
}
