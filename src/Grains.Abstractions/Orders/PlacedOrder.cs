using Trading.Domain.Orders;

namespace Trading.Grains.Abstractions.Orders;

/// <summary>An order as its grain knows it: the durable version.</summary>
[GenerateSerializer, Immutable, Alias("placed-order")]
public sealed record PlacedOrder([property: Id(0)] Order Order, [property: Id(1)] OrderContext Context);
