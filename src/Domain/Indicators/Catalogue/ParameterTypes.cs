namespace Trading.Domain.Indicators.Catalogue;

/// <summary>Values of <see cref="IndicatorParameter.Type"/>.</summary>
internal static class ParameterTypes
{
    /// <summary><c>{ "from": a, "to": b }</c>, seconds back from now.</summary>
    public const string Window = "window";

    /// <summary>Seconds as a number, or a duration such as <c>"60s"</c>.</summary>
    public const string Seconds = "seconds";

    public const string Number = "number";
    public const string Integer = "integer";

    /// <summary>A candle length such as <c>"5m"</c> that divides the UTC day.</summary>
    public const string Interval = "interval";

    public const string Choice = "choice";

    /// <summary>A list of pairs of windows, short to long.</summary>
    public const string Frames = "frames";

    public const string Object = "object";
}
