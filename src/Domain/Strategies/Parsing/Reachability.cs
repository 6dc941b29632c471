using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Strategies.Parsing;

/// <summary>
/// Finds conditions that can never be true: for each node, what its truth and its falsehood ask of each indicator at one event.
/// What is asked is necessary, not sufficient, so a fault is certain and a pass is not a proof.
/// </summary>
internal sealed class Reachability
{
    private readonly StrategyDocument _document;
    private readonly SectionKind _section;
    private readonly FaultList _faults;
    private readonly Dictionary<string, NamedIndicator> _indicators;

    /// <summary>How long the section is in force at most.</summary>
    private readonly TimeSpan? _horizon;

    private Reachability(StrategyDocument document, SectionKind section, FaultList faults)
    {
        (_document, _section, _faults) = (document, section, faults);
        _indicators = document.Indicators.ToDictionary(named => named.Name, StringComparer.Ordinal);
        _horizon = section switch
        {
            SectionKind.Entry => document.Signal.Expires,
            SectionKind.Exit => document.Limits.MaxTimeInPosition,
            _ => null,
        };
    }

    public static void Check(StrategyDocument document, FaultList faults)
    {
        Condition?[] conditions = [document.Signal.When, document.Cancel?.When, document.Entry.When, document.Exit.When, document.Emergency?.When];
        for (var n = 0; n < conditions.Length; n++)
        {
            if (conditions[n] is { } condition)
            {
                new Reachability(document, (SectionKind)n, faults).Judge(condition);
            }
        }

        if (document.Entry.Size.Scale is { } scale)
        {
            var reachability = new Reachability(document, SectionKind.Entry, faults);
            if (reachability.Bounds(scale.By).IsEmpty)
            {
                faults.Add("/entry/size/scale/by", FaultCodes.NeverTrue, $"must be known while the entry is awaited: '{scale.By}' never is, so every entry would be refused.");
            }
        }
    }

    private Verdicts Judge(Condition condition)
    {
        var verdicts = condition switch
        {
            LeafCondition leaf => Leaf(leaf),
            AllCondition all => All(all),
            AnyCondition any => Any(any),
            NotCondition not => Not(not),
            SequenceCondition sequence => Sequence(sequence),
            _ => throw new InvariantException($"Condition {condition.GetType().Name} at {condition.Pointer} is unknown."),
        };
        if (condition.For is not { } span)
        {
            return verdicts;
        }

        if (span >= _horizon && verdicts.True is not null)
        {
            _faults.Add($"{condition.Pointer}/for", FaultCodes.NeverTrue, $"must be below the {DurationText.Format(_horizon.Value)} that /{_section.Name()} is in force, found {DurationText.Format(span)}.");
            return new Verdicts(null, Needs.Nothing);
        }

        // It is false as well until the span has passed.
        return verdicts with { False = Needs.Nothing };
    }

    private ValueSet Bounds(string indicator) => ValueBounds.Of(_indicators[indicator].Spec.Type, _section, _document);

    private Verdicts Leaf(LeafCondition leaf)
    {
        var (key, possible) = Subject(leaf);
        if (possible.IsEmpty)
        {
            _faults.Add(leaf.Pointer, FaultCodes.NeverTrue, $"can never be true: '{leaf.Indicator}'{Other(leaf)} is always unknown in /{_section.Name()}.");
            return new Verdicts(null, null);
        }

        var isTrue = possible.Intersect(Truth(leaf));
        var isFalse = leaf.Op.IsCrossing ? possible : possible.Intersect(Truth(leaf).Complement());
        if (isTrue.IsEmpty)
        {
            _faults.Add(leaf.Pointer, FaultCodes.NeverTrue, $"can never be true: '{leaf.Indicator}' {leaf.Op.Text} its threshold lies outside what the indicator can be in /{_section.Name()}.");
        }

        return new Verdicts(isTrue.IsEmpty ? null : Needs.Of(key, isTrue), isFalse.IsEmpty ? null : Needs.Of(key, isFalse));
    }

    private static string Other(LeafCondition leaf) => leaf.Threshold.Indicator is { } other ? $" or '{other}'" : string.Empty;

