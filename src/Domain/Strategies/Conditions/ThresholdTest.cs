using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trading.Domain.Strategies.Parsing;

namespace Trading.Domain.Strategies.Conditions;

/// <summary>A leaf's comparison with numbers, for a series of values outside a strategy: the same parser and the same kernel.</summary>
public sealed class ThresholdTest
{
    private const string Series = "value";
    private const int WordBits = 64;

    private readonly LeafCondition _leaf;

    private ThresholdTest(LeafCondition leaf) => _leaf = leaf;

    /// <summary>Reads <c>{ "op", "value" }</c> and adds every fault found.</summary>
    /// <param name="value">A number, or two bounds.</param>
    /// <returns>Null when a fault was added.</returns>
    public static ThresholdTest? Parse(string op, JsonElement value, string pointer, ICollection<ValidationError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (!IsNumbers(value))
        {
            errors.Add(new ValidationError(JsonPointer.Of(pointer, "value"), FaultCodes.Malformed, "must be a number, or [low, high] for between and outside."));
            return null;
        }

        var faults = new FaultList();
        using var leaf = JsonSerializer.SerializeToDocument(
            new JsonObject { ["indicator"] = Series, ["op"] = op, ["value"] = JsonNode.Parse(value.GetRawText()) });
        var condition = ConditionParser.Parse(leaf.RootElement, pointer, new HashSet<string>(StringComparer.Ordinal) { Series }, faults);
        foreach (var fault in faults.Errors)
        {
            errors.Add(fault);
        }

        return condition is LeafCondition parsed ? new ThresholdTest(parsed) : null;
    }

    /// <summary>How many of the values are true; a crossing is true at the value that lies beyond. What is not finite is unknown and never true.</summary>
    public long CountTrue(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            return 0;
        }

        var words = (values.Length + WordBits - 1) / WordBits;
        var (isTrue, isKnown) = (new ulong[words], new ulong[words]);
        LeafKernel.Masks(_leaf.Op, new LeafInput(values, default, _leaf.Threshold.Low, _leaf.Threshold.High), 0, values.Length, isTrue, isKnown);
        return _leaf.Op.IsCrossing ? CountCrossings(isTrue, isKnown) : isTrue.Sum(word => (long)BitOperations.PopCount(word));
    }

    /// <summary>Beyond now, and known and not beyond at the value before.</summary>
    private static long CountCrossings(ulong[] isBeyond, ulong[] isKnown)
    {
        var (count, from) = (0L, 0UL);
        for (var word = 0; word < isBeyond.Length; word++)
        {
            var mayCross = isKnown[word] & ~isBeyond[word];
            count += BitOperations.PopCount(isBeyond[word] & ((mayCross << 1) | from));
            from = mayCross >> (WordBits - 1);
        }

        return count;
    }

    private static bool IsNumbers(JsonElement value) => value.ValueKind is JsonValueKind.Number
        || (value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(bound => bound.ValueKind is JsonValueKind.Number));
}
