using Trading.Domain.MarketData;

namespace Trading.Domain.Tests.MarketData;

public sealed class SeriesQualityTests
{
    [Fact]
    public void Missing_candles_lower_completeness_and_are_gaps()
    {
        var quality = new SeriesQualityBuilder(SeriesKind.Candles, CandleInterval.Parse("1m"));

        foreach (var minute in (long[])[0, 1, 2, 4, 8, 9])
        {
            quality.Add(minute * 60_000, 100, (ulong)minute);
        }

        var report = quality.Build();
        Assert.Equal((6L, 10L, 60.0), (report.Units, report.UnitsExpected, report.CompletenessPct));
        Assert.Equal((60_000L, 1L), (report.UsualSpacingMs, report.GapCount));
        Assert.Equal([new DataGap(4 * 60_000, 8 * 60_000)], report.LargestGaps);
    }

    [Fact]
    public void Trades_are_complete_when_no_minute_is_empty_and_their_usual_spacing_is_the_median()
    {
        var quality = new SeriesQualityBuilder(SeriesKind.Trades);

        foreach (var (timeMs, index) in ((long[])[0, 0, 100, 200, 300, 550, 60_000, 180_000]).Index().Select(entry => (entry.Item, entry.Index)))
        {
            quality.Add(timeMs, 100, (ulong)index);
        }

        var report = quality.Build();
        Assert.Equal((3L, 4L, 75.0), (report.Units, report.UnitsExpected, report.CompletenessPct));
        Assert.Equal((100L, 3L), (report.UsualSpacingMs, report.GapCount));
        Assert.Equal([new DataGap(300, 550), new DataGap(550, 60_000), new DataGap(60_000, 180_000)], report.LargestGaps);
    }

    [Fact]
    public void Fundings_are_expected_at_their_usual_spacing()
    {
        var quality = new SeriesQualityBuilder(SeriesKind.Funding);
        const long hours = 3_600_000;

        foreach (var timeMs in (long[])[17, 8 * hours, (16 * hours) + 5, 32 * hours])
        {
            quality.Add(timeMs, 0, (ulong)timeMs);
        }

        Assert.Equal((4L, 5L), (quality.Build().Units, quality.Build().UnitsExpected));
    }

    [Fact]
    public void Rows_equal_in_all_at_one_time_are_duplicates_and_jumps_are_outliers()
    {
        var quality = new SeriesQualityBuilder(SeriesKind.Trades);

        quality.Add(0, 100, 1);
        quality.Add(0, 100, 2);
        quality.Add(0, 100, 1);
        quality.Add(1, 100, 1);
        quality.Add(2, 110, 3);
        quality.Add(3, 98, 4);

        Assert.Equal((1L, 1L), (quality.Build().Duplicates, quality.Build().Outliers));
    }

    [Fact]
    public void Only_the_largest_gaps_are_kept_but_all_are_counted()
    {
        var quality = new SeriesQualityBuilder(SeriesKind.Mark);
        var timeMs = 0L;
        for (var row = 0; row < 1000; row++)
        {
            quality.Add(timeMs += 10, 0, 0);
        }

        for (var gap = 0; gap < 300; gap++)
        {
            quality.Add(timeMs += 1000 + gap, 0, 0);
        }

        var report = quality.Build();
        Assert.Equal((300L, 100), (report.GapCount, report.LargestGaps.Length));
        Assert.Equal(1299, report.LargestGaps.Max(gap => gap.ToMs - gap.FromMs));
        Assert.Equal(1200, report.LargestGaps.Min(gap => gap.ToMs - gap.FromMs));
    }

    [Fact]
    public void Empty_series_has_no_completeness() => Assert.Equal(0, new SeriesQualityBuilder(SeriesKind.Trades).Build().CompletenessPct);
}
