using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.Exchanges;

/// <summary>What an account at a paper venue is opened with.</summary>
/// <param name="Account">Account id, <c>acc-…</c>.</param>
/// <param name="Seed">Source of every random draw; the first opening's holds.</param>
/// <param name="InitialBalance">Wallet at the start, quote units; the first opening's holds.</param>
[GenerateSerializer, Immutable, Alias("venue-terms")]
public sealed record VenueTerms(
    [property: Id(0)] string Account,
    [property: Id(1)] SimulatedVenueOptions Options,
    [property: Id(2)] ulong Seed,
    [property: Id(3)] decimal InitialBalance,
    [property: Id(4)] ImmutableArray<VenueListing> Markets);
