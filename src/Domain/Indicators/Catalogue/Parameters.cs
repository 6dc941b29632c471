using System.Text.Json;

namespace Trading.Domain.Indicators.Catalogue;

/// <summary>Makes the parameters of catalogue entries.</summary>
internal static class Parameters
{
    public const double WindowSecondsMax = 86_400;
    private const double SecondsMin = 0.001;

    public static IndicatorParameter Window(string name, string summary, double from, double to) =>
        Of(name, ParameterTypes.Window, summary, JsonSerializer.SerializeToElement(new { from, to }), 0, WindowSecondsMax);

    public static IndicatorParameter Single(double from) =>
        Window(ParameterNames.Window, "Window, seconds back from now.", from, 0);

    public static IndicatorParameter[] Pair(double currentFrom, double currentTo, double baselineFrom, double baselineTo) =>
    [
        Window(ParameterNames.Current, "The window that is judged.", currentFrom, currentTo),
        Window(ParameterNames.Baseline, "The earlier window that it is compared with.", baselineFrom, baselineTo),
    ];

    public static IndicatorParameter Seconds(string name, string summary, double @default, double min = SecondsMin, double max = WindowSecondsMax) =>
        Of(name, ParameterTypes.Seconds, summary, Json(@default), min, max);

    public static IndicatorParameter Number(string name, string summary, double @default, double? min, double? max, bool isMinExclusive = false) =>
        Of(name, ParameterTypes.Number, summary, Json(@default), min, max) with { IsMinExclusive = isMinExclusive };

    public static IndicatorParameter Integer(string name, string summary, int @default, int min, int max) =>
        Of(name, ParameterTypes.Integer, summary, JsonSerializer.SerializeToElement(@default), min, max);

    public static IndicatorParameter Interval() =>
        Of(ParameterNames.Interval, ParameterTypes.Interval, "Length of a candle, calendar aligned in UTC; any whole number of seconds that divides the day.", null, 1, WindowSecondsMax) with
        {
            Values = Intervals.Usual,
        };

    public static IndicatorParameter Choice(string name, string summary, string @default, params string[] values) =>
        Of(name, ParameterTypes.Choice, summary, JsonSerializer.SerializeToElement(@default), null, null) with { Values = values };

    public static IndicatorParameter Frames(string name, string summary, params (double CurrentFrom, double BaselineFrom, double BaselineTo)[] defaults) =>
        Of(
            name,
            ParameterTypes.Frames,
            summary,
            JsonSerializer.SerializeToElement(defaults.Select(frame => new
            {
                current = new { from = frame.CurrentFrom, to = 0 },
                baseline = new { from = frame.BaselineFrom, to = frame.BaselineTo },
            })),
            2,
            8) with
        {
            Members = Pair(0, 0, 0, 0).Select(window => window with { Default = null }).ToArray(),
        };

    public static IndicatorParameter Part(string name, string summary, params IndicatorParameter[] members) =>
        Of(name, ParameterTypes.Object, summary, null, null, null) with { Members = members };

    private static JsonElement Json(double value) => JsonSerializer.SerializeToElement(value);

    private static IndicatorParameter Of(string name, string type, string summary, JsonElement? @default, double? min, double? max) =>
        new(name, type, summary, @default, min, max, [], []);
}