    /// <summary>What a leaf speaks about: an indicator, or the difference of two.</summary>
    private (string Key, ValueSet Possible) Subject(LeafCondition leaf)
    {
        var one = _indicators[leaf.Indicator].Spec;
        var bounds = Bounds(leaf.Indicator);
        if (leaf.Threshold.Indicator is not { } name)
        {
            return (one.CanonicalJson, bounds);
        }

        var two = _indicators[name].Spec;
        var possible = bounds.IsEmpty || Bounds(name).IsEmpty ? bounds.Intersect(Bounds(name)) : one.Equals(two) ? ValueSet.Point(0d) : ValueSet.All;
        return ($"{one.CanonicalJson}-{two.CanonicalJson}", possible);
    }

    private static ValueSet Truth(LeafCondition leaf)
    {
        var (low, high) = leaf.Threshold.Indicator is null ? (leaf.Threshold.Low, leaf.Threshold.High) : (0d, 0d);
        return leaf.Op switch
        {
            LeafOp.Above or LeafOp.CrossesAbove => ValueSet.Above(low, included: false),
            LeafOp.AtLeast => ValueSet.Above(low, included: true),
            LeafOp.Below or LeafOp.CrossesBelow => ValueSet.Below(low, included: false),
            LeafOp.AtMost => ValueSet.Below(low, included: true),
            LeafOp.EqualTo => ValueSet.Point(low),
            LeafOp.NotEqualTo => ValueSet.Point(low).Complement(),
            LeafOp.Between => ValueSet.Between(low, high),
            LeafOp.Outside => ValueSet.Between(low, high).Complement(),
            _ => throw new InvariantException($"Leaf operator {leaf.Op} is unknown."),
        };
    }

    private Verdicts All(AllCondition all)
    {
        var children = all.Children.Select(Judge).ToList();
        var isTrue = Needs.Every(children.Select(child => child.True));
        if (isTrue is null && children.TrueForAll(child => child.True is not null))
        {
            _faults.Add(all.Pointer, FaultCodes.NeverTrue, "can never be true: its conditions on one indicator contradict each other.");
        }

        return new Verdicts(isTrue, Needs.Either(children.Select(child => child.False)));
    }

    private Verdicts Any(AnyCondition any)
    {
        var children = any.Children.Select(Judge).ToList();
        return new Verdicts(Needs.Either(children.Select(child => child.True)), Needs.Every(children.Select(child => child.False)));
    }

    private Verdicts Not(NotCondition not)
    {
        var child = Judge(not.Child);
        if (child.False is null && child.True is not null)
        {
            _faults.Add(not.Pointer, FaultCodes.NeverTrue, "can never be true: its condition can never be false.");
        }

        return new Verdicts(child.False, child.True);
    }

    private Verdicts Sequence(SequenceCondition sequence)
    {
        var steps = sequence.Steps.Select(Judge).ToList();
        return new Verdicts(steps.TrueForAll(step => step.True is not null) ? Needs.Nothing : null, Needs.Nothing);
    }

    /// <summary>What truth and falsehood need; null where they are impossible.</summary>
    private readonly record struct Verdicts(Needs? True, Needs? False);

    /// <summary>For each subject the values that it must have; a subject left out may have any.</summary>
    private sealed class Needs
    {
        private readonly Dictionary<string, ValueSet> _sets;

        private Needs(Dictionary<string, ValueSet> sets) => _sets = sets;

        public static Needs Nothing { get; } = new([]);

        public static Needs Of(string key, ValueSet values) => new(new(StringComparer.Ordinal) { [key] = values });

        /// <returns>Null when one is impossible or together they are.</returns>
        public static Needs? Every(IEnumerable<Needs?> all)
        {
            var sets = new Dictionary<string, ValueSet>(StringComparer.Ordinal);
            foreach (var needs in all)
            {
                if (needs is null)
                {
                    return null;
                }

                foreach (var (key, values) in needs._sets)
                {
                    sets[key] = sets.TryGetValue(key, out var others) ? others.Intersect(values) : values;
                }
            }

            return sets.Values.Any(values => values.IsEmpty) ? null : new Needs(sets);
        }

        /// <returns>Null when all are impossible.</returns>
        public static Needs? Either(IEnumerable<Needs?> any)
        {
            var possible = any.OfType<Needs>().ToList();
            if (possible.Count == 0)
            {
                return null;
            }

            var shared = possible[0]._sets.Keys.Where(key => possible.TrueForAll(needs => needs._sets.ContainsKey(key)));
            return new Needs(shared.ToDictionary(
                key => key, key => possible.Select(needs => needs._sets[key]).Aggregate((one, two) => one.Union(two)), StringComparer.Ordinal));
        }
    }
}
