using Orleans;
using Trading.Domain.Accounts;
using Trading.Domain.Instruments;

namespace Trading.Domain.Positions;

/// <summary>What an isolated position has pledged and where it is liquidated. Changes with quantity and cost, not with the mark.</summary>
/// <param name="Initial">Entry notional ÷ leverage, quote units.</param>
/// <param name="Added">Margin added by hand, quote units.</param>
/// <param name="Maintenance">Entry notional times the rate of the tier that the whole position falls in.</param>
/// <param name="LiquidationFeeRate">Fraction of the notional at the mark.</param>
/// <param name="LiquidationPrice">Floored to the tick; null when flat, or when no price above 0 liquidates.</param>
[GenerateSerializer, Immutable, Alias("position-margin")]
public readonly record struct PositionMargin(
    [property: Id(0)] decimal Initial,
    [property: Id(1)] decimal Added,
    [property: Id(2)] decimal Maintenance,
    [property: Id(3)] decimal LiquidationFeeRate,
    [property: Id(4)] decimal? LiquidationPrice)
{
    /// <summary>Everything that is lost when the position is liquidated.</summary>
    public decimal Total => Initial + Added;

    /// <param name="quantity">Signed base units.</param>
    /// <param name="cost">Signed like the quantity, quote units.</param>
    public static PositionMargin Of(decimal quantity, decimal cost, int leverage, decimal added, Instrument instrument)
    {
        if (quantity == 0m)
        {
            return default;
        }

        var notional = Math.Abs(cost);
        var initial = LedgerAmount.Round(notional / leverage);
        var maintenance = notional * instrument.TierOf(Math.Abs(quantity), notional).MaintenanceMarginRate;
        var price = LiquidationOf(quantity, cost, initial + added, maintenance, instrument.LiquidationFeeRate);
        var floored = instrument.FloorToTick(price);
        return new(initial, added, maintenance, instrument.LiquidationFeeRate, floored > 0m ? floored : null);
    }

    /// <summary>
    /// Long (avg·(1 + mmr) − margin/q)/(1 − f), short (avg·(1 − mmr) + margin/|q|)/(1 + f), written over the whole
    /// position: with cost and quantity signed both are (cost + maintenance − margin) ÷ (q − f·|q|).
    /// </summary>
    private static decimal LiquidationOf(decimal quantity, decimal cost, decimal margin, decimal maintenance, decimal feeRate) =>
        (cost + maintenance - margin) / (quantity - (feeRate * Math.Abs(quantity)));
}
