using System.Text.Json.Serialization;
using Orleans;

namespace Trading.Domain.Strategies.Instances;

/// <summary>What happened to an instance's orders and position since its last evaluation. Acted upon at the next event.</summary>
[JsonDerivedType(typeof(OrderFilled), "filled")]
[JsonDerivedType(typeof(OrderEnded), "ended")]
[JsonDerivedType(typeof(PositionClosed), "closed")]
[GenerateSerializer, Immutable, Alias("instance-news")]
public abstract record InstanceNews([property: Id(0)] DateTimeOffset At);

/// <summary>A part of one of its orders was executed.</summary>
/// <param name="FilledQuantity">Base units filled of the order in all, this part included; may be told twice.</param>
[GenerateSerializer, Immutable, Alias("instance-order-filled")]
public sealed record OrderFilled([property: Id(0)] string OrderId, [property: Id(1)] decimal FilledQuantity, DateTimeOffset At) : InstanceNews(At);

/// <summary>One of its orders is over.</summary>
/// <param name="Reason">Typed reason of the end, such as <c>filled</c>, <c>timeout</c>, <c>requested</c>, <c>exchange:2005</c>.</param>
/// <param name="FilledQuantity">Base units filled of the order in all.</param>
[GenerateSerializer, Immutable, Alias("instance-order-ended")]
public sealed record OrderEnded(
    [property: Id(0)] string OrderId, [property: Id(1)] string Reason, [property: Id(2)] decimal FilledQuantity, DateTimeOffset At) : InstanceNews(At);

/// <summary>Its position became flat: a round trip is complete.</summary>
/// <param name="RoundTripNumber">Told once each; a repeated number is ignored.</param>
/// <param name="NetPnl">Quote units: realised − fees + funding.</param>
/// <param name="ExitReason">Who closed it, see <see cref="Positions.ExitReason"/>.</param>
[GenerateSerializer, Immutable, Alias("instance-position-closed")]
public sealed record PositionClosed(
    [property: Id(0)] long RoundTripNumber, [property: Id(1)] decimal NetPnl, [property: Id(2)] string ExitReason, DateTimeOffset At) : InstanceNews(At);
