using System.Reflection;
using Trading.Domain.Orders;
using Trading.Domain.Sessions.Results;
using static Trading.Domain.Tests.Sessions.Results.ResultsRun;

namespace Trading.Domain.Tests.Sessions.Results;

public sealed class SessionMetricsTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void Profit_and_loss_is_what_the_ledger_booked()
    {
        using var run = new ResultsRun();

        var metrics = run.Fill(At(1), realized: 30m, fee: 1m).Fund(At(2), -2m).Fill(At(3), realized: -10m, fee: 1.5m).Fund(At(4), 0.5m).Mark(At(5), 7m).End(At(6));

        Assert.Equal((20m, 2.5m, -1.5m, 16m), (metrics.GrossPnl, metrics.Fees, metrics.Funding, metrics.NetPnl));
        Assert.Equal((7m, 2), (metrics.UnrealizedPnl, metrics.Fills));
        Assert.Equal(0.23, metrics.ReturnPct!.Value, Tolerance);
    }

    [Fact]
    public void Figures_of_round_trips()
    {
        using var run = new ResultsRun();
        decimal[] nets = [10m, -4m, -6m, 0m, 20m, -1m];
        foreach (var net in nets)
        {
            run.Builder.OnRoundTrip(0, net, TimeSpan.FromSeconds(30 + (double)net));
        }

        var metrics = run.End(At(60));

        Assert.Equal(100d / 3, metrics.WinRatePct!.Value, Tolerance);
        Assert.Equal(30d / 11, metrics.ProfitFactor!.Value, Tolerance);
        Assert.Equal((3.166666666667m, 15m, -3.666666666667m), (metrics.Expectancy, metrics.AverageWin, metrics.AverageLoss));
        Assert.Equal((20m, -6m, 2, 6), (metrics.LargestWin, metrics.LargestLoss, metrics.LongestLosingRun, metrics.RoundTrips));
        Assert.Equal(199_000d / 6, metrics.AverageDurationMs!.Value, Tolerance);
    }

    [Fact]
    public void A_losing_run_ends_with_a_round_trip_that_lost_nothing()
    {
        using var run = new ResultsRun();
        foreach (var net in (decimal[])[-1m, -1m, 0m, -1m, -1m, -1m, 5m])
        {
            run.Builder.OnRoundTrip(0, net, TimeSpan.Zero);
        }

        Assert.Equal(3, run.End(At(60)).LongestLosingRun);
    }

    [Fact]
    public void Returns_stand_at_UTC_hour_ends_from_the_first_sample_on()
    {
        // Starts within an hour, which therefore is shorter; the last, unfinished one does not count.
        using var run = new ResultsRun(start: At(1_800));
        var metrics = run.Fill(At(1_801)).Mark(Hour(1), 100m).Mark(Hour(1.5), 900m).Mark(Hour(2), -1m).Mark(Hour(3), 200m).Mark(Hour(3.5), -500m).End(Hour(3.5));

        double[] returns = [0.01, (9_999d / 10_100) - 1, (10_200d / 9_999) - 1];
        AssertStatistics(returns, 8_760, metrics);
    }

    [Fact]
    public void From_30_days_on_returns_stand_at_day_ends()
    {
        using var run = new ResultsRun();
        run.Fill(At(1));
        var equity = new List<double> { 10_000 };
        for (var day = 1; day <= 30; day++)
        {
            var unrealized = 100m * (day % 4) - (7m * day);
            run.Mark(Start.AddDays(day).AddHours(-5), -3_000m).Mark(Start.AddDays(day), unrealized);
            equity.Add(10_000 + (double)unrealized);
        }

        AssertStatistics([.. equity.Skip(1).Zip(equity, (now, before) => (now / before) - 1)], 365, run.End(Start.AddDays(30)));
    }

    [Fact]
    public void What_fills_at_an_hour_end_belongs_to_the_next_hour()
    {
        using var run = new ResultsRun();

        // No refresh at the hour: nothing was open, so the equity that stood is its value.
        var metrics = run.Fill(At(1), realized: 100m).Fill(Hour(1), realized: 500m).Mark(Hour(2), 0m).End(Hour(2));

        AssertStatistics([0.01, (10_600d / 10_100) - 1], 8_760, metrics);
    }

    [Fact]
    public void Growth_a_year_is_null_under_seven_days()
    {
        using var shorter = new ResultsRun();
        using var longer = new ResultsRun();

        Assert.Null(shorter.Fill(At(1), realized: 1_000m).End(Start.AddDays(7).AddSeconds(-1)).CagrPct);
        Assert.Equal(100 * (Math.Pow(1.1, 365d / 10) - 1), longer.Fill(At(1), realized: 1_000m).End(Start.AddDays(10)).CagrPct!.Value, 1e-6);
    }

    [Fact]
    public void Drawdown_is_the_deepest_fall_and_lasts_from_peak_to_recovery()
    {
        using var run = new ResultsRun(balance: 100m);
        run.Mark(At(10), 20m).Mark(At(20), -10m).Mark(At(30), 10m).Mark(At(40), 20m).Mark(At(50), 20m).Mark(At(60), 15m);

        var metrics = run.End(At(70));

        Assert.Equal((25d, 30_000L), (metrics.MaxDrawdownPct, metrics.MaxDrawdownDurationMs));
        Assert.Equal(100d * 5 / 120, run.Points[^1].DrawdownPct, Tolerance);
    }

    [Fact]
    public void A_drawdown_without_recovery_lasts_to_the_end()
    {
        using var run = new ResultsRun(balance: 100m);
        run.Mark(At(10), 20m).Mark(At(20), -10m).Mark(At(40), 20m).Mark(At(60), -40m);

        var metrics = run.End(At(100));

        Assert.Equal((50d, 60_000L), (metrics.MaxDrawdownPct, metrics.MaxDrawdownDurationMs));
    }

    [Fact]
    public void Calmar_is_growth_a_year_over_the_deepest_fall()
    {
        using var run = new ResultsRun();
        var metrics = run.Fill(At(1)).Mark(Hour(1), -1_000m).Mark(Hour(2), 1_000m).End(Start.AddDays(10));

        Assert.Equal(10d, metrics.MaxDrawdownPct, Tolerance);
        Assert.Equal(metrics.CagrPct!.Value / 10d, metrics.Calmar!.Value, 1e-9);
    }

    [Fact]
    public void Exposure_is_the_share_of_time_in_which_anything_was_open()
    {
        using var run = new ResultsRun();
        run.Builder.OnPosition(0, true, At(10));
        run.Builder.OnPosition(1, true, At(20));
        run.Builder.OnPosition(0, false, At(30));
        run.Builder.OnPosition(0, false, At(35));
        run.Builder.OnPosition(1, false, At(40));
        run.Builder.OnPosition(2, true, At(90));

        var report = run.Builder.Finish(At(100));

        Assert.Equal(40d, report.Metrics.ExposurePct!.Value, Tolerance);
        Assert.Equal([("fade", 30d), ("trend", 10d)], report.ByStrategy.Select(scope => (scope.Name, Math.Round(scope.Metrics.ExposurePct!.Value, 9))));
        Assert.Equal([("BTC_USDT", 30d), ("ETH_USDT", 20d)], report.BySymbol.Select(scope => (scope.Name, Math.Round(scope.Metrics.ExposurePct!.Value, 9))));
    }

    [Fact]
    public void Turnover_is_notional_over_mean_equity_in_time()
    {
        using var run = new ResultsRun();

        var metrics = run.Fill(At(0), price: 100m, quantity: 20m).Mark(Hour(1), 1_000m).Mark(Hour(1.5), 1_000m).End(Hour(2));

        Assert.Equal(2_000d / 10_500, metrics.Turnover!.Value, Tolerance);
    }

    [Theory]
    [InlineData(Side.Buy, 101, 2, 2)]
    [InlineData(Side.Buy, 99, 2, -2)]
    [InlineData(Side.Sell, 99, 1, 1)]
    [InlineData(Side.Sell, 101, 3, -3)]
    public void Slippage_is_adverse_above_zero(Side side, int price, int quantity, int expected)
    {
        using var run = new ResultsRun();

        var metrics = run.Fill(At(1), side: side, price: price, quantity: quantity, decided: 100m).Fill(At(2), price: 500m, decided: null).End(At(3));

        Assert.Equal(expected, metrics.Slippage);
    }

    [Fact]
    public void Buy_and_hold_is_equal_notional_in_each_symbol()
    {
        using var run = new ResultsRun();
        run.Builder.SetMarks(Btc, 100m, 130m);
        run.Builder.SetMarks(Eth, 50m, 45m);

        var report = run.Builder.Finish(At(10));

        Assert.Equal(10d, report.Metrics.BuyAndHoldPct!.Value, Tolerance);
        Assert.Equal([10d, 30d], report.ByStrategy.Select(scope => Math.Round(scope.Metrics.BuyAndHoldPct!.Value, 9)));
        Assert.Equal([30d, -10d], report.BySymbol.Select(scope => Math.Round(scope.Metrics.BuyAndHoldPct!.Value, 9)));
    }

    [Fact]
    public void Strategies_and_symbols_have_their_own_figures_on_the_sessions_starting_equity()
    {
        using var run = new ResultsRun();
        run.Fill(At(1), realized: 100m, fee: 10m, cell: 0).Fill(At(2), realized: 40m, cell: 1).Fill(At(3), realized: -500m, cell: 2).Fund(At(4), -5m, cell: 2);
        run.Builder.OnOrder(Order(1, cell: 2), At(4));
        run.Builder.OnRoundTrip(2, -505m, TimeSpan.FromSeconds(1));

        var report = run.Mark(At(5), 7m).Builder.Finish(At(6));

        var (fade, trend) = (report.ByStrategy[0].Metrics, report.ByStrategy[1].Metrics);
        var (btc, eth) = (report.BySymbol[0].Metrics, report.BySymbol[1].Metrics);
        Assert.Equal((130m, -505m, -415m, 40m), (fade.NetPnl, trend.NetPnl, btc.NetPnl, eth.NetPnl));
        Assert.Equal((7m, 0m, 7m, 0m), (fade.UnrealizedPnl, trend.UnrealizedPnl, btc.UnrealizedPnl, eth.UnrealizedPnl));
        Assert.Equal((2, 1, 2, 1), (fade.Fills, trend.Fills, btc.Fills, eth.Fills));
        Assert.Equal((0, 1, 1, 0), (fade.Orders, trend.Orders, btc.RoundTrips, eth.RoundTrips));
        Assert.Equal((1.37, -5.05), (fade.ReturnPct!.Value, trend.ReturnPct!.Value));
        Assert.Equal((-375m, 9_632m, 9_625m), (report.Metrics.NetPnl, report.FinalEquity, report.FinalBalance));
    }

    [Fact]
    public void Money_that_comes_or_goes_is_neither_gain_nor_loss()
    {
        using var run = new ResultsRun();

        var metrics = run.Fill(At(1)).Mark(Hour(1), 100m).Pay(Hour(1.2), 5_000m).Mark(Hour(2), 100m).Pay(Hour(2.5), -10_000m).Mark(Hour(3), 100m).End(Hour(3));

        Assert.Equal((0d, 100m), (metrics.MaxDrawdownPct, metrics.UnrealizedPnl));
        Assert.Equal(1d, metrics.ReturnPct!.Value, Tolerance);
        AssertStatistics([0.01, 0, 0], 8_760, metrics);
    }

    [Fact]
    public void What_cannot_be_computed_is_null_and_never_zero_or_infinity()
    {
        using var idle = new ResultsRun();
        using var winning = new ResultsRun();
        winning.Fill(At(1)).Mark(Hour(1), 100m);
        winning.Builder.OnRoundTrip(0, 5m, TimeSpan.FromSeconds(1));

        var nothing = idle.Mark(Hour(3), 0m).End(Start.AddDays(8));
        var won = winning.End(Hour(1.5));

        Assert.Null(nothing.CagrPct);
        Assert.Null(nothing.VolatilityPct);
        Assert.Null(nothing.Sharpe);
        Assert.Null(nothing.Sortino);
        Assert.Null(nothing.Calmar);
        Assert.Null(nothing.WinRatePct);
        Assert.Null(nothing.ProfitFactor);
        Assert.Null(nothing.Expectancy);
        Assert.Null(nothing.AverageWin);
        Assert.Null(nothing.AverageLoss);
        Assert.Null(nothing.LargestWin);
        Assert.Null(nothing.LargestLoss);
        Assert.Null(nothing.AverageDurationMs);
        Assert.Null(nothing.BuyAndHoldPct);

        // One return only; wins and no loss.
        Assert.Null(won.Sharpe);
        Assert.Null(won.Sortino);
        Assert.Null(won.VolatilityPct);
        Assert.Null(won.ProfitFactor);
        Assert.Null(won.AverageLoss);
        Assert.Null(won.Calmar);
        Assert.Equal((100d, 5m), (won.WinRatePct, won.AverageWin));
    }

    [Fact]
    public void Equal_returns_have_no_Sharpe_and_gains_alone_no_Sortino()
    {
        using var equal = new ResultsRun();
        using var gains = new ResultsRun();

        var same = equal.Fill(At(1)).End(Hour(5));
        var rising = gains.Fill(At(1)).Mark(Hour(1), 100m).Mark(Hour(2), 300m).End(Hour(2));

        Assert.Null(same.Sharpe);
        Assert.Equal(0d, same.VolatilityPct);
        Assert.Null(rising.Sortino);
        Assert.NotNull(rising.Sharpe);
    }

    [Fact]
    public void Each_figure_has_its_formula_and_no_formula_lacks_a_figure()
    {
        var figures = typeof(SessionMetrics).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(property => property.Name != "EqualityContract")
            .Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);

        Assert.Equal(figures, MetricFormulas.All.Select(formula => formula.Name));
        Assert.All(MetricFormulas.All, formula => Assert.NotEmpty(formula.Formula));
    }

    internal static OrderResult Order(long ordinal, int cell = 0) => new(
        cell, ordinal, Btc, Side.Sell, OrderType.Limit, 1.50m, 99.90m, At(1), OrderStatus.Canceled, OrderReasons.Requested, 0.50m, 100m / 3);

    private static void AssertStatistics(double[] returns, int periodsPerYear, SessionMetrics metrics)
    {
        var mean = returns.Average();
        var deviation = Math.Sqrt(returns.Sum(value => (value - mean) * (value - mean)) / (returns.Length - 1));
        var downside = Math.Sqrt(returns.Sum(value => value < 0 ? value * value : 0) / returns.Length);
        Assert.Equal(100 * deviation * Math.Sqrt(periodsPerYear), metrics.VolatilityPct!.Value, 1e-7);
        Assert.Equal(mean / deviation * Math.Sqrt(periodsPerYear), metrics.Sharpe!.Value, 1e-7);
        if (downside > 0)
        {
            Assert.Equal(mean / downside * Math.Sqrt(periodsPerYear), metrics.Sortino!.Value, 1e-7);
        }
        else
        {
            Assert.Null(metrics.Sortino);
        }
    }
}
