using Orleans;

namespace Trading.Domain.Exchanges;

/// <summary>The account is open with other terms and cannot take these now.</summary>
[GenerateSerializer, Alias("venue-conflict")]
public sealed class VenueConflictException(string message) : Exception(message);
