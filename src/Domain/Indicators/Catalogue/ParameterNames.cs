namespace Trading.Domain.Indicators.Catalogue;

/// <summary>Member names that several entries share.</summary>
internal static class ParameterNames
{
    public const string Type = "type";
    public const string Window = "window";
    public const string Current = "current";
    public const string Baseline = "baseline";
    public const string From = "from";
    public const string To = "to";
    public const string MinBaseline = "minBaseline";
    public const string Interval = "interval";
    public const string Period = "period";
    public const string Output = "output";
}
