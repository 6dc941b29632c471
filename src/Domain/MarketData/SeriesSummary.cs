using System.Collections.Immutable;
using Orleans;

namespace Trading.Domain.MarketData;

/// <summary>One kind of a symbol, over all its imports.</summary>
/// <param name="FromMs">First time, Unix ms.</param>
/// <param name="ToMs">Last time, Unix ms; of candles the last ms of the last one.</param>
/// <param name="PriceScale">Decimals that occur in prices.</param>
/// <param name="QuantityScale">Decimals that occur in quantities.</param>
/// <param name="PriceMax">Largest price; 0 without prices.</param>
/// <param name="QuantityMax">Largest quantity; 0 without quantities.</param>
/// <param name="Interval">Of candles, such as <c>1m</c>; else null.</param>
/// <param name="Gaps">Stretches that the recording itself lacks: between imports that do not join, or lost while collecting.</param>
/// <param name="DepthLevels">Book levels below the top, 0–4.</param>
[GenerateSerializer, Immutable, Alias("series-summary")]
public sealed record SeriesSummary(
    [property: Id(0)] SeriesKind Kind,
    [property: Id(1)] long FromMs,
    [property: Id(2)] long ToMs,
    [property: Id(3)] long Rows,
    [property: Id(4)] int PriceScale,
    [property: Id(5)] int QuantityScale,
    [property: Id(6)] decimal PriceMax,
    [property: Id(7)] decimal QuantityMax,
    [property: Id(8)] CandleInterval? Interval,
    [property: Id(9)] ImmutableArray<DataGap> Gaps,
    [property: Id(10)] int DepthLevels,
    [property: Id(11)] SeriesQuality Quality)
{
    /// <summary>All of time that the series does not cover.</summary>
    internal ImmutableArray<DataGap> Uncovered => [new(long.MinValue, FromMs), .. Gaps, new(ToMs, long.MaxValue)];

    /// <summary>Both as one series. The spans do not overlap: each lies before, after or in a pause of the other.</summary>
    public SeriesSummary Merge(SeriesSummary other) => new(
        Kind,
        Math.Min(FromMs, other.FromMs),
        Math.Max(ToMs, other.ToMs),
        Rows + other.Rows,
        Math.Max(PriceScale, other.PriceScale),
        Math.Max(QuantityScale, other.QuantityScale),
        Math.Max(PriceMax, other.PriceMax),
        Math.Max(QuantityMax, other.QuantityMax),
        Interval,
        MergeGaps(other),
        Math.Max(DepthLevels, other.DepthLevels),
        Quality.Merge(other.Quality, new SeriesSeam(this, other)));

    /// <summary>With the stretches that a recording lacks, as far as they lie within the series.</summary>
    public SeriesSummary WithGaps(ImmutableArray<DataGap> gaps) => this with { Gaps = DataGaps.Intersect(gaps, [new DataGap(FromMs, ToMs)]) };

    private ImmutableArray<DataGap> MergeGaps(SeriesSummary other)
    {
        var spacingMs = Math.Max(Quality.UsualSpacingMs, other.Quality.UsualSpacingMs);
        return
        [
            .. DataGaps.Intersect(Uncovered, other.Uncovered).Where(gap => gap.FromMs != long.MinValue && gap.ToMs != long.MaxValue
                && (IsRecorded(gap) || other.IsRecorded(gap) || DataGaps.IsGap(gap.FromMs, gap.ToMs, spacingMs))),
        ];
    }

    private bool IsRecorded(DataGap part) => Gaps.Any(gap => gap.FromMs <= part.FromMs && gap.ToMs >= part.ToMs);
}
