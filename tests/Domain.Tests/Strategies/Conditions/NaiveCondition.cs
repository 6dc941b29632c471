using System.Collections.Immutable;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Tests.Strategies.Conditions;

/// <summary>The semantics of spec/strategies.md written down again, one event at a time, with nothing of the evaluator.</summary>
internal sealed class NaiveCondition(Condition condition)
{
    private readonly List<NaiveCondition> _children = [.. Children(condition).Select(child => new NaiveCondition(child))];
    private readonly Dictionary<int, long> _chains = [];
    private readonly HashSet<int> _wasTrue = [];
    private (double Value, double Line)? _before;
    private long? _trueSince;

    public bool? At(long timeMs, Func<string, double> value)
    {
        var verdict = Now(timeMs, value);
        if (condition.For is not { } span)
        {
            return verdict;
        }

        _trueSince = verdict is true ? _trueSince ?? timeMs : null;
        return verdict is true ? timeMs - _trueSince >= span.TotalMilliseconds : verdict;
    }

    private bool? Now(long timeMs, Func<string, double> value)
    {
        var children = _children.Select(child => child.At(timeMs, value)).ToList();
        return condition switch
        {
            LeafCondition leaf => Leaf(leaf, value),
            AllCondition => children.Contains(false) ? false : children.Contains(null) ? null : true,
            AnyCondition => children.Contains(true) ? true : children.Contains(null) ? null : false,
            NotCondition => !children[0],
            SequenceCondition sequence => Sequence(sequence, timeMs, children),
            _ => throw new InvalidOperationException(),
        };
    }

    private bool? Leaf(LeafCondition leaf, Func<string, double> value)
    {
        var now = value(leaf.Indicator);
        var (low, high) = leaf.Threshold.Indicator is { } other ? (value(other), value(other)) : (leaf.Threshold.Low, leaf.Threshold.High);
        var known = double.IsFinite(now) && double.IsFinite(low);
        var before = _before;
        _before = known ? (now, low) : null;
        if (!known)
        {
            return null;
        }

        return leaf.Op switch
        {
            LeafOp.Above => now > low,
            LeafOp.AtLeast => now >= low,
            LeafOp.Below => now < low,
            LeafOp.AtMost => now <= low,
            LeafOp.EqualTo => now == low,
            LeafOp.NotEqualTo => now != low,
            LeafOp.Between => low <= now && now <= high,
            LeafOp.Outside => now < low || now > high,
            LeafOp.CrossesAbove => before is { } below ? below.Value <= below.Line && now > low : null,
            LeafOp.CrossesBelow => before is { } above ? above.Value >= above.Line && now < low : null,
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>Chains by the step that they have reached: for each the latest start.</summary>
    private bool? Sequence(SequenceCondition sequence, long timeMs, List<bool?> steps)
    {
        var within = (long)sequence.Within.TotalMilliseconds;
        var former = new Dictionary<int, long>(_chains);
        for (var n = 0; n < steps.Count; n++)
        {
            var becameTrue = steps[n] is true && !_wasTrue.Contains(n);
            if (steps[n] is true)
            {
                _wasTrue.Add(n);
            }
            else if (steps[n] is false)
            {
                _wasTrue.Remove(n);
            }

            if (becameTrue && n == 0)
            {
                _chains[0] = timeMs;
            }
            else if (becameTrue && former.TryGetValue(n - 1, out var start) && timeMs - start <= within)
            {
                _chains[n] = start;
            }
        }

        var complete = _chains.TryGetValue(steps.Count - 1, out var first) && timeMs - first <= within;
        return complete ? true : steps.Contains(null) ? null : false;
    }

    private static ImmutableArray<Condition> Children(Condition condition) => condition switch
    {
        AllCondition all => all.Children,
        AnyCondition any => any.Children,
        NotCondition not => [not.Child],
        SequenceCondition sequence => sequence.Steps,
        _ => [],
    };
}
