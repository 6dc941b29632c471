using System.Collections.Immutable;
using Trading.Domain.Strategies.Instances;

namespace Trading.Grains.Abstractions.Strategies;

/// <summary>All that an instance needs to know; fixed for its life.</summary>
/// <param name="Document">Canonical JSON of the pinned version.</param>
/// <param name="Ordinal">Place in session order of strategy, then symbol.</param>
/// <param name="Venue"><c>simulated</c> or the exchange's name.</param>
/// <param name="Feed">Feed part of the market's key.</param>
/// <param name="Clock">Key of the replay clock in lock-step; null on a live feed.</param>
/// <param name="Market">What the feed brings of the symbol.</param>
[GenerateSerializer, Immutable, Alias("instance-setup")]
public sealed record InstanceSetup(
    [property: Id(0)] string Owner,
    [property: Id(1)] string Session,
    [property: Id(2)] string Account,
    [property: Id(3)] string Strategy,
    [property: Id(4)] int Version,
    [property: Id(5)] string Document,
    [property: Id(6)] int Ordinal,
    [property: Id(7)] string Venue,
    [property: Id(8)] string Feed,
    [property: Id(9)] string? Clock,
    [property: Id(10)] decimal TakerFeeRate,
    [property: Id(11)] Venues.VenueOpeningMarket Market,
    [property: Id(12)] DateTimeOffset At);

/// <summary>Where an instance stands.</summary>
/// <param name="WarmupPct">Smallest warm-up of its indicators, 0–100.</param>
/// <param name="Why">The transition that led to its state; null before the first.</param>
[GenerateSerializer, Immutable, Alias("running-instance")]
public sealed record RunningInstance(
    [property: Id(0)] InstanceSetup Setup,
    [property: Id(1)] InstanceStatus Status,
    [property: Id(2)] DateTimeOffset Since,
    [property: Id(3)] bool IsPaused,
    [property: Id(4)] bool HoldsSymbol,
    [property: Id(5)] double WarmupPct,
    [property: Id(6)] InstanceTransition? Why,
    [property: Id(7)] WhyNot WhyNot)
{
    /// <summary>Orders that it asked for and that are not over, as far as it has heard.</summary>
    [Id(8)]
    public ImmutableArray<string> WorkingOrders { get; init; } = [];

    /// <summary>Orders that it has heard of and that are not forgotten.</summary>
    [Id(9)]
    public ImmutableArray<string> KnownOrders { get; init; } = [];

    /// <summary>An intent of it is not answered, or the journal has not got all of it yet.</summary>
    [Id(10)]
    public bool HasMoreToTell { get; init; }
}
