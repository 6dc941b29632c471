using System.Globalization;

namespace Trading.Domain.Indicators.Catalogue;

/// <summary>Candle lengths as text: a whole number of seconds, minutes or hours that divides the UTC day, or <c>1d</c>.</summary>
internal static class Intervals
{
    private const long DayMs = 86_400_000;
    private const int DigitCountMax = 5;

    private static readonly (char Unit, long Ms)[] Units = [('d', DayMs), ('h', 3_600_000), ('m', 60_000), ('s', 1000)];

    public static readonly IReadOnlyList<string> Usual =
        ["1s", "5s", "10s", "15s", "30s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d"];

    public static bool TryParse(string text, out long intervalMs)
    {
        intervalMs = 0;
        if (text.Length is < 2 or > DigitCountMax + 1
            || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        var unitMs = Units.FirstOrDefault(unit => unit.Unit == text[^1]).Ms;
        intervalMs = count * unitMs;
        return intervalMs > 0 && intervalMs <= DayMs && DayMs % intervalMs == 0;
    }

    /// <summary>The shortest text: <c>60s</c> is <c>1m</c>.</summary>
    public static string Format(long intervalMs)
    {
        var (unit, unitMs) = Units.First(candidate => intervalMs % candidate.Ms == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{intervalMs / unitMs}{unit}");
    }
}
