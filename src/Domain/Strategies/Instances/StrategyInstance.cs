using System.Collections.Immutable;
using Trading.Domain.Indicators;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Positions;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Strategies.Instances;

/// <summary>
/// The instance machine (spec: strategies, Instance): one strategy on one symbol in one session. A host walks each block of
/// events with <see cref="BeginBlock"/>, <see cref="NextEvent"/>, <see cref="Evaluate"/> and <see cref="EndBlock"/>, carries out
/// the effects in order, and tells what became of them with <see cref="Answer"/> (at once) and <see cref="Hear"/> (before the next
/// event; what the position went through before what an order did). No clock, no I/O; all memory goes into <see cref="Snapshot"/>.
/// </summary>
public sealed partial class StrategyInstance
{
    private readonly CompiledStrategy _strategy;
    private readonly InstanceIdentity _identity;
    private readonly Instrument _instrument;
    private readonly BlockColumns _columns;
    private readonly SectionEvaluator?[] _sections;
    private readonly OwnIndicators _own = new();
    private readonly List<InstanceEffect> _effects = [];
    private InstanceTransition? _transition;
    private decimal _dayStartEquity;
    private Exception? _scanFault;

    /// <summary>What was evaluated ahead no longer holds; it is taken back where the host next stands.</summary>
    private bool _isAheadVoid;

    /// <summary>Events of the block before this one are behind the instance.</summary>
    private int _cursor;

    /// <param name="slots">For each of <see cref="CompiledStrategy.Indicators"/> its slot in the columns that the host hands over.</param>
    /// <param name="start">Event time at which the instance begins to watch.</param>
    public StrategyInstance(
        CompiledStrategy strategy, InstanceIdentity identity, Instrument instrument, ReadOnlySpan<int> slots, DateTimeOffset start)
    {
        if (slots.Length != strategy.Indicators.Length)
        {
            throw new InvariantException($"{identity.Key}: {slots.Length} slots for {strategy.Indicators.Length} indicators.");
        }

        (_strategy, _identity, _instrument) = (strategy, identity, instrument);
        _columns = new BlockColumns(slots.ToArray());
        _sections = [.. Enumerable.Range(0, SectionKinds.Count).Select(n => strategy.Section((SectionKind)n) is { } condition
            ? new SectionEvaluator(condition, _columns) : null)];
        State = InstanceState.Start(start);
    }

    public InstanceState State { get; private set; }

    public InstanceIdentity Identity => _identity;

    public CompiledStrategy Strategy => _strategy;

    /// <summary>A signal slot of the session is taken: Signaled, Entering, InPosition, Exiting, and Faulted while not flat.</summary>
    public bool HoldsSlot => State.Status is InstanceStatus.Signaled || HoldsSymbol;

    /// <summary>Holds its (account, symbol): from Entering until flat.</summary>
    public bool HoldsSymbol => State.Status switch
    {
        InstanceStatus.Entering or InstanceStatus.InPosition or InstanceStatus.Exiting => true,
        InstanceStatus.Faulted => IsOpen,
        _ => false,
    };

    /// <summary>True while orders or a position are open or news wait: <see cref="Evaluate"/> must be called at every event.</summary>
    public bool NeedsEveryEvent => HoldsSymbol || State.LateFill || _scanFault is not null
        || (State.Status is InstanceStatus.Signaled && (State.IsPaused || State.Pending is not null));

    private StrategyDocument Document => _strategy.Document;

    /// <summary>An entry works, or what it filled has not been closed.</summary>
    private bool IsOpen => State.EntryWorks || State.PositionSeen || (State.Entry is { Filled: > 0m } && State.Closed is null);

    /// <summary>Starts a block, or the same block anew: <paramref name="columns"/> holds the events <paramref name="offset"/> … of the batch.</summary>
    /// <param name="dayStartEquity">Equity at the start of the UTC day of the block's first event, quote units.</param>
    public void BeginBlock(MarketBatch batch, int offset, IIndicatorColumns columns, decimal dayStartEquity)
    {
        // A block that is begun anew before its end: what was evaluated ahead is taken back.
        foreach (var section in _sections)
        {
            section?.Rewind(_cursor);
        }

        _columns.Begin(batch, offset, columns);
        _dayStartEquity = dayStartEquity;
        _cursor = 0;
        foreach (var section in _sections)
        {
            section?.BeginBlock();
        }
    }

    /// <summary>
    /// The first event of the block, from <paramref name="from"/> on, at which <see cref="Evaluate"/> must be called; the block's
    /// count when none. All events before <paramref name="from"/> are behind the instance.
    /// </summary>
    public int NextEvent(int from)
    {
        MoveTo(from);
        if (from >= _columns.Count || NeedsEveryEvent)
        {
            return Math.Min(from, _columns.Count);
        }

        try
        {
            return Scan(from);
        }
        catch (Exception error)
        {
            // Whatever an evaluation throws faults this instance alone; Evaluate makes the transition.
            _scanFault = error;
            return from;
        }
    }

