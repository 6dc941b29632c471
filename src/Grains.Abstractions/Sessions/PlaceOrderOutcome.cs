using System.Collections.Immutable;
using Trading.Domain;
using Trading.Grains.Abstractions.Orders;

namespace Trading.Grains.Abstractions.Sessions;

public enum PlaceOrderResult : byte
{
    /// <summary>Stored: on its way to the venue, or Rejected with its reasons.</summary>
    Stored = 0,
    NotFound = 1,

    /// <summary>The session takes no orders (any more).</summary>
    NotRunning = 2,

    /// <summary>The session cannot carry it.</summary>
    Refused = 3,

    /// <summary>The id belongs to a different order.</summary>
    Reused = 4,
}

/// <param name="Order">Set when stored.</param>
/// <param name="Errors">Why the session cannot carry it, with pointers into the request.</param>
[GenerateSerializer, Immutable, Alias("place-order-outcome")]
public sealed record PlaceOrderOutcome(
    [property: Id(0)] PlaceOrderResult Result, [property: Id(1)] PlacedOrder? Order, [property: Id(2)] ImmutableArray<ValidationError> Errors)
{
    public static PlaceOrderOutcome NotFound { get; } = new(PlaceOrderResult.NotFound, null, []);

    public static PlaceOrderOutcome NotRunning { get; } = new(PlaceOrderResult.NotRunning, null, []);

    public static PlaceOrderOutcome Reused { get; } = new(PlaceOrderResult.Reused, null, []);

    public static PlaceOrderOutcome Stored(PlacedOrder order) => new(PlaceOrderResult.Stored, order, []);

    public static PlaceOrderOutcome Refused(params ImmutableArray<ValidationError> errors) => new(PlaceOrderResult.Refused, null, errors);
}
