using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.Exchanges;

/// <summary>An account as its venue knows it.</summary>
/// <param name="Balance">Wallet: deposits + realised − fees + funding, quote units.</param>
/// <param name="Available">Balance less margins and what working orders reserve.</param>
/// <param name="Positions">One for each symbol held; a symbol that is not listed is flat.</param>
/// <param name="At">The venue's time.</param>
[GenerateSerializer, Immutable, Alias("venue-account")]
public sealed record VenueAccount(
    [property: Id(0)] decimal Balance,
    [property: Id(1)] decimal Available,
    [property: Id(2)] ImmutableArray<VenuePosition> Positions,
    [property: Id(3)] DateTimeOffset At);

/// <param name="Quantity">Signed base units, not 0.</param>
/// <param name="EntryPrice">Average entry.</param>
/// <param name="Margin">Isolated margin, quote units.</param>
[GenerateSerializer, Immutable, Alias("venue-position")]
public sealed record VenuePosition(
    [property: Id(0)] Symbol Symbol,
    [property: Id(1)] decimal Quantity,
    [property: Id(2)] decimal EntryPrice,
    [property: Id(3)] int Leverage,
    [property: Id(4)] decimal Margin);
