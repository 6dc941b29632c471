using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.Instruments;

/// <summary>A linear perpetual contract and its rules at one venue. Quantities are base units everywhere but at the wire.</summary>
/// <param name="Venue">Name of the venue, such as <c>mexc</c> or <c>synthetic</c>.</param>
/// <param name="TickSize">Smallest price step, quote units, above 0.</param>
/// <param name="LotSize">Smallest quantity step, base units, above 0.</param>
/// <param name="MinQuantity">Smallest order, base units.</param>
/// <param name="MinNotional">Smallest order notional, quote units; 0 for none.</param>
/// <param name="ContractSize">Base units of one exchange contract.</param>
/// <param name="MaxLeverage">Largest leverage, 1–1000.</param>
/// <param name="MaintenanceMarginRate">Maintenance margin as a fraction of entry notional (0.005 is half a percent).</param>
/// <param name="LiquidationFeeRate">Liquidation fee as a fraction of notional.</param>
[GenerateSerializer, Immutable, Alias("instrument")]
public sealed record Instrument(
    [property: Id(0)] Symbol Symbol,
    [property: Id(1)] string Venue,
    [property: Id(2)] decimal TickSize,
    [property: Id(3)] decimal LotSize,
    [property: Id(4)] decimal MinQuantity,
    [property: Id(5)] decimal MinNotional,
    [property: Id(6)] decimal ContractSize,
    [property: Id(7)] int MaxLeverage,
    [property: Id(8)] decimal MaintenanceMarginRate,
    [property: Id(9)] decimal LiquidationFeeRate)
{
    /// <summary>Risk table by rising size; empty when one maintenance rate and one maximum leverage hold for every size.</summary>
    [Id(10)]
    public ImmutableArray<MarginTier> Tiers { get; init; } = [];

    /// <summary>Default rules of a recorded market whose importer gave none (spec: sessions, Datasets).</summary>
    public static Instrument WithDefaults(Symbol symbol, string venue, decimal tickSize, decimal lotSize) =>
        new(symbol, venue, tickSize, lotSize, MinQuantity: lotSize, MinNotional: 0m, ContractSize: 1m, MaxLeverage: 100,
            MaintenanceMarginRate: 0.005m, LiquidationFeeRate: 0.0005m);

    /// <summary>The tier that a whole position of this absolute quantity and entry notional falls in.</summary>
    public MarginTier TierOf(decimal quantity, decimal notional)
    {
        if (Tiers.IsDefaultOrEmpty)
        {
            return new MarginTier(null, null, MaintenanceMarginRate, MaxLeverage);
        }

        foreach (var tier in Tiers)
        {
            if (tier.Holds(quantity, notional))
            {
                return tier;
            }
        }

        return Tiers[^1];
    }

    /// <summary>The quantity rounded to the lot towards zero.</summary>
    public decimal TruncateToLot(decimal quantity) => decimal.Truncate(quantity / LotSize) * LotSize;

    /// <summary>The price rounded down to the tick.</summary>
    public decimal FloorToTick(decimal price) => decimal.Floor(price / TickSize) * TickSize;

    /// <summary>The price rounded up to the tick.</summary>
    public decimal CeilingToTick(decimal price) => decimal.Ceiling(price / TickSize) * TickSize;
}
