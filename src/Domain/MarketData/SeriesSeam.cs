using System.Collections.Immutable;

namespace Trading.Domain.MarketData;

/// <summary>Where two imports of one series meet. Their spans do not overlap: each lies before, after or in a pause of the other.</summary>
internal sealed class SeriesSeam(SeriesSummary one, SeriesSummary other)
{
    /// <summary>The pauses between the rows of one and the rows of the other, from row to row.</summary>
    public ImmutableArray<DataGap> Pauses { get; } = PausesOf(one, other);

    /// <summary>The pause of one that the other lies in; null when they lie one after the other.</summary>
    public DataGap? Filled { get; } = HostOf(one, other) ?? HostOf(other, one);

    /// <summary>Minutes that hold rows of both: each has counted them.</summary>
    public long UnitsShared => one.Kind is SeriesKind.Candles or SeriesKind.Funding
        ? 0
        : Pauses.Count(pause => SeriesQuality.Minute(pause.FromMs) == SeriesQuality.Minute(pause.ToMs));

    public long UnitsExpected(long usualMs) => SeriesQuality.Expected(
        one.Kind, one.Interval, Math.Min(one.FromMs, other.FromMs), Math.Max(one.ToMs, other.ToMs), one.Rows + other.Rows, usualMs);

    private static ImmutableArray<DataGap> PausesOf(SeriesSummary one, SeriesSummary other)
    {
        if (one.ToMs < other.FromMs)
        {
            return [Between(one, one.ToMs, other.FromMs)];
        }

        if (other.ToMs < one.FromMs)
        {
            return [Between(one, other.ToMs, one.FromMs)];
        }

        // Taken into a pause that is too short for a gap, now that others are there too: what was before and after it is not known any more.
        var (host, guest) = HostOf(one, other) is not null ? (one, other) : (other, one);
        return HostOf(host, guest) is { } pause ? [new(pause.FromMs, guest.FromMs), Between(host, guest.ToMs, pause.ToMs)] : [];
    }

    private static DataGap? HostOf(SeriesSummary host, SeriesSummary guest) =>
        host.Gaps.FirstOrDefault(gap => guest.FromMs > gap.FromMs && guest.ToMs < gap.ToMs) is { } pause ? Between(host, pause.FromMs, pause.ToMs) : null;

    // A series of candles ends with the last ms of its last one: what is counted is the way from one opening to the next.
    private static DataGap Between(SeriesSummary series, long endMs, long nextMs) =>
        new(series.Interval is { } interval ? interval.OpenTimeOf(endMs) : endMs, nextMs);
}
