using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.MarketData;

/// <summary>
/// What a series is worth. Completeness: of candles and fundings the rows there are of those that the span should hold; of trades,
/// book and mark the share of the span's UTC minutes with at least one event.
/// </summary>
/// <param name="Units">Rows or minutes that are there.</param>
/// <param name="UnitsExpected">Rows or minutes that the span should hold.</param>
/// <param name="UsualSpacingMs">The interval of candles; else the median of the spacings above 0. 0 with fewer than two times.</param>
/// <param name="GapCount">Spacings over twice the usual one.</param>
/// <param name="LargestGaps">The largest of them, at most <see cref="GapsKept"/>, by time.</param>
/// <param name="Duplicates">Rows equal in every column to an earlier row of the same time.</param>
/// <param name="Outliers">Rows whose price lies more than <see cref="OutlierPct"/> % from the row before.</param>
[GenerateSerializer, Immutable, Alias("series-quality")]
public sealed record SeriesQuality(
    [property: Id(0)] long Rows,
    [property: Id(1)] long Units,
    [property: Id(2)] long UnitsExpected,
    [property: Id(3)] long UsualSpacingMs,
    [property: Id(4)] long GapCount,
    [property: Id(5)] ImmutableArray<DataGap> LargestGaps,
    [property: Id(6)] long Duplicates,
    [property: Id(7)] long Outliers)
{
    public const int GapsKept = 100;
    public const int OutlierPct = 10;
    private const long MinuteMs = 60_000;

    public double CompletenessPct => UnitsExpected == 0 ? 0 : 100.0 * Units / UnitsExpected;

    /// <summary>Of two imports that do not overlap, as one file that holds both would be judged.</summary>
    /// <param name="seam">What lies between them.</param>
    internal SeriesQuality Merge(SeriesQuality other, SeriesSeam seam)
    {
        var usualMs = Rows >= other.Rows ? UsualSpacingMs : other.UsualSpacingMs;
        var limitMs = usualMs == 0 ? long.MaxValue : 2 * usualMs;
        var added = seam.Pauses.Where(pause => pause.ToMs - pause.FromMs > limitMs).ToList();
        var wasCounted = seam.Filled is { } filled && filled.ToMs - filled.FromMs > limitMs;
        return new(
            Rows + other.Rows,
            Units + other.Units - seam.UnitsShared,
            seam.UnitsExpected(usualMs),
            usualMs,
            GapCount + other.GapCount + added.Count - (wasCounted ? 1 : 0),
            [
                .. LargestGaps.Concat(other.LargestGaps).Where(gap => gap != seam.Filled).Concat(added)
                    .OrderByDescending(gap => gap.ToMs - gap.FromMs).Take(GapsKept).OrderBy(gap => gap.FromMs),
            ],
            Duplicates + other.Duplicates,
            Outliers + other.Outliers);
    }

    /// <summary>Rows, or minutes, that a span should hold.</summary>
    /// <param name="toMs">Time of the last row, or any time within it.</param>
    internal static long Expected(SeriesKind kind, CandleInterval? interval, long fromMs, long toMs, long rows, long usualMs) => kind switch
    {
        SeriesKind.Candles => interval is { } candle ? Candles(candle, fromMs, toMs) : rows,
        SeriesKind.Funding => usualMs == 0 ? rows : ((toMs - fromMs + (usualMs / 2)) / usualMs) + 1,
        _ => Minute(toMs) - Minute(fromMs) + 1,
    };

    internal static long Minute(long timeMs) => timeMs / MinuteMs;

    private static long Candles(CandleInterval interval, long fromMs, long toMs)
    {
        if (interval.FixedLengthMs is { } lengthMs)
        {
            return ((toMs - fromMs) / lengthMs) + 1;
        }

        var count = 0L;
        for (var open = fromMs; open <= toMs; open = interval.CloseTimeOf(open))
        {
            count++;
        }

        return count;
    }
}
