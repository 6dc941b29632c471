using Orleans;
using Trading.Domain.Orders;

namespace Trading.Domain.Positions;

/// <summary>A fill on its way from its order to the position.</summary>
/// <param name="Sequence">
/// The fill's number in its order's outbox, from 1: one at or below the last seen of that order is dropped. 0 for a fill
/// without an order of ours (adopted, reconciled), which its trade id alone tells apart.
/// </param>
/// <param name="Leverage">Takes effect when the fill opens from flat; a position keeps its leverage until it is flat.</param>
/// <param name="Reason">Exit reason should this fill close the position; null for the one of its purpose.</param>
[GenerateSerializer, Immutable, Alias("position-fill")]
public sealed record PositionFill(
    [property: Id(0)] string OrderId,
    [property: Id(1)] long Sequence,
    [property: Id(2)] OrderPurpose Purpose,
    [property: Id(3)] Side Side,
    [property: Id(4)] int Leverage,
    [property: Id(5)] PositionOwner Owner,
    [property: Id(6)] Fill Fill,
    [property: Id(7)] string? Reason = null)
{
    public static PositionFill Of(OrderRequest order, long sequence, Fill fill, string strategy, string? reason = null) =>
        new(order.Id, sequence, order.Purpose, order.Side, order.Leverage, new(order.Session, order.Instance, strategy), fill, reason);
}
