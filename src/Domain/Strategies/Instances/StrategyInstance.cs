using Trading.Domain.Indicators;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Strategies.Instances;

/// <summary>
/// The instance machine (spec: strategies, Instance): one strategy on one symbol in one session. A host walks each block of
/// events with <see cref="BeginBlock"/>, <see cref="NextEvent"/>, <see cref="Evaluate"/> and <see cref="EndBlock"/>, carries out
/// the effects, and tells what became of them. No clock, no I/O; what it remembers goes into <see cref="Snapshot"/>.
/// </summary>
/// <param name="slots">For each of <see cref="CompiledStrategy.Indicators"/> its slot in the columns that the host hands over.</param>
/// <param name="start">Event time at which the instance begins to watch.</param>
public sealed class StrategyInstance(
    CompiledStrategy strategy, InstanceIdentity identity, Instrument instrument, ReadOnlySpan<int> slots, DateTimeOffset start)
{
    public InstanceState State { get; private set; } = InstanceState.Start(start);

    /// <summary>A signal slot of the session is taken: Signaled, Entering, InPosition, Exiting, and Faulted while not flat.</summary>
    public bool HoldsSlot => throw new NotImplementedException();

    /// <summary>Holds its (account, symbol): from Entering until flat.</summary>
    public bool HoldsSymbol => throw new NotImplementedException();

    /// <summary>True while orders or a position are open or news wait: <see cref="Evaluate"/> must be called at every event.</summary>
    public bool NeedsEveryEvent => throw new NotImplementedException();

    /// <summary>Starts a block: <paramref name="columns"/> holds the events <paramref name="offset"/> … of the batch.</summary>
    /// <param name="dayStartEquity">Equity at the start of the UTC day of the block's first event, quote units.</param>
    public void BeginBlock(MarketBatch batch, int offset, IIndicatorColumns columns, decimal dayStartEquity) => throw new NotImplementedException();

    /// <summary>The first event of the block, from <paramref name="from"/> on, at which <see cref="Evaluate"/> must be called; the block's count when none. All events before <paramref name="from"/> are behind the instance.</summary>
    public int NextEvent(int from) => throw new NotImplementedException();

    /// <summary>Evaluates one event of the block exactly; at most one transition.</summary>
    public InstanceDecision Evaluate(int index, in InstanceView view) => throw new NotImplementedException();

    /// <summary>The whole block is behind the instance. To be called before the columns move on.</summary>
    public void EndBlock() => throw new NotImplementedException();

    /// <summary>What became of a <see cref="PlaceOrder"/> effect. For an entry this makes the transition that waited for it.</summary>
    public InstanceDecision Answer(OrderAnswer answer) => throw new NotImplementedException();

    /// <summary>Takes note of an order's or the position's fate; acted upon at the next event.</summary>
    public void Hear(InstanceNews news) => throw new NotImplementedException();

    /// <summary>No new signal or entry from here on.</summary>
    public void Pause() => throw new NotImplementedException();

    /// <returns>False when the instance is faulted and not flat: then nothing changes.</returns>
    public bool Resume() => throw new NotImplementedException();

    /// <summary>Ends the instance by the session's stop policy.</summary>
    public InstanceDecision Stop(DateTimeOffset at, StopPolicy policy, in InstanceView view) => throw new NotImplementedException();

    /// <summary>For the section that it is waiting on: each leaf's value, distance and closest approach.</summary>
    public WhyNot WhyNot() => throw new NotImplementedException();

    /// <summary>State and memory after the last event that is behind the instance.</summary>
    public InstanceSnapshot Snapshot() => throw new NotImplementedException();

    public void Restore(InstanceSnapshot snapshot) => throw new NotImplementedException();

    private readonly CompiledStrategy _strategy = strategy;
    private readonly InstanceIdentity _identity = identity;
    private readonly Instrument _instrument = instrument;
    private readonly int[] _slots = slots.ToArray();
}
