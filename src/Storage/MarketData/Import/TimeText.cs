using System.Globalization;

namespace Trading.Storage.MarketData.Import;

/// <summary>Reads a time: Unix ms, Unix µs from 10^14 on, or an ISO 8601 date or date and time, UTC unless it names an offset.</summary>
internal static class TimeText
{
    /// <summary>2100-01-01, Unix ms.</summary>
    public const long TimeMsMax = 4_102_444_800_000;

    private const long MicrosecondsFrom = 100_000_000_000_000;
    private const int IsoLengthMax = 40;

    private static readonly string[] IsoFormats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    /// <returns>False when the text is no time at all.</returns>
    /// <param name="timeMs">May lie outside 0 to <see cref="TimeMsMax"/>: the caller's rule.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out long timeMs)
    {
        if (DecimalText.TryParse(text, out var digits, out var scale) is DecimalFault.None)
        {
            timeMs = digits >= MicrosecondsFrom ? digits / 1000 : digits;
            return scale == 0;
        }

        timeMs = 0;
        if (text.Length is 0 or > IsoLengthMax)
        {
            return false;
        }

        Span<char> letters = stackalloc char[IsoLengthMax];
        for (var i = 0; i < text.Length; i++)
        {
            letters[i] = (char)text[i];
        }

        if (!DateTimeOffset.TryParseExact(
            letters[..text.Length], IsoFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
        {
            return false;
        }

        timeMs = at.ToUnixTimeMilliseconds();
        return true;
    }
}
