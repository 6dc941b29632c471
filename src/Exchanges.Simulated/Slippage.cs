using Trading.Domain.Exchanges;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Simulated;

/// <summary>What a taker pays where no recorded level tells: the assumed spread and the impact, rounded to the tick against the taker.</summary>
internal static class Slippage
{
    private const decimal BpsPerUnit = 10_000m;
    private const decimal ImpactBpsMax = 100m;

    /// <summary>Basis points that a quantity moves the price: so much for each percent of the volume of the last 60 s, at most 1 %, and 1 % without volume.</summary>
    public static decimal ImpactBps(SimulatedVenueOptions options, long quantity, long volume) =>
        volume <= 0 ? ImpactBpsMax : Math.Min(ImpactBpsMax, options.ImpactBpsPerVolumePct * 100m * quantity / volume);

    public static decimal HalfSpreadBps(SimulatedVenueOptions options) => options.AssumedSpreadBps / 2m;

    /// <returns>Scaled price, a multiple of the tick, at least one tick.</returns>
    public static long Worsen(MarketState market, long price, Side taker, decimal bps)
    {
        var exact = market.PriceOf(price);
        var tick = market.Instrument.TickSize;
        var worse = taker is Side.Buy
            ? market.Instrument.CeilingToTick(exact * (1m + (bps / BpsPerUnit)))
            : Math.Max(tick, market.Instrument.FloorToTick(exact * (1m - (bps / BpsPerUnit))));
        return market.ScalePrice(worse);
    }
}
