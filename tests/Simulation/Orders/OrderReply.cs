using Trading.Domain.Orders;

namespace Trading.Simulation.Orders;

internal enum OrderReplyKind
{
    Answered,
    Failed,
    Conflict,
}

/// <param name="Order">As it is stored; null when nothing is.</param>
internal readonly record struct OrderReply(OrderReplyKind Kind, Order? Order);

/// <summary>Outbox entries on their way to one receiver: every one that it has not acknowledged, in order, so that none is passed over.</summary>
internal sealed record OrderBatch(OrderRequest Request, OutboxEntry[] Entries, decimal FilledQuantity);
