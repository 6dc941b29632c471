using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.Orders;

/// <summary>
/// Entries of an order's outbox on their way to one receiver, oldest first. Sent one-way and repeated until the receiver has
/// acknowledged the last sequence; a receiver drops what it has seen.
/// </summary>
/// <param name="Entries">Rising sequences; those meant for other receivers are left out.</param>
[GenerateSerializer, Immutable, Alias("order-delivery")]
public sealed record OrderDelivery(
    [property: Id(0)] OrderRequest Request,
    [property: Id(1)] OrderContext Context,
    [property: Id(2)] ImmutableArray<OutboxEntry> Entries);
