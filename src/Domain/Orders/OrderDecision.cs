using System.Collections.Immutable;

namespace Trading.Domain.Orders;

/// <summary>What an input leads to.</summary>
/// <param name="Order">The order with the events folded in; null while the id is unknown.</param>
/// <param name="Events">What happened, in order; empty when the input changed nothing.</param>
/// <param name="Effects">What to do about it, in order.</param>
public readonly record struct OrderDecision(Order? Order, ImmutableArray<OrderEvent> Events, ImmutableArray<OrderEffect> Effects);
