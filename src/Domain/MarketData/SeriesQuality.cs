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

    public double CompletenessPct => UnitsExpected == 0 ? 0 : 100.0 * Units / UnitsExpected;

    /// <summary>Of two imports that do not overlap; the pause between them is a gap of the recording and not counted here.</summary>
    public SeriesQuality Merge(SeriesQuality other) => new(
        Rows + other.Rows,
        Units + other.Units,
        UnitsExpected + other.UnitsExpected,
        Rows >= other.Rows ? UsualSpacingMs : other.UsualSpacingMs,
        GapCount + other.GapCount,
        [.. LargestGaps.Concat(other.LargestGaps).OrderByDescending(gap => gap.ToMs - gap.FromMs).Take(GapsKept).OrderBy(gap => gap.FromMs)],
        Duplicates + other.Duplicates,
        Outliers + other.Outliers);
}
