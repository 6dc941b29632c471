using Orleans;

namespace Trading.Domain.Orders;

/// <summary>The id already names a different order: a caller used one Idempotency-Key for two bodies.</summary>
[GenerateSerializer, Alias("order-conflict")]
public sealed class OrderConflictException(string message) : Exception(message);
