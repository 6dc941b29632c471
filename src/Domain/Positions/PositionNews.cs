using System.Text.Json.Serialization;
using Orleans;
using Trading.Domain.Accounts;
using Trading.Domain.Orders;

namespace Trading.Domain.Positions;

/// <summary>What a position has to tell.</summary>
[JsonDerivedType(typeof(PositionMoved), "moved")]
[JsonDerivedType(typeof(PositionStands), "stands")]
[JsonDerivedType(typeof(PositionCommandsOrder), "order")]
[JsonDerivedType(typeof(PositionAlerted), "alerted")]
[GenerateSerializer, Immutable, Alias("position-news")]
public abstract record PositionNews([property: Id(0)] DateTimeOffset At);

/// <summary>An event of the position, with the position after it: account, instance and journal.</summary>
[GenerateSerializer, Immutable, Alias("position-moved")]
public sealed record PositionMoved([property: Id(0)] PositionBooking Booking) : PositionNews(Booking.Event.At);

/// <summary>Stop or plan changed: the instance is shown where things stand when the entry is sent.</summary>
[GenerateSerializer, Immutable, Alias("position-stands")]
public sealed record PositionStands(DateTimeOffset At) : PositionNews(At);

/// <summary>A protective or closing order is to be placed or cancelled.</summary>
[GenerateSerializer, Immutable, Alias("position-commands-order")]
public sealed record PositionCommandsOrder([property: Id(0)] OrderCommand Command, DateTimeOffset At) : PositionNews(At);

/// <summary>A person has to look.</summary>
/// <param name="Code">Of <see cref="PositionAlert"/>.</param>
[GenerateSerializer, Immutable, Alias("position-alerted")]
public sealed record PositionAlerted([property: Id(0)] string Code, [property: Id(1)] string Detail, DateTimeOffset At) : PositionNews(At);

/// <param name="Sequence">From 1, rising within the position. A receiver drops what is not above the last one it has seen.</param>
/// <param name="Instance">Key of the instance that is meant; empty when none is.</param>
[GenerateSerializer, Immutable, Alias("position-outbox-entry")]
public sealed record PositionOutboxEntry(
    [property: Id(0)] long Sequence,
    [property: Id(1)] PositionReceivers Pending,
    [property: Id(2)] string Instance,
    [property: Id(3)] PositionNews News);
