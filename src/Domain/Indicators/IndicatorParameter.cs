using System.Text.Json;

namespace Trading.Domain.Indicators;

/// <summary>One parameter of a catalogue entry.</summary>
/// <param name="Type"><c>window</c>, <c>seconds</c>, <c>number</c>, <c>integer</c>, <c>interval</c>, <c>choice</c>, <c>frames</c> or <c>object</c>.</param>
/// <param name="Default">Value that holds when the member is left out; null when it is required.</param>
/// <param name="Min">Smallest number allowed (seconds for windows and spans); null without a limit of its own.</param>
/// <param name="Max">Largest number allowed.</param>
/// <param name="Values">What a choice or an interval may be; empty for the rest.</param>
/// <param name="Members">Parts of an object; empty for the rest.</param>
public sealed record IndicatorParameter(
    string Name,
    string Type,
    string Summary,
    JsonElement? Default,
    double? Min,
    double? Max,
    IReadOnlyList<string> Values,
    IReadOnlyList<IndicatorParameter> Members)
{
    /// <summary>True when <see cref="Min"/> itself is not allowed.</summary>
    public bool IsMinExclusive { get; init; }
}
