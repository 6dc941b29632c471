using System.Text.Json.Serialization;
using Orleans;
using Trading.Domain.Orders;

namespace Trading.Domain.Positions;

/// <summary>What happened to a position. The account books it once, by its sequence.</summary>
/// <param name="Sequence">Counts the events of this position from 1, without a hole.</param>
[JsonDerivedType(typeof(PositionIncreased), "increased")]
[JsonDerivedType(typeof(PositionDecreased), "decreased")]
[JsonDerivedType(typeof(PositionClosed), "closed")]
[JsonDerivedType(typeof(PositionFunded), "funded")]
[JsonDerivedType(typeof(PositionLiquidated), "liquidated")]
[JsonDerivedType(typeof(PositionMarginAdded), "margin-added")]
[JsonDerivedType(typeof(PositionCorrected), "corrected")]
[GenerateSerializer, Immutable, Alias("position-event")]
public abstract record PositionEvent([property: Id(0)] long Sequence, [property: Id(1)] DateTimeOffset At);

/// <summary>A fill, or the part of a flipping one beyond zero, opened the position or added to it.</summary>
/// <param name="Quantity">Base units, above 0.</param>
/// <param name="Fee">This part's share, at most 12 decimals.</param>
/// <param name="OpensRoundTrip">The number of the round trip that it opens; null when it adds to an open one.</param>
/// <param name="Margin">Margin after it.</param>
[GenerateSerializer, Immutable, Alias("position-increased")]
public sealed record PositionIncreased(
    long Sequence,
    DateTimeOffset At,
    [property: Id(0)] string OrderId,
    [property: Id(1)] long OrderSequence,
    [property: Id(2)] string TradeId,
    [property: Id(3)] Side Side,
    [property: Id(4)] decimal Price,
    [property: Id(5)] decimal Quantity,
    [property: Id(6)] decimal Fee,
    [property: Id(7)] int Leverage,
    [property: Id(8)] PositionOwner Owner,
    [property: Id(9)] long? OpensRoundTrip,
    [property: Id(10)] PositionMargin Margin) : PositionEvent(Sequence, At);

/// <summary>A fill, or the part of a flipping one down to zero, closed some or all of the position.</summary>
/// <param name="Quantity">Base units, above 0.</param>
/// <param name="CostTaken">Signed like the position before it.</param>
/// <param name="RealizedPnl">Proceeds − cost taken, by side; fees excluded.</param>
/// <param name="Margin">Margin after it.</param>
[GenerateSerializer, Immutable, Alias("position-decreased")]
public sealed record PositionDecreased(
    long Sequence,
    DateTimeOffset At,
    [property: Id(0)] string OrderId,
    [property: Id(1)] long OrderSequence,
    [property: Id(2)] string TradeId,
    [property: Id(3)] Side Side,
    [property: Id(4)] decimal Price,
    [property: Id(5)] decimal Quantity,
    [property: Id(6)] decimal Fee,
    [property: Id(7)] decimal CostTaken,
    [property: Id(8)] decimal RealizedPnl,
    [property: Id(9)] PositionMargin Margin) : PositionEvent(Sequence, At);

/// <summary>The position is flat; follows the decrease or the liquidation that made it so.</summary>
[GenerateSerializer, Immutable, Alias("position-closed")]
public sealed record PositionClosed(long Sequence, DateTimeOffset At, [property: Id(0)] RoundTrip RoundTrip) : PositionEvent(Sequence, At);

/// <param name="Quantity">Signed base units held at the funding time.</param>
/// <param name="Rate">Fraction; longs pay a positive rate.</param>
/// <param name="Payment">−quantity·mark·rate, at most 12 decimals: below 0 is paid.</param>
[GenerateSerializer, Immutable, Alias("position-funded")]
public sealed record PositionFunded(
    long Sequence,
    DateTimeOffset At,
    [property: Id(0)] decimal Quantity,
    [property: Id(1)] decimal Mark,
    [property: Id(2)] decimal Rate,
    [property: Id(3)] decimal Payment) : PositionEvent(Sequence, At);

/// <summary>Closed by force: the whole isolated margin is lost, whatever the price says.</summary>
/// <param name="Quantity">Signed base units that were held.</param>
/// <param name="MarginLost">Initial and added margin, above 0.</param>
[GenerateSerializer, Immutable, Alias("position-liquidated")]
public sealed record PositionLiquidated(
    long Sequence,
    DateTimeOffset At,
    [property: Id(0)] string TradeId,
    [property: Id(1)] decimal Quantity,
    [property: Id(2)] decimal Price,
    [property: Id(3)] decimal MarginLost) : PositionEvent(Sequence, At);

/// <param name="Amount">Quote units moved from the available balance into the position's margin; below 0 takes added margin back.</param>
[GenerateSerializer, Immutable, Alias("position-margin-added")]
public sealed record PositionMarginAdded(
    long Sequence, DateTimeOffset At, [property: Id(0)] string Cause, [property: Id(1)] decimal Amount, [property: Id(2)] PositionMargin Margin)
    : PositionEvent(Sequence, At);

/// <summary>The venue holds something else than we do, and nobody here did it: the events that follow make it the venue's. Moves nothing itself.</summary>
/// <param name="Difference">What the venue holds more, signed base units.</param>
/// <param name="Detail">For a person: what differs, and what is known of it.</param>
[GenerateSerializer, Immutable, Alias("position-corrected")]
public sealed record PositionCorrected(
    long Sequence, DateTimeOffset At, [property: Id(0)] decimal Difference, [property: Id(1)] string Detail) : PositionEvent(Sequence, At);
