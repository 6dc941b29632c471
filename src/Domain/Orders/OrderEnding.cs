using Orleans;

namespace Trading.Domain.Orders;

/// <summary>The venue says that the order is over, but not all of its fills have arrived: it ends once they have.</summary>
/// <param name="Status">How it will end, unless the fills complete it.</param>
/// <param name="FilledQuantity">What the venue had filled in all, base units.</param>
[GenerateSerializer, Immutable, Alias("order-ending")]
public sealed record OrderEnding(
    [property: Id(0)] OrderStatus Status,
    [property: Id(1)] string? Reason,
    [property: Id(2)] decimal FilledQuantity,
    [property: Id(3)] DateTimeOffset At);
