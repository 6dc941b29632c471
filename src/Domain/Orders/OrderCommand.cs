using System.Text.Json.Serialization;
using Orleans;

namespace Trading.Domain.Orders;

/// <summary>
/// What a position or an account wants of an order, through its own durable outbox: sent one-way, repeated until the order
/// has acknowledged it. Safe to repeat.
/// </summary>
[JsonDerivedType(typeof(PlaceCommand), "place")]
[JsonDerivedType(typeof(CancelCommand), "cancel")]
[GenerateSerializer, Immutable, Alias("order-command")]
public abstract record OrderCommand([property: Id(0)] string OrderId);

/// <summary>Place a reducing order: protective, or a close. Such orders need no risk check.</summary>
[GenerateSerializer, Immutable, Alias("order-command-place")]
public sealed record PlaceCommand([property: Id(0)] OrderRequest Request, [property: Id(1)] OrderContext Context) : OrderCommand(Request.Id);

/// <summary>Ask for the order's end.</summary>
[GenerateSerializer, Immutable, Alias("order-command-cancel")]
public sealed record CancelCommand(string OrderId, [property: Id(0)] string Reason) : OrderCommand(OrderId)
{
    /// <summary>What the sender knows of the order, for <see cref="RequestCancel.Known"/>: an entry that was approved may not have been placed yet.</summary>
    [Id(1)]
    public OrderRequest? Known { get; init; }

    /// <summary>What the sender knows besides, with <see cref="Known"/>.</summary>
    [Id(2)]
    public OrderContext? Context { get; init; }
}

/// <summary>A command in its sender's outbox.</summary>
/// <param name="Sender">Key of the position or account; the acknowledgement goes there.</param>
/// <param name="Sequence">In the sender's outbox.</param>
[GenerateSerializer, Immutable, Alias("order-command-delivery")]
public sealed record OrderCommandDelivery(
    [property: Id(0)] string Sender, [property: Id(1)] long Sequence, [property: Id(2)] OrderCommand Command);
