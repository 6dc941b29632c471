using System.Collections.Immutable;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;

namespace Trading.Grains.Abstractions.Venues;

/// <param name="Account">Key of the account.</param>
/// <param name="InitialBalance">Wallet at the start, quote units.</param>
/// <param name="Seed">The only source of randomness.</param>
/// <param name="IsLockStep">Time is event time and goes on only when everything is applied.</param>
[GenerateSerializer, Immutable, Alias("venue-opening")]
public sealed record VenueOpening(
    [property: Id(0)] string Account,
    [property: Id(1)] SimulatedVenueOptions Options,
    [property: Id(2)] decimal InitialBalance,
    [property: Id(3)] ulong Seed,
    [property: Id(4)] bool IsLockStep,
    [property: Id(5)] ImmutableArray<VenueOpeningMarket> Markets)
{
    /// <summary>The trader whose account it is: what happens at the venue without an order of ours is told to him. Empty of one opened before this was kept.</summary>
    [Id(6)]
    public string Owner { get; init; } = "";
}

/// <param name="PriceScale">Decimals of prices in the batches of its feed.</param>
/// <param name="QuantityScale">Decimals of quantities in the batches of its feed.</param>
/// <param name="HasBook">The feed brings a book.</param>
/// <param name="HasTrades">The feed brings trades.</param>
/// <param name="HasMark">The feed brings marks.</param>
/// <param name="HasFunding">The feed brings funding times and rates.</param>
[GenerateSerializer, Immutable, Alias("venue-opening-market")]
public sealed record VenueOpeningMarket(
    [property: Id(0)] Instrument Instrument,
    [property: Id(1)] int PriceScale,
    [property: Id(2)] int QuantityScale,
    [property: Id(3)] bool HasTrades,
    [property: Id(4)] bool HasBook,
    [property: Id(5)] bool HasMark,
    [property: Id(6)] bool HasFunding,
    [property: Id(7)] TimeSpan? CandleInterval);
