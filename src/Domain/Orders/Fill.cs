using Orleans;

namespace Trading.Domain.Orders;

/// <summary>One executed part of an order. Keyed by its trade id, applied once.</summary>
/// <param name="TradeId">The venue's id of this execution.</param>
/// <param name="Price">Quote units per base unit.</param>
/// <param name="Quantity">Base units, above 0.</param>
/// <param name="Fee">Quote units; above 0 is paid.</param>
[GenerateSerializer, Immutable, Alias("fill")]
public sealed record Fill(
    [property: Id(0)] string TradeId,
    [property: Id(1)] decimal Price,
    [property: Id(2)] decimal Quantity,
    [property: Id(3)] decimal Fee,
    [property: Id(4)] Liquidity Liquidity,
    [property: Id(5)] DateTimeOffset At);
