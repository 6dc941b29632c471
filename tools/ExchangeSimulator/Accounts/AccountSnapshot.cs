using System.Collections.Immutable;
using Trading.Domain.Exchanges;
using Trading.Exchanges.Simulated;

namespace Trading.ExchangeSimulator.Accounts;

/// <summary>One account's venue as data.</summary>
internal sealed record AccountSnapshot(
    string Account, SimulatedVenueOptions Options, VenueSnapshot Venue, ImmutableArray<Listing> Listings, ImmutableArray<VenueOrder> Ended)
{
    /// <summary>Causes of the latest transfers, oldest first.</summary>
    public ImmutableArray<string> Transfers { get; init; } = [];
}
