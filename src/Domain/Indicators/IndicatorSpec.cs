using Trading.Domain.Indicators.Catalogue;
using Trading.Domain.Indicators.Columns;

namespace Trading.Domain.Indicators;

/// <summary>
/// An indicator with its parameters, defaults applied. Equal when type and parameters are: two uses of equal specs on one
/// symbol are computed once. Made by <see cref="IndicatorCatalog.Parse(System.Text.Json.JsonElement, string, ICollection{ValidationError})"/> only, so it is always valid.
/// </summary>
public sealed class IndicatorSpec : IEquatable<IndicatorSpec>
{
    private readonly CatalogueEntry _entry;
    private readonly ParameterValues _values;

    internal IndicatorSpec(CatalogueEntry entry, ParameterValues values, string canonicalJson)
    {
        (_entry, _values, CanonicalJson) = (entry, values, canonicalJson);
        LongestWindow = TimeSpan.FromMilliseconds(entry.LongestWindowMs(values));
        GapWindow = entry.GapWindow?.Invoke(values);
        CandleInterval = values.Has(ParameterNames.Interval) ? TimeSpan.FromMilliseconds(values.Span(ParameterNames.Interval)) : null;
    }

    public IndicatorDefinition Definition => _entry.Definition;

    public string Type => Definition.Type;

    /// <summary>The spec as JSON with every parameter present, in catalogue order and normalised: the identity of the spec.</summary>
    public string CanonicalJson { get; }

    /// <summary>Data needed before the value is known; zero for a last value. For candle indicators the candles needed times the interval.</summary>
    public TimeSpan LongestWindow { get; }

    /// <summary>Length of the candles that it reads; null for all but candle indicators.</summary>
    public TimeSpan? CandleInterval { get; }

    /// <summary>The series that it reads.</summary>
    public IReadOnlyList<IndicatorSeries> Series => Definition.Series;

    /// <summary>True when the instance machine computes it; an <see cref="IndicatorSet"/> refuses such a spec.</summary>
    public bool IsInstance => _entry.Build is null;

    /// <summary>Window in which a gap makes the value unknown; null when gaps are dealt with otherwise.</summary>
    internal IndicatorWindow? GapWindow { get; }

    public bool Reads(IndicatorSeries series) => Definition.Series.Contains(series);

    public bool Equals(IndicatorSpec? other) => other is not null && string.Equals(CanonicalJson, other.CanonicalJson, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as IndicatorSpec);

    public override int GetHashCode() => CanonicalJson.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => CanonicalJson;

    /// <returns>Null for an instance indicator.</returns>
    internal ColumnNode? Build(ColumnGraph graph) => _entry.Build?.Invoke(graph, _values);
}
