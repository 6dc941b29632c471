using Trading.Domain.Orders;

namespace Trading.Exchanges.Simulated;

/// <summary>A submission or a cancel on its way to the venue.</summary>
/// <param name="ArrivalMs">When it arrives, Unix ms; not read while it awaits the next event.</param>
/// <param name="Order">The order to place; null for a cancel.</param>
/// <param name="IsRefused">The seeded draw refuses it on arrival.</param>
internal sealed record Request(long ArrivalMs, string OrderId, int Market, OrderRequest? Order, bool IsRefused);
