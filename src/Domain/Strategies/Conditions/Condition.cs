using System.Collections.Immutable;

namespace Trading.Domain.Strategies.Conditions;

/// <summary>A node of a condition. Truth is three-valued (Kleene): unknown is never acted upon.</summary>
/// <param name="Pointer">JSON pointer of the node in its document.</param>
/// <param name="For">The node must have been true this long; null for at once.</param>
public abstract record Condition(string Pointer, TimeSpan? For);

/// <summary>Compares an indicator with a threshold.</summary>
public sealed record LeafCondition(string Pointer, string Indicator, LeafOp Op, Threshold Threshold, TimeSpan? For) : Condition(Pointer, For);

public sealed record AllCondition(string Pointer, ImmutableArray<Condition> Children, TimeSpan? For) : Condition(Pointer, For);

public sealed record AnyCondition(string Pointer, ImmutableArray<Condition> Children, TimeSpan? For) : Condition(Pointer, For);

public sealed record NotCondition(string Pointer, Condition Child, TimeSpan? For) : Condition(Pointer, For);

/// <summary>The steps became true one after another, the last no later than <paramref name="Within"/> after the first.</summary>
public sealed record SequenceCondition(string Pointer, ImmutableArray<Condition> Steps, TimeSpan Within, TimeSpan? For) : Condition(Pointer, For);

/// <summary>What a leaf compares with: a number, two bounds, or another indicator.</summary>
/// <param name="Low">The number, or the lower bound.</param>
/// <param name="High">The upper bound; equal to <paramref name="Low"/> for a number.</param>
/// <param name="Indicator">Name of the indicator compared with; null for numbers.</param>
public sealed record Threshold(double Low, double High, string? Indicator)
{
    public static Threshold Number(double value) => new(value, value, null);

    public static Threshold Of(string indicator) => new(double.NaN, double.NaN, indicator);
}
