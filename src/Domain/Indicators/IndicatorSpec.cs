namespace Trading.Domain.Indicators;

/// <summary>
/// An indicator with its parameters, defaults applied. Equal when type and parameters are: two uses of equal specs on one
/// symbol are computed once. Made by <see cref="IndicatorCatalog.Parse"/> only, so it is always valid.
/// </summary>
public sealed class IndicatorSpec : IEquatable<IndicatorSpec>
{
    internal IndicatorSpec(IndicatorDefinition definition, string canonicalJson, TimeSpan longestWindow)
    {
        Definition = definition;
        CanonicalJson = canonicalJson;
        LongestWindow = longestWindow;
    }

    public IndicatorDefinition Definition { get; }

    public string Type => Definition.Type;

    /// <summary>The spec as JSON with every parameter present, in catalogue order and normalised: the identity of the spec.</summary>
    public string CanonicalJson { get; }

    /// <summary>Data needed before the value is known; zero for a last value. For candle indicators the candles needed times the interval.</summary>
    public TimeSpan LongestWindow { get; }

    /// <summary>True when the instance machine computes it; an <see cref="IndicatorSet"/> refuses such a spec.</summary>
    public bool IsInstance => Definition.Series.Contains(IndicatorSeries.Instance);

    public bool Reads(IndicatorSeries series) => Definition.Series.Contains(series);

    public bool Equals(IndicatorSpec? other) => other is not null && string.Equals(CanonicalJson, other.CanonicalJson, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as IndicatorSpec);

    public override int GetHashCode() => CanonicalJson.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => CanonicalJson;
}
