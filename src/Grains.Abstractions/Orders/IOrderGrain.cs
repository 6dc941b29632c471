using System.Collections.Immutable;
using Orleans.Concurrency;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Grains.Abstractions.LockStep;

namespace Trading.Grains.Abstractions.Orders;

/// <summary>One order, keyed by <see cref="GrainKeys.ForOrder"/>: the only writer of its state, and the interpreter of the order machine's effects.</summary>
[Alias("order-grain")]
public interface IOrderGrain : ILockStepGrain
{
    /// <summary>
    /// Stores an approved order and has it sent. Answers once the intent is durable and its deadline is watched, not when the venue has
    /// answered. Repeating the same request gives the stored order, whatever became of it.
    /// </summary>
    /// <exception cref="OrderConflictException">The id is used by a different request.</exception>
    [Alias("place")]
    Task<Order> Place(OrderRequest request, OrderContext context);

    /// <summary>Stores an order that risk or filters refused: Rejected, nothing sent. Repeating gives the stored order.</summary>
    /// <exception cref="OrderConflictException">The id is used by a different request.</exception>
    [Alias("refuse")]
    Task<Order> Refuse(OrderRequest request, OrderContext context, ImmutableArray<string> reasons);

    /// <returns>Null when the id is unknown.</returns>
    [Alias("find")]
    Task<PlacedOrder?> Find();

    /// <summary>Asks for the order's end; durable when the task completes. Repeating, or asking after its end, changes nothing.</summary>
    /// <param name="reason">One of <see cref="OrderReasons"/>.</param>
    /// <returns>Null when the id is unknown, or its session replays its market and it is somebody else who asks.</returns>
    [Alias("cancel")]
    Task<PlacedOrder?> Cancel(string reason);

    /// <summary>
    /// An approved order that may not have been placed is not to be any more: unknown or not sent it ends NotPlaced, and a place that comes later
    /// is told so. One that was sent is cancelled, unless <paramref name="onlyUnsent"/>. Durable when the task completes; repeating it, or asking
    /// after its end, changes nothing.
    /// </summary>
    /// <param name="known">As far as the asker knows it; its id and account are true.</param>
    /// <param name="reason">One of <see cref="OrderReasons"/>.</param>
    [Alias("withdraw")]
    Task<PlacedOrder> Withdraw(OrderRequest known, OrderContext context, string reason, bool onlyUnsent);

    /// <summary>The venue said something of the order. Acknowledged to the sender once it is durable.</summary>
    [Alias("report"), OneWay]
    Task Report(VenueDelivery delivery);

    /// <summary>A position or account wants something of the order. Acknowledged to the sender once it is durable.</summary>
    [Alias("carry"), OneWay]
    Task Carry(OrderCommandDelivery delivery);

    /// <summary>The account asks after a reservation that nobody claimed; an id that is not known is stored NotPlaced first.</summary>
    /// <param name="request">As far as the account knows it; its id and account are true.</param>
    /// <param name="context">As far as the account knows it.</param>
    [Alias("inquire"), OneWay]
    Task Inquire(OrderRequest request, OrderContext context);

    /// <summary>The receiver has every entry of the outbox up to a sequence.</summary>
    [Alias("acknowledge"), OneWay]
    Task Acknowledge(OrderReceivers receiver, long upTo);

    /// <summary>Wakes the order: it recovers by being activated, and decides from what is stored. Called by the sweep. Harmless at any time.</summary>
    [Alias("touch")]
    Task Touch();
}
