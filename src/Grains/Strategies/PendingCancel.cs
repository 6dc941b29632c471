using Trading.Domain.Orders;

namespace Trading.Grains.Strategies;

/// <summary>A cancel that an instance has decided on.</summary>
/// <param name="Reason">One of <see cref="OrderReasons"/>, or what the instance's section says.</param>
[GenerateSerializer, Immutable, Alias("pending-cancel")]
public sealed record PendingCancel([property: Id(0)] string OrderId, [property: Id(1)] string Reason);
