using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.Exchanges;

/// <summary>A symbol that the venue trades.</summary>
/// <param name="PriceScale">Decimals of prices in the symbol's batches, 0–12; batches with fewer are scaled up.</param>
/// <param name="QuantityScale">Decimals of quantities in the symbol's batches, 0–12.</param>
[GenerateSerializer, Immutable, Alias("venue-market")]
public sealed record VenueMarket(
    [property: Id(0)] Instrument Instrument,
    [property: Id(1)] int PriceScale,
    [property: Id(2)] int QuantityScale,
    [property: Id(3)] MarketSeries Series)
{
    /// <summary>By value, risk table included: a copy that went through a serializer is the same.</summary>
    public bool IsSameAs(VenueMarket other) =>
        Instrument.Tiers.AsSpan().SequenceEqual(other.Instrument.Tiers.AsSpan())
        && this == (other with { Instrument = other.Instrument with { Tiers = Instrument.Tiers } });
}
