using Trading.Domain.MarketData;

namespace Trading.Domain.Tests.MarketData;

/// <summary>Files that are imported one by one are judged as one file that holds all of them.</summary>
public sealed class SeriesMergeTests
{
    private const long Hour = 3_600_000;
    private static readonly CandleInterval Minute = CandleInterval.Parse("1m");

    [Fact]
    public void Pause_between_two_imports_of_candles_is_a_gap_and_lowers_completeness()
    {
        var early = Candles(0, 60);
        var late = Candles(2 * Hour, 60);

        var merged = early.Merge(late).Quality;

        Assert.Equal((120L, 180L, 1L), (merged.Units, merged.UnitsExpected, merged.GapCount));
        Assert.Equal([new DataGap(59 * 60_000, 2 * Hour)], merged.LargestGaps);
        Assert.Equal(0, Candles(0, 60).Merge(Candles(Hour, 60)).Quality.GapCount);
    }

    [Fact]
    public void File_that_fills_a_pause_leaves_the_gaps_that_are_left()
    {
        var around = Candles(0, 60).Merge(Candles(3 * Hour, 60));

        var filled = around.Merge(Candles(Hour, 60)).Quality;
        var whole = around.Merge(Candles(Hour, 120)).Quality;

        Assert.Equal((180L, 240L, 1L), (filled.Units, filled.UnitsExpected, filled.GapCount));
        Assert.Equal([new DataGap((2 * Hour) - 60_000, 3 * Hour)], filled.LargestGaps);
        Assert.Equal((100.0, 0L, 0), (whole.CompletenessPct, whole.GapCount, whole.LargestGaps.Length));
    }

    [Fact]
    public void Trades_of_two_files_are_judged_as_those_of_one()
    {
        long[] early = [0, 100, 200, 900, 61_000];
        long[] late = [Hour, Hour + 100, Hour + 200, Hour + 5_000];

        var merged = Trades(early).Merge(Trades(late)).Quality;
        var whole = Trades([.. early, .. late]).Quality;

        Assert.Equal(whole with { LargestGaps = default }, merged with { LargestGaps = default });
        Assert.Equal(whole.LargestGaps, merged.LargestGaps);
        Assert.Equal(merged.GapCount, Trades(late).Merge(Trades(early)).Quality.GapCount);
    }

    [Fact]
    public void Minute_that_two_files_share_is_counted_once()
    {
        var merged = Trades([0, 1_000]).Merge(Trades([2_000, 3_000])).Quality;

        Assert.Equal((1L, 1L), (merged.Units, merged.UnitsExpected));
    }

    [Fact]
    public void Files_are_put_together_in_any_order()
    {
        SeriesSummary[] files = [Trades([0, 1_000, 2_000]), Trades([40_000, 60_000, 80_000, 100_000]), Trades([200_000, 201_000])];

        foreach (var order in (int[][])[[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
        {
            var merged = files[order[0]].Merge(files[order[1]]).Merge(files[order[2]]);

            Assert.Equal((9L, 0L, 201_000L, 4L), (merged.Rows, merged.FromMs, merged.ToMs, merged.Quality.UnitsExpected));
        }
    }

    private static SeriesSummary Candles(long fromMs, int count)
    {
        var quality = new SeriesQualityBuilder(SeriesKind.Candles, Minute);
        for (var index = 0; index < count; index++)
        {
            quality.Add(fromMs + (index * 60_000L), 100, (ulong)index);
        }

        return Summary(SeriesKind.Candles, fromMs, fromMs + (count * 60_000L) - 1, count, Minute, quality.Build());
    }

    private static SeriesSummary Trades(long[] times)
    {
        var quality = new SeriesQualityBuilder(SeriesKind.Trades);
        foreach (var timeMs in times)
        {
            quality.Add(timeMs, 100, (ulong)timeMs);
        }

        return Summary(SeriesKind.Trades, times[0], times[^1], times.Length, null, quality.Build());
    }

    private static SeriesSummary Summary(SeriesKind kind, long fromMs, long toMs, int rows, CandleInterval? interval, SeriesQuality quality) =>
        new(kind, fromMs, toMs, rows, 0, 0, 100m, 1m, interval, [], 0, quality);
}
