using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.Exchanges;

/// <summary>How far a paper venue came with the events it was given.</summary>
/// <param name="Next">Number of the first event that it has not worked through.</param>
/// <param name="Reports">What they caused, in order; also on its way by <see cref="IVenueStream"/>.</param>
[GenerateSerializer, Immutable, Alias("venue-progress")]
public sealed record VenueProgress([property: Id(0)] long Next, [property: Id(1)] ImmutableArray<VenueReport> Reports);
