using System.Collections.Immutable;
using Trading.Grains.Abstractions.Markets;
using Trading.Grains.Abstractions.Venues;

namespace Trading.Grains.Sessions.Paper;

/// <summary>What a paper session runs on; fixed when it is created, so that every start and restart makes the same calls.</summary>
/// <param name="Feed">Feed part of the keys of its markets.</param>
/// <param name="Markets">What the feed brings of each symbol.</param>
/// <param name="At">When the session was created.</param>
[GenerateSerializer, Immutable, Alias("paper-plan")]
public sealed record PaperPlan(
    [property: Id(0)] string Feed,
    [property: Id(1)] MarketSource Source,
    [property: Id(2)] ImmutableArray<VenueOpeningMarket> Markets,
    [property: Id(3)] DateTimeOffset At);
