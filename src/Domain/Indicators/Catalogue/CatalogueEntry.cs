using Trading.Domain.Indicators.Columns;

namespace Trading.Domain.Indicators.Catalogue;

/// <summary>Everything there is to know of one indicator type: its text, its rules, and how it is computed.</summary>
/// <param name="LongestWindowMs">Data needed until the value is known.</param>
/// <param name="Build">Null for instance indicators.</param>
internal sealed record CatalogueEntry(
    IndicatorDefinition Definition,
    Func<ParameterValues, long> LongestWindowMs,
    Func<ColumnGraph, ParameterValues, ColumnNode>? Build)
{
    /// <summary>Rules between parameters.</summary>
    public Action<ParameterValues, FaultList> Check { get; init; } = static (_, _) => { };

    /// <summary>Window whose gaps make the value unknown: the current one of volumes and counts, null for all others.</summary>
    public Func<ParameterValues, IndicatorWindow>? GapWindow { get; init; }
}
