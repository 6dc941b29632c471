using Orleans;

namespace Trading.Domain.Exchanges;

/// <summary>A symbol that an account trades at a paper venue, and where its market data come from.</summary>
/// <param name="Feed">Feed part of the market's key: <c>mexc</c>, or the session's id for a replayed or synthetic feed.</param>
/// <param name="IsLockStep">Event time is the only time: how late a request is, is judged by it and not by the venue's own clock.</param>
[GenerateSerializer, Immutable, Alias("venue-listing")]
public sealed record VenueListing([property: Id(0)] VenueMarket Market, [property: Id(1)] string Feed, [property: Id(2)] bool IsLockStep);
