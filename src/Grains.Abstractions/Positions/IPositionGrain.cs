using Orleans.Concurrency;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Grains.Abstractions.LockStep;

namespace Trading.Grains.Abstractions.Positions;

/// <summary>
/// One (account, symbol), keyed by <see cref="GrainKeys.ForPosition"/>: the position, its protective orders and its round trips. Made by
/// the first fill that it hears of. Tells account, instance and journal through its durable outbox.
/// </summary>
[Alias("position-grain")]
public interface IPositionGrain : ILockStepGrain
{
    /// <summary>Fills and fates of orders. Applied once; acknowledged to the order once durable.</summary>
    [Alias("hear-order"), OneWay]
    Task Hear(OrderDelivery delivery);

    /// <summary>
    /// An order that is over has had every entry acknowledged, by everybody and for certain, and repeats none: its sequence need not be
    /// remembered any more. What it may still hear of the venue it tells with a later one. Not durable by itself; repeating it changes nothing.
    /// </summary>
    /// <param name="upTo">The last sequence that was acknowledged.</param>
    [Alias("forget-order"), OneWay]
    Task Forget(string orderId, long upTo);

    /// <summary>Funding and liquidation. Applied once; acknowledged to the venue once durable.</summary>
    [Alias("report"), OneWay]
    Task Report(VenueDelivery delivery);

    /// <summary>
    /// What the venue holds: the position becomes that, once it is certain that nothing is on its way. Durable; repeating it changes nothing.
    /// </summary>
    /// <param name="account">Key of the account.</param>
    /// <param name="context">Of a position that nobody here has ordered.</param>
    [Alias("compare"), OneWay]
    Task Compare(VenueHolding held, string account, OrderContext context);

    /// <summary>The account wants something of the position. Acknowledged to the account once it is durable.</summary>
    [Alias("carry"), OneWay]
    Task Carry(PositionCommandDelivery delivery);

    /// <summary>The receiver, by its key, has every entry of the outbox up to a sequence.</summary>
    [Alias("acknowledge"), OneWay]
    Task Acknowledge(string receiver, long upTo);

    /// <returns>The durable version with the latest mark; null when nothing was ever held.</returns>
    [Alias("find")]
    Task<HeldPosition?> Find();

    /// <summary>The latest mark: margin alerts and a trailing stop given by hand stand on it. Not durable by itself.</summary>
    [Alias("mark")]
    Task Mark(decimal mark, DateTimeOffset at);

    /// <summary>
    /// Closes at market, reduce-only, the quantity read in this turn. While a closing order works the same order is answered; repeats send
    /// no second one. Durable when the task completes; the order follows through the outbox.
    /// </summary>
    /// <param name="reason">See <see cref="ExitReason"/>.</param>
    /// <returns>Id of the closing order; null when flat.</returns>
    [Alias("close")]
    Task<string?> Close(string reason, string actor);

    /// <summary>Changes the protection of the open position by hand. Repeating it changes nothing.</summary>
    [Alias("protect")]
    Task<ProtectionOutcome> Protect(ProtectionPatch patch, string actor);

    /// <summary>Wakes the position: sends what its outbox still holds. Harmless at any time.</summary>
    [Alias("touch")]
    Task Touch();
}
