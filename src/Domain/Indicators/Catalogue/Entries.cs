using Trading.Domain.Indicators.Columns;

namespace Trading.Domain.Indicators.Catalogue;

/// <summary>Makes catalogue entries of the usual shapes.</summary>
internal static class Entries
{
    public const string QuoteUnits = "quote units";
    public const string Percent = "%";
    public const string PercentPerSecond = "% per s";
    public const string RatioUnit = "ratio";
    public const string WarmupOfWindows = "the longest window";
    private const string WarmupOfLastValue = "the first event of the series";

    public static IndicatorWindow CurrentWindow(ParameterValues values) => values.Window(ParameterNames.Current);

    public static IndicatorWindow OnlyWindow(ParameterValues values) => values.Window();

    public static IndicatorDefinition Definition(
        string type, string summary, string formula, string unit, IndicatorSeries series, string warmup, IndicatorPlacement placement,
        params IndicatorParameter[] parameters) =>
        new(type, summary, formula, unit, [series], warmup, placement, parameters);

    public static CatalogueEntry LastValue(
        string type, string summary, string formula, string unit, IndicatorSeries series, Func<ColumnGraph, ParameterValues, ColumnNode> build) =>
        new(
            Definition(
                type, summary, formula, unit, series, WarmupOfLastValue, unit == QuoteUnits ? IndicatorPlacement.OverPrice : IndicatorPlacement.BelowPrice),
            static _ => 0,
            build);

    public static CatalogueEntry Windowed(
        string type, string summary, string formula, string unit, IndicatorPlacement placement, IndicatorParameter[] parameters,
        Func<ColumnGraph, ParameterValues, ColumnNode> build, IndicatorSeries series = IndicatorSeries.Trade) =>
        new(
            Definition(type, summary, formula, unit, series, WarmupOfWindows, placement, parameters),
            static values => values.Window().FromMs,
            build);

    public static CatalogueEntry Paired(
        string type, string summary, string formula, string unit, IndicatorParameter[] parameters,
        Func<ColumnGraph, ParameterValues, ColumnNode> build, IndicatorSeries series = IndicatorSeries.Trade, string earlier = ParameterNames.Baseline) =>
        new(
            Definition(type, summary, formula, unit, series, WarmupOfWindows, IndicatorPlacement.BelowPrice, parameters),
            values => values.Window(earlier).FromMs,
            build)
        {
            Check = (values, faults) => Rules.IsEarlier(values, earlier, ParameterNames.Current, faults),
        };
}