    /// <summary>Evaluates one event of the block exactly; at most one transition.</summary>
    public InstanceDecision Evaluate(int index, in InstanceView view)
    {
        MoveTo(index);
        Begin(index, view);
        try
        {
            if (_scanFault is { } error)
            {
                _scanFault = null;
                Fault(error, view);
            }
            else
            {
                Decide(view);
            }
        }
        catch (Exception error) when (State.Status is not (InstanceStatus.Faulted or InstanceStatus.Stopped))
        {
            _effects.Clear();
            _transition = null;
            Fault(error, view);
        }

        _cursor = index + 1;
        return Decision();
    }

    /// <summary>The whole block is behind the instance. To be called before the columns move on.</summary>
    public void EndBlock()
    {
        NextEvent(_columns.Count);
        foreach (var section in _sections)
        {
            section?.Consume(_columns.Count);
        }
    }

    /// <summary>For the section that it is waiting on: each leaf's value, distance and closest approach, after the last event behind it.</summary>
    /// <param name="behind">Events of the block that are behind the instance, where the host has gone on without asking.</param>
    public WhyNot WhyNot(int behind = 0)
    {
        MoveTo(behind);
        SectionKind? waiting = State.Status switch
        {
            InstanceStatus.Watching => SectionKind.Signal,
            InstanceStatus.Signaled => SectionKind.Entry,
            InstanceStatus.InPosition when Evaluator(SectionKind.Exit) is not null => SectionKind.Exit,
            InstanceStatus.InPosition when Evaluator(SectionKind.Emergency) is not null => SectionKind.Emergency,
            _ => null,
        };
        if (waiting is not { } section || Evaluator(section) is not { } evaluator)
        {
            return new WhyNot(string.Empty, []);
        }

        evaluator.Consume(_cursor);
        return new WhyNot(section.Name(), evaluator.Read(_cursor - 1));
    }

    /// <summary>State and memory after the last event that is behind the instance.</summary>
    /// <param name="behind">As for <see cref="WhyNot"/>.</param>
    public InstanceSnapshot Snapshot(int behind = 0)
    {
        MoveTo(behind);
        return new InstanceSnapshot(State, _levels.TrailingStopPrice, [.. _sections.Select(section => section?.Save(_cursor))]);
    }

    /// <exception cref="InvariantException">The snapshot is of another document.</exception>
    public void Restore(InstanceSnapshot snapshot)
    {
        State = snapshot.State;
        _levels.Clear();
        _levels.TrailingStopPrice = snapshot.TrailingStopPrice;
        for (var n = 0; n < _sections.Length; n++)
        {
            _sections[n]?.Forget(0);
            if (snapshot.Sections[n] is { } saved)
            {
                (_sections[n] ?? throw new InvariantException($"{_identity.Key}: the snapshot has a section that the document has not.")).Load(saved);
            }
        }
    }

    private SectionEvaluator? Evaluator(SectionKind section) => _sections[(int)section];

    private int Scan(int from)
    {
        var count = _columns.Count;
        switch (State.Status)
        {
            case InstanceStatus.Watching when !State.IsPaused:
                return ScanAhead(SectionKind.Signal, from);
            case InstanceStatus.Signaled:
                var expiry = _columns.FirstAt((State.SignaledAt + Document.Signal.Expires).ToUnixTimeMilliseconds(), from, count);
                return Math.Min(expiry, Math.Min(ScanAhead(SectionKind.Cancel, from), ScanAhead(SectionKind.Entry, from)));
            case InstanceStatus.Cooldown when State.CooldownUntil is { } until:
                return _columns.FirstAt(until.ToUnixTimeMilliseconds(), from, count);
            default:
                return count;
        }
    }

    private int ScanAhead(SectionKind section, int from)
    {
        if (Evaluator(section) is not { } evaluator)
        {
            return _columns.Count;
        }

        evaluator.Consume(from);
        Run(evaluator, from, _columns.Count, default, _dayStartEquity);
        return evaluator.NextTrue(from);
    }

    /// <summary>Judges a section at the current event. One that reads the instance's own indicators while a position can change goes event by event.</summary>
    private bool IsTrue(SectionKind section, in InstanceView view)
    {
        if (Evaluator(section) is not { } evaluator)
        {
            return false;
        }

        var own = State.Status is InstanceStatus.Entering or InstanceStatus.InPosition or InstanceStatus.Exiting;
        var to = evaluator.InstanceReads.IsEmpty ? _columns.Count : _index + 1;
        Run(evaluator, _index, to, own ? view.Position : default, view.DayStartEquity);
        evaluator.Consume(_index + 1);
        return evaluator.IsTrue(_index);
    }

    private void Run(SectionEvaluator evaluator, int from, int to, in PositionView position, decimal dayStartEquity)
    {
        var start = Math.Max(from, evaluator.EvaluatedTo);
        if (start >= to)
        {
            return;
        }

        foreach (var indicator in evaluator.InstanceReads)
        {
            _own.Fill(indicator, _columns, start, to, State, position, dayStartEquity);
        }

        evaluator.EvaluateTo(from, to);
    }

    private void MoveTo(int index)
    {
        _cursor = Math.Max(_cursor, index);
        if (_isAheadVoid)
        {
            _isAheadVoid = false;
            foreach (var section in _sections)
            {
                section?.Rewind(_cursor);
            }
        }
    }

    private ImmutableArray<LeafReading> Readings(SectionKind section) => Evaluator(section) is { } evaluator ? evaluator.Read(_index) : [];
}
