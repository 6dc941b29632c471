using Orleans;

namespace Trading.Domain.Orders;

/// <summary>One step of an order's life.</summary>
/// <param name="Status">The status that the step led to.</param>
/// <param name="Event">Short name of the event, as in its JSON discriminator: <c>placed</c>, <c>filled</c>, ….</param>
[GenerateSerializer, Immutable, Alias("order-history-entry")]
public sealed record OrderHistoryEntry(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] OrderStatus Status,
    [property: Id(2)] string Event,
    [property: Id(3)] string? Reason);
