using System.Collections.Immutable;
using Trading.Domain.Strategies.Instances;

namespace Trading.Domain.Strategies.Conditions;

/// <summary>
/// Evaluates one section's condition for one instance: masks of true and false over a block, a node at a time, and the memory
/// of crossings, <c>for</c> and <c>sequence</c>. One event is a range of one, so a scan and a single evaluation are the same code.
/// </summary>
internal sealed class SectionEvaluator
{
    private const long Never = long.MinValue;
    private const int WordBits = 64;
    private const int Words = BlockColumns.EventsMax / WordBits;

    private readonly CompiledCondition _condition;
    private readonly BlockColumns _columns;
    private readonly ulong[] _masks;
    private readonly long[] _memory;
    private readonly long[] _memoryBefore;
    private readonly double[] _closest;
    private readonly int _root;

    /// <summary>The masks and the memory stand for [_evaluatedFrom, _evaluatedTo) of the block; _memoryBefore for its start.</summary>
    private int _evaluatedFrom;
    private int _evaluatedTo;

    /// <summary>Events before this one are behind the instance and count for the closest approach.</summary>
    private int _consumed;

    public SectionEvaluator(CompiledCondition condition, BlockColumns columns)
    {
        _condition = condition;
        _columns = columns;
        _root = condition.Nodes.Length - 1;
        _masks = new ulong[condition.Nodes.Length * 2 * Words];
        _memory = new long[condition.MemorySize];
        _memoryBefore = new long[condition.MemorySize];
        _closest = new double[condition.Leaves.Length];
        _closest.AsSpan().Fill(double.PositiveInfinity);
        InstanceReads = [.. Enumerable.Range(0, InstanceIndicators.Count).Select(n => (InstanceIndicator)n).Where(Reads)];
        Forget(0);
    }

    /// <summary>The instance's own indicators that the condition reads.</summary>
    public ImmutableArray<InstanceIndicator> InstanceReads { get; }

    /// <summary>The section comes into force: memory is empty, the event at <paramref name="index"/> is its first.</summary>
    public void Forget(int index)
    {
        foreach (var node in _condition.Nodes)
        {
            ForgetNode(node);
        }

        (_evaluatedFrom, _evaluatedTo, _consumed) = (index, index, index);
    }

    public void BeginBlock() => (_evaluatedFrom, _evaluatedTo, _consumed) = (0, 0, 0);

    /// <summary>Where evaluation has come to; before it, masks may be asked.</summary>
    public int EvaluatedTo => _evaluatedTo;

    /// <summary>Evaluates up to <paramref name="to"/>, starting where it stands or, if events were passed over, at <paramref name="from"/>.</summary>
    public void EvaluateTo(int from, int to)
    {
        var start = Math.Max(_evaluatedTo, from);
        if (start >= to)
        {
            return;
        }

        // What was evaluated before is behind the instance now; its masks are about to be overwritten.
        Consume(start);
        _consumed = start;
        _memory.CopyTo(_memoryBefore.AsSpan());
        Run(start, to);
        (_evaluatedFrom, _evaluatedTo) = (start, to);
    }

    /// <summary>Goes back to just before <paramref name="index"/>, as if nothing later had been evaluated.</summary>
    public void Rewind(int index)
    {
        if (_evaluatedTo <= index)
        {
            return;
        }

        Consume(index);
        _memoryBefore.CopyTo(_memory.AsSpan());
        var start = Math.Min(_evaluatedFrom, index);
        if (start < index)
        {
            Run(start, index);
        }

        (_evaluatedFrom, _evaluatedTo) = (start, index);
    }

    /// <summary>First event from <paramref name="from"/> on at which the condition is true, else where evaluation stands.</summary>
    public int NextTrue(int from) => BitRuns.NextSet(True(_root), from, _evaluatedTo);

    public bool IsTrue(int index) => BitRuns.IsSet(True(_root), index);

    /// <summary>Truth at an evaluated event; null is unknown.</summary>
    public bool? Verdict(int index) => Verdict(_root, index);

    /// <summary>The events before <paramref name="to"/> are behind the instance: they count for the closest approach.</summary>
    public void Consume(int to)
    {
        var end = Math.Min(to, _evaluatedTo);
        if (end <= _consumed)
        {
            return;
        }

        for (var n = 0; n < _closest.Length; n++)
        {
            var leaf = _condition.Leaves[n];
            if (_closest[n] > 0d)
            {
                var crossed = leaf.Source.Op.IsCrossing && BitRuns.NextSet(True(leaf.Verdict), _consumed, end) < end;
                _closest[n] = crossed ? 0d : Math.Min(_closest[n], LeafKernel.Closest(leaf.Source.Op, Input(leaf), _consumed, end));
            }
        }

        _consumed = end;
    }

