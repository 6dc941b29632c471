using System.Collections.Immutable;
using Orleans.Concurrency;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Risk;
using Trading.Grains.Abstractions.LockStep;

namespace Trading.Grains.Abstractions.Accounts;

/// <summary>
/// One account, keyed by <see cref="GrainKeys.ForAccount"/> or <see cref="GrainKeys.ForSessionAccount"/>: balance, reservations, limits, kill
/// switch, the gates, symbol leases and signal slots of sessions. Answers show only what is durable.
/// </summary>
[Alias("account-grain")]
public interface IAccountGrain : ILockStepGrain
{
    /// <summary>Makes the account with its first deposit. Repeating it gives the account as it is.</summary>
    [Alias("open")]
    Task<AccountView> Open(AccountOpening opening);

    /// <returns>Null when there is no such account, or it belongs to somebody else than <paramref name="owner"/> (null: anybody's).</returns>
    [Alias("find")]
    Task<AccountView?> Find(string? owner);

    /// <summary>Judges an order and reserves its margin in one durable turn. The same question about an approved order gets the same yes.</summary>
    [Alias("judge")]
    Task<RiskVerdict> Judge(OrderRequest request, Instrument instrument, RiskMarket market, DateTimeOffset at);

    /// <summary>What an evaluation stands on, and, when asked for, a signal slot of the instance's session. Repeating it changes nothing.</summary>
    [Alias("prepare")]
    Task<InstanceFooting> Prepare(InstanceQuestion question);

    /// <summary>Gives a slot, and the symbol if flat, back. Repeating it changes nothing.</summary>
    [Alias("give-back")]
    Task GiveBack(string session, string instance, Symbol symbol, DateTimeOffset at);

    /// <summary>Fates of orders: claims, fills on their way, ends. Acknowledged to the order once durable.</summary>
    [Alias("hear-order"), OneWay]
    Task Hear(OrderDelivery delivery);

    /// <summary>
    /// An order that is over has had every entry acknowledged, by everybody and for certain, and repeats none: its sequence need not be
    /// remembered any more. What it may still hear of the venue it tells with a later one. Not durable by itself; repeating it changes nothing.
    /// </summary>
    /// <param name="upTo">The last sequence that was acknowledged.</param>
    [Alias("forget-order"), OneWay]
    Task Forget(string orderId, long upTo);

    /// <summary>Events of a position of the account. Booked once; acknowledged to the position once durable.</summary>
    [Alias("book"), OneWay]
    Task Book(PositionBookings bookings);

    /// <summary>The receiver, by its key, has every entry of the outbox up to a sequence.</summary>
    [Alias("acknowledge"), OneWay]
    Task Acknowledge(string receiver, long upTo);

    /// <summary>Marks as of now: equity, day loss and drawdown are evaluated. Durable only when something changed that must be.</summary>
    [Alias("mark")]
    Task Mark(ImmutableArray<SymbolMark> marks, DateTimeOffset at);

    /// <summary>In lock-step: equity is evaluated with the marks of an instant. A point that it is past changes nothing, and so does one behind a hole.</summary>
    /// <param name="after">The evaluation before.</param>
    [Alias("evaluate")]
    Task<AccountEvaluated> Evaluate(ImmutableArray<SymbolMark> marks, EvaluationPoint point, EvaluationPoint after);

    /// <summary>Opens the session's gate and leases its symbols, all or none; durable. Repeating it by the same session changes nothing.</summary>
    /// <returns>Null when it holds; else who holds what.</returns>
    [Alias("open-gate")]
    Task<LeaseConflict?> OpenGate(SessionLease lease, DateTimeOffset at);

    /// <summary>From here on no order of the session that does not reduce is approved; durable.</summary>
    /// <returns>The session's approved entries that are not over.</returns>
    [Alias("close-gate")]
    Task<ImmutableArray<OpenEntry>> CloseGate(string session, DateTimeOffset at);

    /// <summary>Ends the session's leases and slots; durable. Its gate must be closed. Repeating it changes nothing.</summary>
    [Alias("release")]
    Task Release(string session, DateTimeOffset at);

    /// <param name="cause">Id of the command; applied once.</param>
    /// <param name="amount">Above 0 deposits, below 0 withdraws; quote units, at most 12 decimals.</param>
    [Alias("transfer")]
    Task<AccountOutcome> Transfer(string cause, decimal amount);

    /// <summary>Changes the limits that are named; durable. Of several at once each holds.</summary>
    [Alias("change-named-limits")]
    Task<LimitsOutcome> ChangeLimits(RiskLimitsChange change, string actor);

    /// <summary>Latches; cancels entries, closes positions if asked. Repeating it changes nothing.</summary>
    [Alias("trip-kill-switch")]
    Task<AccountOutcome> TripKillSwitch(string reason, string actor, bool closePositions);

    [Alias("reset-kill-switch")]
    Task<AccountOutcome> ResetKillSwitch(string reason, string actor);

    /// <summary>What the venue's wallet holds: the balance becomes that, once it is certain that nothing is on its way. Repeating it changes nothing.</summary>
    [Alias("compare"), OneWay]
    Task Compare(VenueWallet wallet);

    /// <summary>While the venue's reports are not heard no entry is approved; durable. Repeating it changes nothing.</summary>
    [Alias("set-stale"), OneWay]
    Task SetStale(bool isStale);

    /// <summary>Entries of a symbol that drifted are taken again; durable. Repeating it changes nothing.</summary>
    [Alias("unfreeze")]
    Task<AccountOutcome> Unfreeze(Symbol symbol, string actor);

    /// <summary>Wakes the account: asks after unclaimed reservations, sends what its outbox holds. Harmless at any time.</summary>
    [Alias("touch")]
    Task Touch();
}
