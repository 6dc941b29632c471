using Orleans.Concurrency;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Abstractions.LockStep;

namespace Trading.Grains.Abstractions.Strategies;

/// <summary>
/// One running instance, keyed by <see cref="GrainKeys.ForStrategy"/>: the compiled strategy over the batches of one symbol. State, cooldowns and
/// counters are durable at each transition; one order for each signal and purpose.
/// </summary>
[Alias("strategy-grain")]
public interface IStrategyGrain : ILockStepGrain
{
    /// <summary>Makes the instance watch; durable. Repeating it changes nothing.</summary>
    [Alias("start")]
    Task Start(InstanceSetup setup);

    /// <summary>Events of the instance's symbol, in stream order; those before its own position in the stream are passed over.</summary>
    /// <param name="first">Number of the batch's first event in the market's stream.</param>
    /// <param name="isLagging">The market has brought much since: entries that are decided on it are refused as stale.</param>
    [Alias("take")]
    Task Take(long first, MarketBatch batch, bool isLagging);

    /// <summary>In lock-step: events of the instance's symbol, numbered from 0 without holes. Those that it has seen are passed over; behind a hole it takes none.</summary>
    /// <param name="isPast">The session is known to be past them: indicators and memory follow, and nothing is decided.</param>
    [Alias("step")]
    Task<InstanceReached> Step(long first, MarketBatch batch, bool isPast);

    /// <summary>In lock-step: how far it has come.</summary>
    [Alias("reached")]
    Task<InstanceReached> Reached();

    /// <summary>Fates of its orders. Acknowledged to the order once durable.</summary>
    [Alias("hear-order"), OneWay]
    Task Hear(OrderDelivery delivery);

    /// <summary>
    /// One of its orders is over, has had every entry acknowledged, by everybody and for certain, and repeats none: it is remembered only while the
    /// instance's state names it. Not durable by itself; repeating it changes nothing.
    /// </summary>
    /// <param name="upTo">The last sequence that was acknowledged.</param>
    [Alias("forget-order"), OneWay]
    Task Forget(string orderId, long upTo);

    /// <summary>Where its position stands. Acknowledged to the position once durable.</summary>
    [Alias("hear-position"), OneWay]
    Task Hear(PositionDelivery delivery);

    /// <summary>No new signal or entry from here on; durable. Repeating it changes nothing.</summary>
    /// <returns>Event time from which on it holds.</returns>
    [Alias("pause")]
    Task<DateTimeOffset> Pause(string actor);

    /// <summary>Ends a pause, or a fault once flat; durable. Repeating it changes nothing.</summary>
    /// <returns>Event time from which on it holds; null when the instance is faulted and not flat.</returns>
    [Alias("resume")]
    Task<DateTimeOffset?> Resume(string actor);

    /// <summary>Ends the instance by the policy; durable. What still works or is open is the session's to wind up. Repeating it changes nothing.</summary>
    [Alias("stop")]
    Task Stop(StopPolicy policy);

    /// <returns>Null when it was never started.</returns>
    [Alias("find")]
    Task<RunningInstance?> Find();

    /// <summary>Wakes the instance: repeats a pending intent. Harmless at any time.</summary>
    [Alias("touch")]
    Task Touch();
}
