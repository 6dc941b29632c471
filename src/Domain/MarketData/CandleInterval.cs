using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using Orleans;

namespace Trading.Domain.MarketData;

/// <summary>
/// A calendar-aligned span of a candle, UTC, written as a count and a unit: <c>s</c>, <c>m</c>, <c>h</c>, <c>d</c>, <c>w</c> (from Monday)
/// or <c>M</c> (calendar month). Counts above one are counted from 1970, weeks from Monday 1970-01-05.
/// </summary>
[JsonConverter(typeof(CandleIntervalJsonConverter))]
[GenerateSerializer, Immutable, Alias("candle-interval")]
public readonly record struct CandleInterval
{
    private const long DayMs = 86_400_000;
    private const long WeekMs = 7 * DayMs;
    private const long FirstMondayMs = 4 * DayMs;
    private const int MonthsOfYear = 12;
    private const int CountMax = 10_000;

    private CandleInterval(int count, char unit)
    {
        Count = count;
        Unit = unit;
    }

    [Id(0)]
    public int Count { get; }

    /// <summary>One of <c>s m h d w M</c>.</summary>
    [Id(1)]
    public char Unit { get; }

    /// <summary>Length in ms; null for months, whose length varies.</summary>
    public long? FixedLengthMs => Unit == 'M' ? null : Count * UnitMs(Unit);

    /// <summary>
    /// Whether candles begin anew with their calendar unit: seconds, minutes and hours that divide the day, one day, one week, and months that divide the
    /// year. Any other count drifts through the calendar.
    /// </summary>
    public bool IsCalendarAligned => Unit switch
    {
        'M' => MonthsOfYear % Count == 0,
        'd' or 'w' => Count == 1,
        _ => DayMs % FixedLengthMs!.Value == 0,
    };

    /// <exception cref="ArgumentException">The text is not an interval.</exception>
    public static CandleInterval Parse(string text) => TryParse(text, out var interval)
        ? interval
        : throw new ArgumentException($"Interval must be a count and one of s, m, h, d, w, M, such as 5m, found '{text}'.", nameof(text));

    public static bool TryParse([NotNullWhen(true)] string? text, out CandleInterval interval)
    {
        interval = default;
        if (text is not { Length: >= 2 } || !"smhdwM".Contains(text[^1], StringComparison.Ordinal)
            || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count is < 1 or > CountMax)
        {
            return false;
        }

        interval = new CandleInterval(count, text[^1]);
        return true;
    }

    /// <summary>Start of the interval that holds the time.</summary>
    public long OpenTimeOf(long timeMs) => Unit switch
    {
        'M' => MonthStart(Floor(MonthOf(timeMs), Count)),
        'w' => Floor(timeMs - FirstMondayMs, Count * WeekMs) + FirstMondayMs,
        _ => Floor(timeMs, Count * UnitMs(Unit)),
    };

    /// <summary>End (exclusive) of the interval that starts at the time.</summary>
    public long CloseTimeOf(long openTimeMs) =>
        Unit == 'M' ? MonthStart(MonthOf(openTimeMs) + Count) : openTimeMs + (Count * UnitMs(Unit));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count}{Unit}");

    /// <summary>True when candles of <paramref name="finer"/> fill candles of this interval without crossing a boundary.</summary>
    public bool IsMadeOf(CandleInterval finer) => (Unit, finer.Unit) switch
    {
        ('M', 'M') => Count % finer.Count == 0,
        (_, 'M') => false,
        ('M', 'w') => false,
        ('M', _) => DayMs % finer.FixedLengthMs!.Value == 0,
        ('w', 'w') => Count % finer.Count == 0,
        (_, 'w') => false,
        // Weeks start four days after the epoch, so the finer grid must meet both.
        ('w', _) => FirstMondayMs % finer.FixedLengthMs!.Value == 0 && FixedLengthMs!.Value % finer.FixedLengthMs.Value == 0,
        _ => FixedLengthMs!.Value % finer.FixedLengthMs!.Value == 0,
    };

    private static long UnitMs(char unit) => unit switch
    {
        's' => 1_000,
        'm' => 60_000,
        'h' => 3_600_000,
        'd' => DayMs,
        'w' => WeekMs,
        _ => throw new InvariantException($"Interval unit '{unit}' has no fixed length."),
    };

    private static long Floor(long value, long step) => value - (((value % step) + step) % step);

    private static long MonthOf(long timeMs)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(timeMs);
        return ((at.Year - 1970) * 12L) + at.Month - 1;
    }

    private static long MonthStart(long month) =>
        new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMonths((int)month).ToUnixTimeMilliseconds();
}
