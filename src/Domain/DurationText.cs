using System.Globalization;

namespace Trading.Domain;

/// <summary>Durations as documents, limits and requests write them: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>2h</c>, <c>1d</c>.</summary>
public static class DurationText
{
    private const int DigitsMax = 12;

    /// <summary>The longest that a strategy document may ask for.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromDays(7);

    /// <summary>Longer than any duration that is allowed anywhere.</summary>
    private static readonly TimeSpan ReadableMax = TimeSpan.FromDays(36_500);

    /// <param name="duration">A number of units beyond a century is held at just above one: out of every range, but a duration.</param>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        text ??= "";
        var digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }

        long? unitMs = text[digits..] switch
        {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => null,
        };
        if (digits is 0 or > DigitsMax || unitMs is not { } unit)
        {
            return false;
        }

        // Twelve digits of days fit neither long nor TimeSpan.
        var count = long.Parse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture);
        var max = (long)ReadableMax.TotalMilliseconds;
        duration = TimeSpan.FromMilliseconds(count > max / unit ? max + 1 : count * unit);
        return true;
    }

    /// <summary>The shortest spelling.</summary>
    public static string Format(TimeSpan duration)
    {
        var ms = (long)duration.TotalMilliseconds;
        var (count, unit) = ms switch
        {
            _ when ms != 0 && ms % 86_400_000 == 0 => (ms / 86_400_000, "d"),
            _ when ms != 0 && ms % 3_600_000 == 0 => (ms / 3_600_000, "h"),
            _ when ms != 0 && ms % 60_000 == 0 => (ms / 60_000, "m"),
            _ when ms % 1_000 == 0 => (ms / 1_000, "s"),
            _ => (ms, "ms"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");
    }
}
