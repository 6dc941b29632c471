using System.Text.Json.Serialization;
using Orleans;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Domain.Exchanges;

/// <summary>What a venue says of an order or a position, pushed or as the answer to a request or query. May arrive twice, late, or out of order.</summary>
/// <param name="At">The venue's time of what it reports.</param>
[JsonDerivedType(typeof(VenueAccepted), "accepted")]
[JsonDerivedType(typeof(VenueRejected), "rejected")]
[JsonDerivedType(typeof(VenueFilled), "filled")]
[JsonDerivedType(typeof(VenueTriggered), "triggered")]
[JsonDerivedType(typeof(VenueCanceled), "canceled")]
[JsonDerivedType(typeof(VenueFunding), "funding")]
[JsonDerivedType(typeof(VenueLiquidated), "liquidated")]
[GenerateSerializer, Immutable, Alias("venue-report")]
public abstract record VenueReport([property: Id(0)] DateTimeOffset At);

/// <summary>The venue holds the order.</summary>
[GenerateSerializer, Immutable, Alias("venue-accepted")]
public sealed record VenueAccepted([property: Id(0)] string OrderId, [property: Id(1)] string VenueOrderId, DateTimeOffset At) : VenueReport(At);

/// <summary>A definite no: the order never worked.</summary>
/// <param name="Reason">Typed reason, such as <c>post_only_would_cross</c>, <c>insufficient_margin</c>, <c>exchange:2005</c>.</param>
[GenerateSerializer, Immutable, Alias("venue-rejected")]
public sealed record VenueRejected([property: Id(0)] string OrderId, [property: Id(1)] string Reason, DateTimeOffset At) : VenueReport(At);

/// <summary>A part of the order was executed.</summary>
[GenerateSerializer, Immutable, Alias("venue-filled")]
public sealed record VenueFilled([property: Id(0)] string OrderId, [property: Id(1)] Fill Fill) : VenueReport(Fill.At);

/// <summary>A trigger order reached its trigger and works as a market order from here on.</summary>
[GenerateSerializer, Immutable, Alias("venue-triggered")]
public sealed record VenueTriggered([property: Id(0)] string OrderId, DateTimeOffset At) : VenueReport(At);

/// <summary>The rest of the order no longer works.</summary>
/// <param name="Reason"><c>requested</c>, <c>ioc</c>, <c>fok</c>, <c>reduce_only</c>, <c>liquidation</c>, <c>end_of_data</c>, …</param>
/// <param name="FilledQuantity">What the venue had filled in all, base units; tells whether fills are still to come.</param>
[GenerateSerializer, Immutable, Alias("venue-canceled")]
public sealed record VenueCanceled(
    [property: Id(0)] string OrderId, [property: Id(1)] string Reason, [property: Id(2)] decimal FilledQuantity, DateTimeOffset At) : VenueReport(At);

/// <summary>A funding payment was settled on a position.</summary>
/// <param name="Quantity">Signed base units held at the funding time.</param>
/// <param name="Mark">Mark price it was settled at.</param>
/// <param name="Rate">Fraction; longs pay a positive rate.</param>
/// <param name="Payment">Quote units, −quantity·mark·rate: below 0 is paid.</param>
[GenerateSerializer, Immutable, Alias("venue-funding")]
public sealed record VenueFunding(
    [property: Id(0)] Symbol Symbol, [property: Id(1)] decimal Quantity, [property: Id(2)] decimal Mark, [property: Id(3)] decimal Rate,
    [property: Id(4)] decimal Payment, DateTimeOffset At) : VenueReport(At)
{
    /// <summary>No rate was published for this time: the session's set rate was used.</summary>
    [Id(5)]
    public bool IsSetRate { get; init; }
}

/// <summary>The venue closed a position by force, at its bankruptcy price: the whole isolated margin is lost. Its orders come as canceled.</summary>
/// <param name="Quantity">Signed base units that were held.</param>
/// <param name="Price">Bankruptcy price.</param>
/// <param name="TradeId">Id of the execution; applied once.</param>
[GenerateSerializer, Immutable, Alias("venue-liquidated")]
public sealed record VenueLiquidated(
    [property: Id(0)] Symbol Symbol, [property: Id(1)] decimal Quantity, [property: Id(2)] decimal Price, [property: Id(3)] string TradeId,
    DateTimeOffset At) : VenueReport(At);
