namespace Trading.Domain.Indicators;

/// <summary>A catalogue entry: the one text that the API serves and the documentation shows.</summary>
/// <param name="Series">The series read; several for a composed score.</param>
/// <param name="Warmup">The data needed before the value is known, in words.</param>
public sealed record IndicatorDefinition(
    string Type,
    string Summary,
    string Formula,
    string Unit,
    IReadOnlyList<IndicatorSeries> Series,
    string Warmup,
    IndicatorPlacement Placement,
    IReadOnlyList<IndicatorParameter> Parameters);
