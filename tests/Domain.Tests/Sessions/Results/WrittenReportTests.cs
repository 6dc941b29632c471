using Trading.Domain.Instruments;
using Trading.Domain.Sessions.Results;

namespace Trading.Domain.Tests.Sessions.Results;

public sealed class WrittenReportTests
{
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ResultsCell[] Cells = [new("fade", Symbol.Parse("BTC_USDT"))];

    [Fact]
    public void Drawdown_is_the_one_that_the_account_followed_between_the_points_of_equity()
    {
        var followed = Drawdown.From(1_000m, Start).Observe(1_100m, Start.AddSeconds(10)).Observe(990m, Start.AddSeconds(20));
        ResultEntry[] entries = [new EquityEntry(1_000m, 1_000m, Start), new EquityEntry(1_050m, 1_000m, Start.AddMinutes(1))];

        var report = WrittenReport.Of(1_000m, Start, Start.AddMinutes(2), Cells, entries, followed, []);

        Assert.Equal((10d, 110_000L), (report.Metrics.MaxDrawdownPct, report.Metrics.MaxDrawdownDurationMs));
    }

    [Fact]
    public void Deposit_and_withdrawal_are_neither_gain_nor_loss()
    {
        ResultEntry[] entries =
        [
            new EquityEntry(1_000m, 1_000m, Start),
            new CashFlowEntry(500m, Start.AddSeconds(30)),
            new EquityEntry(1_500m, 1_500m, Start.AddMinutes(1)),
            new CashFlowEntry(-700m, Start.AddSeconds(90)),
            new EquityEntry(800m, 800m, Start.AddMinutes(2)),
        ];

        var report = WrittenReport.Of(1_000m, Start, Start.AddMinutes(2), Cells, entries, drawdown: null, []);

        Assert.Equal((800m, 0m, 0d), (report.FinalEquity, report.Metrics.UnrealizedPnl, report.Metrics.MaxDrawdownPct));
    }
}
