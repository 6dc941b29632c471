using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.Orders;

/// <summary>An order that an instance or a position wants, before risk has judged it and before it has an id.</summary>
/// <param name="Origin">What makes the id the same for every retry: <c>sig:&lt;instance&gt;:&lt;signal number&gt;:entry</c>, <c>pos:…</c> (spec: orders, Submission protocol 1).</param>
/// <param name="Ordinal">Counts deliberate successors of one origin, from 0; never retries.</param>
[GenerateSerializer, Immutable, Alias("order-intent")]
public sealed record OrderIntent(
    [property: Id(0)] OrderPurpose Purpose,
    [property: Id(1)] string Origin,
    [property: Id(2)] int Ordinal,
    [property: Id(3)] Symbol Symbol,
    [property: Id(4)] Side Side,
    [property: Id(5)] OrderType Type,
    [property: Id(6)] TimeInForce TimeInForce,
    [property: Id(7)] decimal Quantity,
    [property: Id(8)] decimal? Price,
    [property: Id(9)] decimal? StopPrice,
    [property: Id(10)] bool ReduceOnly,
    [property: Id(11)] int Leverage,
    [property: Id(12)] TimeSpan? Timeout)
{
    /// <summary>Exit reason should a fill of it close the position; null for the one of its purpose.</summary>
    [Id(13)]
    public string? ExitReason { get; init; }
}
