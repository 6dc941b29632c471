using System.Collections.Immutable;

namespace Trading.Domain.MarketData;

/// <summary>Arithmetic on stretches without data.</summary>
internal static class DataGaps
{
    /// <summary>A pause between two imports is a gap of the recording when it is longer than this and than ten usual spacings: days saved file by file join.</summary>
    private const long JoinMsMax = 60_000;
    private const int JoinSpacingsMax = 10;

    /// <summary>Does the series hold data for a part of the span? Its parts never overlap, so a span inside a pause between them is free.</summary>
    public static bool Covers(SeriesSummary series, long fromMs, long toMs) =>
        fromMs <= series.ToMs && toMs >= series.FromMs && !series.Gaps.Any(gap => fromMs > gap.FromMs && toMs < gap.ToMs);

    public static bool IsGap(long fromMs, long toMs, long usualSpacingMs) => toMs - fromMs > Math.Max(JoinMsMax, JoinSpacingsMax * usualSpacingMs);

    /// <summary>The stretches that are in both lists.</summary>
    public static ImmutableArray<DataGap> Intersect(ImmutableArray<DataGap> one, ImmutableArray<DataGap> other) =>
    [
        .. from a in one
           from b in other
           let fromMs = Math.Max(a.FromMs, b.FromMs)
           let toMs = Math.Min(a.ToMs, b.ToMs)
           where fromMs < toMs
           orderby fromMs
           select new DataGap(fromMs, toMs),
    ];
}
