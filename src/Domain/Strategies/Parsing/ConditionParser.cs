using System.Collections.Immutable;
using System.Text.Json;
using Trading.Domain.Strategies.Conditions;

namespace Trading.Domain.Strategies.Parsing;

/// <summary>Reads one section's condition.</summary>
/// <param name="indicators">Names that the document declares, faulty ones included.</param>
internal sealed class ConditionParser(IReadOnlySet<string> indicators, FaultList faults)
{
    private const int DepthMax = 8;
    private const int LeavesMax = 64;

    private static readonly string[] Kinds = ["indicator", "all", "any", "not", "sequence"];

    private static readonly ImmutableArray<(string Text, LeafOp Value)> Ops = [.. Enum.GetValues<LeafOp>().Select(op => (op.Text, op))];

    private int _leaves;

    /// <returns>Null when a fault was added.</returns>
    public static Condition? Parse(JsonElement element, string pointer, IReadOnlySet<string> indicators, FaultList faults)
    {
        var parser = new ConditionParser(indicators, faults);
        var condition = parser.Node(element, pointer, depth: 1);
        if (parser._leaves <= LeavesMax)
        {
            return condition;
        }

        faults.Add(pointer, FaultCodes.OutOfRange, $"must have at most {LeavesMax} leaves, found {parser._leaves}.");
        return null;
    }

    private Condition? Node(JsonElement element, string pointer, int depth)
    {
        if (depth > DepthMax)
        {
            faults.Add(pointer, FaultCodes.TooDeep, $"must be nested at most {DepthMax} deep, found more.");
            return null;
        }

        if (ObjectReader.Open(element, pointer, faults) is not { } reader)
        {
            return null;
        }

        var kinds = Kinds.Where(reader.Has).ToList();
        if (kinds.Count != 1)
        {
            var found = kinds.Count == 0 ? "none" : string.Join(" and ", kinds);
            faults.Add(pointer, kinds.Count == 0 ? FaultCodes.Required : FaultCodes.Malformed, $"must have exactly one of {string.Join(", ", Kinds)}, found {found}.");
            return null;
        }

        var before = faults.Count;
        Condition? node = kinds[0] switch
        {
            "indicator" => Leaf(reader),
            "all" => Children(reader, "all", depth, 1) is { } children ? new AllCondition(pointer, children, For(reader)) : null,
            "any" => Children(reader, "any", depth, 1) is { } children ? new AnyCondition(pointer, children, For(reader)) : null,
            "not" => Node(reader.Required("not")!.Value, reader.At("not"), depth + 1) is { } child ? new NotCondition(pointer, child, For(reader)) : null,
            _ => Sequence(reader, depth),
        };
        reader.Optional("for");
        reader.Close();
        return faults.Count == before ? node : null;
    }

    private static TimeSpan? For(ObjectReader reader) => Span(reader, "for", reader.Optional("for"));

    private static TimeSpan? Span(ObjectReader reader, string name, JsonElement? found) =>
        reader.Duration(found, name, TimeSpan.FromMilliseconds(1), DurationText.Max);

    private ImmutableArray<Condition>? Children(ObjectReader reader, string name, int depth, int min)
    {
        var element = reader.Required(name)!.Value;
        if (element.ValueKind is not JsonValueKind.Array || element.GetArrayLength() < min)
        {
            faults.Add(reader.At(name), FaultCodes.Malformed, $"must be an array of at least {min} conditions, found {(element.ValueKind is JsonValueKind.Array ? $"{element.GetArrayLength()}" : JsonText.Found(element))}.");
            return null;
        }

        var children = ImmutableArray.CreateBuilder<Condition>();
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            if (Node(item, JsonPointer.Of(reader.At(name), index++), depth + 1) is { } child)
            {
                children.Add(child);
            }
        }

        return children.Count == index ? children.DrainToImmutable() : null;
    }

    private SequenceCondition? Sequence(ObjectReader reader, int depth)
    {
        var steps = Children(reader, "sequence", depth, 2);
        var within = Span(reader, "within", reader.Required("within"));
        var span = For(reader);
        return steps is { } known && within is { } limit ? new SequenceCondition(reader.Pointer, known, limit, span) : null;
    }

    private LeafCondition? Leaf(ObjectReader reader)
    {
        _leaves++;
        var indicator = reader.Text(reader.Required("indicator"), "indicator");
        CheckDeclared(indicator, reader.At("indicator"));
        var op = reader.Choice(reader.Required("op"), "op", Ops);
        var value = reader.Required("value");
        if (op is not { } known)
        {
            return null;
        }

        var threshold = value is { } element ? Threshold(element, reader.At("value"), known) : null;
        TimeSpan? span = null;
        if (!known.IsCrossing)
        {
            span = For(reader);
        }
        else if (reader.Has("for"))
        {
            faults.Add(reader.At("for"), FaultCodes.UnknownField, $"{known.Text} happens at one event and cannot have 'for'.");
        }

        return indicator is not null && threshold is not null ? new LeafCondition(reader.Pointer, indicator, known, threshold, span) : null;
    }

    private Threshold? Threshold(JsonElement element, string pointer, LeafOp op)
    {
        if (op.TakesBounds)
        {
            return Bounds(element, pointer, op);
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.Number:
                return Finite(element, pointer) is { } number ? Conditions.Threshold.Number(number) : null;
            case JsonValueKind.Object:
                var reader = ObjectReader.Open(element, pointer, faults)!;
                var name = reader.Text(reader.Required("indicator"), "indicator");
                CheckDeclared(name, reader.At("indicator"));
                reader.Close();
                return name is null ? null : Conditions.Threshold.Of(name);
            default:
                faults.Add(pointer, FaultCodes.Malformed, $"must be a number or {{ \"indicator\": name }} for {op.Text}, found {JsonText.Found(element)}.");
                return null;
        }
    }

    private Threshold? Bounds(JsonElement element, string pointer, LeafOp op)
    {
        if (element.ValueKind is not JsonValueKind.Array || element.GetArrayLength() != 2)
        {
            faults.Add(pointer, FaultCodes.Malformed, $"must be [low, high] for {op.Text}, found {JsonText.Found(element)}.");
            return null;
        }

        if (Finite(element[0], JsonPointer.Of(pointer, 0)) is not { } low || Finite(element[1], JsonPointer.Of(pointer, 1)) is not { } high)
        {
            return null;
        }

        if (low <= high)
        {
            return new Threshold(low, high, null);
        }

        faults.Add(pointer, op is LeafOp.Between ? FaultCodes.NeverTrue : FaultCodes.OutOfRange, $"must not have its low bound above its high one, found [{JsonText.Found(element[0])}, {JsonText.Found(element[1])}].");
        return null;
    }

    private double? Finite(JsonElement element, string pointer)
    {
        if (element.ValueKind is not JsonValueKind.Number)
        {
            faults.Add(pointer, FaultCodes.Malformed, $"must be a number, found {JsonText.Found(element)}.");
            return null;
        }

        if (element.TryGetDouble(out var value) && double.IsFinite(value))
        {
            return value;
        }

        faults.Add(pointer, FaultCodes.OutOfRange, $"must be a finite number, found {JsonText.Found(element)}.");
        return null;
    }

    private void CheckDeclared(string? name, string pointer)
    {
        if (name is not null && !indicators.Contains(name))
        {
            faults.Add(pointer, FaultCodes.UnknownIndicator, $"must be declared in /indicators, found \"{JsonText.Shorten(name)}\".");
        }
    }
}
