using Orleans;

namespace Trading.Exchanges.Simulated;

/// <summary>The venue's whole state as data.</summary>
[GenerateSerializer, Immutable, Alias("venue-snapshot")]
public sealed record VenueSnapshot([property: Id(0)] decimal Balance);
