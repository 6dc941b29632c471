using Orleans;

namespace Trading.Domain.Instruments;

/// <summary>One step of an instrument's risk table. A position falls in the first tier whose caps both hold, or in the last one.</summary>
/// <param name="QuantityMax">Largest absolute position, base units; null for no cap.</param>
/// <param name="NotionalMax">Largest entry notional, quote units; null for no cap.</param>
/// <param name="MaintenanceMarginRate">Maintenance margin of the whole position as a fraction of its entry notional.</param>
/// <param name="MaxLeverage">Largest leverage in this tier.</param>
[GenerateSerializer, Immutable, Alias("margin-tier")]
public sealed record MarginTier(
    [property: Id(0)] decimal? QuantityMax,
    [property: Id(1)] decimal? NotionalMax,
    [property: Id(2)] decimal MaintenanceMarginRate,
    [property: Id(3)] int MaxLeverage)
{
    public bool Holds(decimal quantity, decimal notional) =>
        (QuantityMax is not { } most || quantity <= most) && (NotionalMax is not { } worth || notional <= worth);
}