    /// <summary>What each leaf reads at an event of the block that is behind the instance; values are unknown where none was evaluated.</summary>
    public ImmutableArray<LeafReading> Read(int index)
    {
        var readings = ImmutableArray.CreateBuilder<LeafReading>(_condition.Leaves.Length);
        for (var n = 0; n < _condition.Leaves.Length; n++)
        {
            readings.Add(Read(_condition.Leaves[n], _closest[n], index));
        }

        return readings.MoveToImmutable();
    }

    /// <summary>The memory after the events before <paramref name="index"/>.</summary>
    public SectionMemory Save(int index)
    {
        Rewind(index);
        return new SectionMemory([.. _memory], [.. _closest.Select(closest => double.IsFinite(closest) ? closest : (double?)null)]);
    }

    public void Load(SectionMemory saved)
    {
        if (saved.Nodes.Length != _memory.Length || saved.Closest.Length != _closest.Length)
        {
            throw new InvariantException($"Saved memory of {saved.Nodes.Length} and {saved.Closest.Length} does not fit a condition of {_memory.Length} and {_closest.Length}.");
        }

        saved.Nodes.CopyTo(_memory);
        for (var n = 0; n < _closest.Length; n++)
        {
            _closest[n] = saved.Closest[n] ?? double.PositiveInfinity;
        }
    }

    private bool Reads(InstanceIndicator indicator) =>
        _condition.Leaves.Any(leaf => _columns.IsOwn(leaf.Value, indicator) || _columns.IsOwn(leaf.Other, indicator));

    private LeafReading Read(CompiledLeaf leaf, double closest, int index)
    {
        var source = leaf.Source;
        var evaluated = index >= 0 && index < _evaluatedTo && index >= _evaluatedFrom;
        var (value, low, high) = evaluated ? Input(leaf).One(index) : (double.NaN, source.Threshold.Low, source.Threshold.High);
        var verdict = evaluated ? Verdict(leaf.Verdict, index) : null;
        var distance = !evaluated ? double.PositiveInfinity
            : source.Op.IsCrossing && verdict is true ? 0d
            : LeafKernel.Closest(source.Op, Input(leaf), index, index + 1);
        return new LeafReading(
            source.Pointer, source.Indicator, source.Op.Text, Known(low), source.Op.TakesBounds ? Known(high) : null,
            source.Threshold.Indicator, Known(value), verdict, Known(distance), Known(closest));
    }

    private bool? Verdict(int node, int index) =>
        BitRuns.IsSet(True(node), index) ? true : BitRuns.IsSet(False(node), index) ? false : null;

    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    private LeafInput Input(CompiledLeaf leaf) => new(
        _columns.Column(leaf.Value), leaf.Other < 0 ? default : _columns.Column(leaf.Other), leaf.Source.Threshold.Low, leaf.Source.Threshold.High);

    private Span<ulong> True(int node) => _masks.AsSpan(node * 2 * Words, Words);

    private Span<ulong> False(int node) => _masks.AsSpan(((node * 2) + 1) * Words, Words);

    private void ForgetNode(in Node node)
    {
        switch (node.Kind)
        {
            case NodeKind.For:
                _memory[node.Memory] = Never;
                break;
            case NodeKind.Sequence:
                _memory[node.Memory] = 0;
                _memory.AsSpan(node.Memory + 1, node.Children.Length).Fill(Never);
                break;
            case NodeKind.Leaf when _condition.Leaves[node.Leaf].Source.Op.IsCrossing:
                _memory[node.Memory] = 0;
                break;
        }
    }

    private void Run(int from, int to)
    {
        var nodes = _condition.Nodes;
        for (var n = 0; n < nodes.Length; n++)
        {
            ref readonly var node = ref nodes[n];
            switch (node.Kind)
            {
                case NodeKind.Leaf:
                    RunLeaf(n, node, from, to);
                    break;
                case NodeKind.All:
                    Join(node.Children, True(n), False(n), from, to, swap: false);
                    break;
                case NodeKind.Any:
                    Join(node.Children, False(n), True(n), from, to, swap: true);
                    break;
                case NodeKind.Not:
                    False(node.Children[0]).CopyTo(True(n));
                    True(node.Children[0]).CopyTo(False(n));
                    break;
                case NodeKind.For:
                    RunFor(n, node, from, to);
                    break;
                case NodeKind.Sequence:
                    RunSequence(n, node, from, to);
                    break;
                default:
                    throw new InvariantException($"Node kind {node.Kind} is unknown.");
            }
        }
    }

    private void RunLeaf(int n, in Node node, int from, int to)
    {
        var leaf = _condition.Leaves[node.Leaf];
        Span<ulong> known = stackalloc ulong[Words];
        LeafKernel.Masks(leaf.Source.Op, Input(leaf), from, to, True(n), known);
        if (leaf.Source.Op.IsCrossing)
        {
            Cross(True(n), known, ref _memory[node.Memory], from, to);
        }

        var isTrue = True(n);
        var isFalse = False(n);
        for (var word = from / WordBits; word <= (to - 1) / WordBits; word++)
        {
            isFalse[word] = known[word] & ~isTrue[word];
        }
    }

