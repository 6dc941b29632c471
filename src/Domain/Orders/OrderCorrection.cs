using Orleans;

namespace Trading.Domain.Orders;

/// <summary>A fill that should not have come, applied all the same.</summary>
/// <param name="Kind"><see cref="OrderAlerts.LateFill"/> or <see cref="OrderAlerts.Overfill"/>.</param>
/// <param name="Quantity">Base units that the order did not expect.</param>
[GenerateSerializer, Immutable, Alias("order-correction")]
public sealed record OrderCorrection(
    [property: Id(0)] string TradeId,
    [property: Id(1)] string Kind,
    [property: Id(2)] decimal Quantity,
    [property: Id(3)] DateTimeOffset At);
