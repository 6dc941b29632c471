using Orleans;
using Trading.Domain.Instruments;
using Trading.Domain.Positions;

namespace Trading.Domain.Orders;

/// <summary>What those who hear of an order need to know of it besides the request. Fixed when the order is placed.</summary>
/// <param name="Owner">The trader, by name.</param>
/// <param name="Strategy">Name of the strategy that wants it; empty for a manual order.</param>
/// <param name="Version">Of the strategy; 0 for a manual order.</param>
/// <param name="Venue">Name of the venue it goes to: <c>simulated</c>, <c>mexc</c>.</param>
/// <param name="Clock">Key of the replay clock (<c>clk-…</c>) in lock-step: times are then event time; null for wall time.</param>
/// <param name="Protection">Plan of the position that it opens; null for none.</param>
/// <param name="ReferencePrice">Mid, else last price, at the decision: what slippage is measured against; null when unknown.</param>
/// <param name="ExitReason">Why the position that it closes is left, see <see cref="Positions.ExitReason"/>; null for the one of its purpose.</param>
[GenerateSerializer, Immutable, Alias("order-context")]
public sealed record OrderContext(
    [property: Id(0)] string Owner,
    [property: Id(1)] string Strategy,
    [property: Id(2)] int Version,
    [property: Id(3)] string Venue,
    [property: Id(4)] string? Clock,
    [property: Id(5)] Instrument Instrument,
    [property: Id(6)] ProtectionPlan? Protection,
    [property: Id(7)] decimal? ReferencePrice,
    [property: Id(8)] string? ExitReason);
