using System.Globalization;

namespace Trading.Domain.Risk;

/// <summary>Durations of limits as text: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>2h</c>.</summary>
internal static class RiskDuration
{
    private static readonly (string Suffix, long Ms)[] Units = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    public static bool TryParse(string? text, out TimeSpan span)
    {
        span = default;
        foreach (var (suffix, ms) in Units)
        {
            // "500ms" also ends with "s": the digits before it then are not digits, and the loop goes on.
            if (text is not null && text.EndsWith(suffix, StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count * ms <= TimeSpan.FromDays(7).TotalMilliseconds)
            {
                span = TimeSpan.FromMilliseconds(count * ms);
                return true;
            }
        }

        return false;
    }

    /// <summary>In the largest unit that says it without a fraction.</summary>
    public static string Format(TimeSpan span)
    {
        var ms = (long)span.TotalMilliseconds;
        var (suffix, unit) = ms == 0 ? Units[1] : Units.Last(known => ms % known.Ms == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{ms / unit}{suffix}");
    }
}
