using Trading.Domain.Orders;
using Trading.Domain.Risk;

namespace Trading.Grains.Strategies;

/// <summary>An order that an instance has asked for, with everything that its judgement stands on: a repetition is the same call.</summary>
/// <param name="Market">As the decision saw it, so that risk sees how old the decision is.</param>
[GenerateSerializer, Immutable, Alias("pending-order")]
public sealed record PendingOrder(
    [property: Id(0)] OrderRequest Request, [property: Id(1)] OrderContext Context, [property: Id(2)] RiskMarket Market)
{
    /// <summary>In lock-step: the act of the clock that asked for it.</summary>
    [Id(3)]
    public long? Place { get; init; }
}
