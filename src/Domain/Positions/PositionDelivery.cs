using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Accounts;
using Trading.Domain.Instruments;
using Trading.Domain.Strategies.Instances;

namespace Trading.Domain.Positions;

/// <summary>
/// What a position tells its account: each event with the position after it, in order. Sent one-way and repeated until the
/// account has acknowledged the last sequence.
/// </summary>
/// <param name="Sequence">Of the last entry in the position's outbox.</param>
[GenerateSerializer, Immutable, Alias("position-bookings")]
public sealed record PositionBookings(
    [property: Id(0)] string Position, [property: Id(1)] long Sequence, [property: Id(2)] ImmutableArray<PositionBooking> Bookings);

/// <summary>What a position tells the instance that holds its symbol: where it stands, and the round trips that ended.</summary>
/// <param name="Sequence">Of the position's outbox; an earlier one is dropped.</param>
/// <param name="View">At the position's last mark.</param>
/// <param name="Stop">What the protective stop does at the venue.</param>
/// <param name="Plan">The plan in force where it was replaced by hand; null for the document's.</param>
/// <param name="Closed">Round trips that ended since the last acknowledged delivery, oldest first.</param>
[GenerateSerializer, Immutable, Alias("position-delivery")]
public sealed record PositionDelivery(
    [property: Id(0)] string Position,
    [property: Id(1)] Symbol Symbol,
    [property: Id(2)] long Sequence,
    [property: Id(3)] PositionView View,
    [property: Id(4)] ProtectiveStop Stop,
    [property: Id(5)] ProtectionPlan? Plan,
    [property: Id(6)] ImmutableArray<Strategies.Instances.PositionClosed> Closed);
