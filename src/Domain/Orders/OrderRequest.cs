using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.Orders;

/// <summary>What is asked of a venue. Never changes over an order's life: amending is cancel and new.</summary>
/// <param name="Id">The client order id (spec: orders, Submission protocol 1): grain key, the venue's external id, the id in the API.</param>
/// <param name="Account">Account id, <c>acc-…</c>.</param>
/// <param name="Session">Session id, <c>ses-…</c>, or empty.</param>
/// <param name="Instance">Key of the strategy instance, <c>str-…</c>, or empty for a manual order.</param>
/// <param name="Quantity">Base units, above 0, a multiple of the lot.</param>
/// <param name="Price">Limit price in quote units; null for market and trigger orders.</param>
/// <param name="StopPrice">Trigger price in quote units; null for market and limit orders.</param>
/// <param name="ReduceOnly">May only shrink a position: the venue cuts it to the position at each fill.</param>
/// <param name="Leverage">Leverage of the position that it opens; sets margin, never quantity.</param>
/// <param name="Timeout">From acceptance of the intent to the deadline; null for none (protective orders).</param>
/// <param name="CreatedAt">When the intent was made: event time in lock-step, wall time on a live feed.</param>
[GenerateSerializer, Immutable, Alias("order-request")]
public sealed record OrderRequest(
    [property: Id(0)] string Id,
    [property: Id(1)] string Account,
    [property: Id(2)] string Session,
    [property: Id(3)] string Instance,
    [property: Id(4)] OrderPurpose Purpose,
    [property: Id(5)] Symbol Symbol,
    [property: Id(6)] Side Side,
    [property: Id(7)] OrderType Type,
    [property: Id(8)] TimeInForce TimeInForce,
    [property: Id(9)] decimal Quantity,
    [property: Id(10)] decimal? Price,
    [property: Id(11)] decimal? StopPrice,
    [property: Id(12)] bool ReduceOnly,
    [property: Id(13)] int Leverage,
    [property: Id(14)] TimeSpan? Timeout,
    [property: Id(15)] DateTimeOffset CreatedAt);