    /// <summary>
    /// Turns "beyond the line" into "has just crossed it": the value before was known and not beyond. Memory: bit 0, the value
    /// before was known; bit 1, it was not beyond.
    /// </summary>
    private static void Cross(Span<ulong> beyond, Span<ulong> known, ref long memory, int from, int to)
    {
        var (carryKnown, carryShort) = ((ulong)memory & 1UL, ((ulong)memory >> 1) & 1UL);
        for (var word = from / WordBits; word <= (to - 1) / WordBits; word++)
        {
            var origin = word * WordBits;
            var first = Math.Max(from - origin, 0);
            var last = Math.Min(to - origin, WordBits) - 1;
            var (nowKnown, nowShort) = (known[word], known[word] & ~beyond[word]);
            var beforeKnown = (nowKnown << 1) | (carryKnown << first);
            var beforeShort = (nowShort << 1) | (carryShort << first);
            (carryKnown, carryShort) = ((nowKnown >> last) & 1UL, (nowShort >> last) & 1UL);
            known[word] = nowKnown & beforeKnown;
            beyond[word] &= known[word] & beforeShort;
        }

        memory = (long)(carryKnown | (carryShort << 1));
    }

    /// <summary>all: true where every child is, false where one is. any is the same with the masks exchanged.</summary>
    private void Join(int[] children, Span<ulong> every, Span<ulong> one, int from, int to, bool swap)
    {
        for (var word = from / WordBits; word <= (to - 1) / WordBits; word++)
        {
            var all = ulong.MaxValue;
            var some = 0UL;
            foreach (var child in children)
            {
                all &= (swap ? False(child) : True(child))[word];
                some |= (swap ? True(child) : False(child))[word];
            }

            every[word] = all;
            one[word] = some;
        }
    }

    /// <summary>Memory: since when the child has been true without a break.</summary>
    private void RunFor(int n, in Node node, int from, int to)
    {
        var childTrue = True(node.Children[0]);
        var isTrue = True(n);
        var isFalse = False(n);
        False(node.Children[0]).CopyTo(isFalse);
        isTrue.Clear();
        ref var since = ref _memory[node.Memory];
        var i = from;
        while (i < to)
        {
            var start = BitRuns.NextSet(childTrue, i, to);
            if (start > i)
            {
                since = Never;
            }

            if (start == to)
            {
                return;
            }

            var end = BitRuns.NextClear(childTrue, start, to);
            since = since == Never ? _columns.TimeMs(start) : since;
            var held = _columns.FirstAt(since + node.SpanMs, start, end);
            BitRuns.Set(isFalse, start, held);
            BitRuns.Set(isTrue, held, end);
            i = end;
        }
    }

    /// <summary>
    /// Memory: one bit a step, it was true when last known; then for each step the latest possible start of a chain that has come
    /// as far as this step. While the chain is not complete and a step is unknown, so is the sequence: it may have been completed.
    /// </summary>
    private void RunSequence(int n, in Node node, int from, int to)
    {
        var isTrue = True(n);
        var isFalse = False(n);
        isTrue.Clear();
        isFalse.Clear();
        var starts = _memory.AsSpan(node.Memory + 1, node.Children.Length);
        var wasTrue = (ulong)_memory[node.Memory];
        for (var i = from; i < to; i++)
        {
            var now = _columns.TimeMs(i);
            var rising = 0UL;
            var unknown = false;
            for (var step = 0; step < node.Children.Length; step++)
            {
                var bit = 1UL << step;
                if (BitRuns.IsSet(True(node.Children[step]), i))
                {
                    rising |= bit & ~wasTrue;
                    wasTrue |= bit;
                }
                else if (BitRuns.IsSet(False(node.Children[step]), i))
                {
                    wasTrue &= ~bit;
                }
                else
                {
                    unknown = true;
                }
            }

            Advance(starts, rising, now, node.SpanMs);
            if (starts[^1] != Never && now - starts[^1] <= node.SpanMs)
            {
                BitRuns.Set(isTrue, i, i + 1);
            }
            else if (!unknown)
            {
                BitRuns.Set(isFalse, i, i + 1);
            }
        }

        _memory[node.Memory] = (long)wasTrue;
    }

    /// <summary>Last step first, so that each step needs an evaluation later than the one before it.</summary>
    private static void Advance(Span<long> starts, ulong rising, long now, long withinMs)
    {
        for (var step = starts.Length - 1; rising != 0 && step >= 0; step--)
        {
            if ((rising & (1UL << step)) == 0)
            {
                continue;
            }

            if (step == 0)
            {
                starts[0] = now;
            }
            else if (starts[step - 1] != Never && now - starts[step - 1] <= withinMs)
            {
                starts[step] = Math.Max(starts[step], starts[step - 1]);
            }
        }
    }
}
