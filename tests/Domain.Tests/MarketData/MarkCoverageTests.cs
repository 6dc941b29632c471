using Trading.Domain.Instruments;
using Trading.Domain.MarketData;

namespace Trading.Domain.Tests.MarketData;

public sealed class MarkCoverageTests
{
    private const long HourMs = 3_600_000;

    [Theory]
    [InlineData(0, 100, false)]
    [InlineData(2, 98, false)]
    [InlineData(3, 100, true)]
    [InlineData(0, 97, true)]
    public void Marks_that_end_before_the_trading_are_warned_of(int fromHour, int toHour, bool isWarned)
    {
        var recorded = Recorded(Series(SeriesKind.Trades, 0, 100, spacingMs: 50), Series(SeriesKind.Mark, fromHour, toHour, HourMs));

        var warning = MarkCoverage.Warn(recorded, "/strategies/0/symbols/0");

        Assert.Equal(isWarned ? ("/strategies/0/symbols/0", "mark_incomplete") : null, warning is null ? ((string, string)?)null : (warning.Pointer, warning.Code));
    }

    [Theory]
    [InlineData(3, 100, true, false)]
    [InlineData(0, 97, false, true)]
    [InlineData(3, 97, true, true)]
    public void Warning_says_what_comes_of_marks_that_begin_late_or_end_early(int fromHour, int toHour, bool isLate, bool isEarly)
    {
        var recorded = Recorded(Series(SeriesKind.Trades, 0, 100, spacingMs: 50), Series(SeriesKind.Mark, fromHour, toHour, HourMs));

        var warning = MarkCoverage.Warn(recorded, "")!.Detail;

        Assert.Equal(isLate, warning.Contains("entries are rejected (risk:no_price)", StringComparison.Ordinal));
        Assert.Equal(isEarly, warning.Contains("stands still", StringComparison.Ordinal));
    }

    [Fact]
    public void Trading_without_marks_has_nothing_to_warn_of() =>
        Assert.Null(MarkCoverage.Warn(Recorded(Series(SeriesKind.Trades, 0, 100, spacingMs: 50)), ""));

    private static DatasetSymbol Recorded(params SeriesSummary[] series) =>
        new(Symbol.Parse("XRP_USDT"), "binance", InstrumentTerms.None, [.. series]);

    private static SeriesSummary Series(SeriesKind kind, int fromHour, int toHour, long spacingMs) => new(
        kind, fromHour * HourMs, toHour * HourMs, Rows: 10, PriceScale: 2, QuantityScale: 1, PriceMax: 1m, QuantityMax: 1m, Interval: null, Gaps: [],
        DepthLevels: 0, new SeriesQuality(10, 10, 10, spacingMs, 0, [], 0, 0));
}
