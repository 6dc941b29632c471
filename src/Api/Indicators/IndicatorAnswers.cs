using System.Text.Json;
using Trading.Domain.Indicators;

namespace Trading.Api.Indicators;

/// <param name="Series">What it reads: <c>trade</c>, <c>book</c>, <c>mark</c>, <c>instance</c>.</param>
/// <param name="Warmup">The data needed before the value is known, in words.</param>
/// <param name="Placement">Where a chart draws it.</param>
public sealed record IndicatorAnswer(
    string Type,
    string Summary,
    string Formula,
    string Unit,
    IReadOnlyList<IndicatorSeries> Series,
    string Warmup,
    IndicatorPlacement Placement,
    IReadOnlyList<IndicatorParameterAnswer> Parameters)
{
    public static IndicatorAnswer From(IndicatorDefinition entry) => new(
        entry.Type, entry.Summary, entry.Formula, entry.Unit, entry.Series, entry.Warmup, entry.Placement,
        [.. entry.Parameters.Select(IndicatorParameterAnswer.From)]);
}

/// <param name="Default">What holds when the member is left out; null when it is required.</param>
/// <param name="Min">Smallest number allowed; null without a limit.</param>
/// <param name="MinExclusive">The smallest number itself is not allowed.</param>
/// <param name="Values">What a choice may be; empty for the rest.</param>
/// <param name="Members">Parts of an object; empty for the rest.</param>
public sealed record IndicatorParameterAnswer(
    string Name,
    string Type,
    string Summary,
    JsonElement Default,
    double? Min,
    bool MinExclusive,
    double? Max,
    IReadOnlyList<string> Values,
    IReadOnlyList<IndicatorParameterAnswer> Members)
{
    private static readonly JsonElement Nothing = JsonElement.Parse("null");

    public static IndicatorParameterAnswer From(IndicatorParameter parameter) => new(
        parameter.Name, parameter.Type, parameter.Summary, parameter.Default ?? Nothing, parameter.Min, parameter.IsMinExclusive, parameter.Max,
        parameter.Values, [.. parameter.Members.Select(From)]);
}
