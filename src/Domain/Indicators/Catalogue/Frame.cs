namespace Trading.Domain.Indicators.Catalogue;

/// <summary>A pair of windows of one velocity.</summary>
internal readonly record struct Frame(IndicatorWindow Current, IndicatorWindow Baseline);
