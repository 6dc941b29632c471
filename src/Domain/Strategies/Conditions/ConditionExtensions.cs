namespace Trading.Domain.Strategies.Conditions;

public static class ConditionExtensions
{
    /// <summary>The leaves of a condition in document order.</summary>
    public static IEnumerable<LeafCondition> LeavesOf(this Condition condition) => condition switch
    {
        LeafCondition leaf => [leaf],
        AllCondition all => all.Children.SelectMany(LeavesOf),
        AnyCondition any => any.Children.SelectMany(LeavesOf),
        NotCondition not => not.Child.LeavesOf(),
        SequenceCondition sequence => sequence.Steps.SelectMany(LeavesOf),
        _ => throw new InvariantException($"Condition {condition.GetType().Name} at {condition.Pointer} is unknown."),
    };

    /// <summary>Names of the indicators that a condition reads, repeats included.</summary>
    public static IEnumerable<string> IndicatorNames(this Condition condition) =>
        condition.LeavesOf().SelectMany(leaf => leaf.Threshold.Indicator is { } other ? [leaf.Indicator, other] : (string[])[leaf.Indicator]);
}
