using System.Collections.Immutable;
using Trading.Domain.Accounts;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Risk;
using Trading.Domain.Tests.Accounts;
using static Trading.Domain.Tests.Accounts.Books;

namespace Trading.Domain.Tests.Risk;

/// <summary>Each check at its boundary, one step on either side.</summary>
public sealed class RiskChecksTests
{
    [Fact]
    public void A_sound_order_passes_the_default_limits() => Assert.Empty(Reasons(Funded(), Order("o", Side.Buy, 10m, 100m)));

    [Theory]
    [InlineData("50", "")]
    [InlineData("50.001", "risk:order_notional")]
    public void Order_notional_is_at_most_half_of_equity(string quantity, string reason) =>
        Expect(reason, Reasons(Funded(), Order("o", Side.Buy, Number(quantity), 100m, leverage: 2)));

    [Fact]
    public void A_market_orders_notional_is_at_the_opposite_best()
    {
        // 5000 ÷ 100.1 = 49.95…: at the mark 49.99 would still pass.
        Expect("", Reasons(Funded(), Order("o", Side.Buy, 49.95m, leverage: 2)));
        Expect(RiskReason.OrderNotional, Reasons(Funded(), Order("o", Side.Buy, 49.951m, leverage: 2)));
    }

    [Theory]
    [InlineData("20", "")]
    [InlineData("20.001", "risk:position_notional")]
    public void Position_notional_counts_position_and_open_orders_of_the_side(string quantity, string reason)
    {
        var portfolio = Portfolio(Funded(10_000m, Wide with { PositionNotionalPct = 100m }));
        portfolio.Fill(Btc, Fill(Order("a", Side.Buy, 50m, leverage: 10), 1, 100m, 50m));
        var account = portfolio.Account.Told(Judge(Order("b", Side.Buy, 30m, 99m)), Judge(Order("c", Side.Sell, 40m, 101m)));

        Expect(reason, Reasons(account, Order("o", Side.Buy, Number(quantity), 99.5m)));
    }

    [Theory]
    [InlineData("110", "")]
    [InlineData("110.001", "risk:position_notional")]
    public void An_order_against_the_position_is_judged_by_what_would_result(string quantity, string reason)
    {
        // 50 long, 40 open sells: |50 − 40 − 110| = 100 of 100 at 100.
        var portfolio = Portfolio(Funded(10_000m, Wide with { PositionNotionalPct = 100m }));
        portfolio.Fill(Btc, Fill(Order("a", Side.Buy, 50m, leverage: 10), 1, 100m, 50m));

        Expect(reason, Reasons(portfolio.Account.Told(Judge(Order("c", Side.Sell, 40m, 101m))), Order("o", Side.Sell, Number(quantity), 100m)));
    }

    [Theory]
    [InlineData("100", "")]
    [InlineData("100.01", "risk:exposure")]
    public void Exposure_is_the_sum_over_symbols(string quantity, string reason)
    {
        var account = Funded(10_000m, Wide with { ExposurePct = 200m }).Told(Judge(Order("a", Side.Sell, 100m, 100m, leverage: 10)));

        Expect(reason, Reasons(account, Order("o", Side.Buy, Number(quantity), 100m, Eth, leverage: 10)));
    }

    [Fact]
    public void Open_positions_count_symbols_with_a_position_or_a_working_entry_this_orders_included()
    {
        var portfolio = Portfolio(Funded(10_000m, Wide with { OpenPositions = 2 }));
        portfolio.Fill(Btc, Fill(Order("a", Side.Buy, 1m), 1, 100m, 1m));
        var one = portfolio.Account;
        var two = one.Told(Judge(Order("b", Side.Buy, 1m, 100m, Eth)));
        var third = Symbol.Parse("XRP_USDT");

        Expect("", Reasons(one, Order("o", Side.Buy, 1m, 100m, third)));
        Expect(RiskReason.OpenPositions, Reasons(two, Order("o", Side.Buy, 1m, 100m, third)));
        Expect("", Reasons(two, Order("o", Side.Buy, 1m, 100m, Eth)));
        Expect("", Reasons(two.Told(new EndOrder("b", 0m, Start)), Order("o", Side.Buy, 1m, 100m, third)));
    }

    [Theory]
    [InlineData(10, "")]
    [InlineData(11, "risk:leverage")]
    [InlineData(0, "risk:leverage")]
    public void Leverage_is_at_most_the_limit(int leverage, string reason) =>
        Expect(reason, Reasons(Funded(), Order("o", Side.Buy, 1m, 100m, leverage: leverage)));

    [Fact]
    public void Leverage_is_at_most_the_instruments_in_the_tier_that_would_result()
    {
        var tiered = BtcContract with { MaxLeverage = 100, Tiers = [new(10m, null, 0.005m, 8), new(null, null, 0.01m, 4)] };
        var judge = Judge(Order("o", Side.Buy, 10m, 100m, leverage: 8)) with { Instrument = tiered };

        Assert.True(AccountMachine.Decide(Funded(), judge).Verdict!.IsApproved);
        Assert.Equal([RiskReason.Leverage], AccountMachine.Decide(Funded(), judge with { Request = judge.Request with { Quantity = 10.001m } }).Verdict!.Reasons);
    }

    [Theory]
    [InlineData("79.952", "")]
    [InlineData("79.953", "risk:margin_used")]
    public void Margin_used_counts_margin_reservations_and_this_order(string quantity, string reason) =>
        Expect(reason, Reasons(Funded(10_000m, Wide with { MarginUsedPct = 80m }), Order("o", Side.Buy, Number(quantity), 100m)));

    [Theory]
    [InlineData("99.94", "")]
    [InlineData("99.941", "insufficient_margin")]
    public void Margin_must_be_available(string quantity, string reason) =>
        Expect(reason, Reasons(Funded(10_000m, Wide), Order("o", Side.Buy, Number(quantity), 100m)));

    [Fact]
    public void Unrealised_profit_is_not_available()
    {
        var portfolio = Portfolio(Funded(10_000m, Wide));
        portfolio.Fill(Btc, Fill(Order("a", Side.Buy, 100m), 1, 100m, 100m));
        portfolio.Mark(0, 200m);
        portfolio.Evaluate(Start.AddSeconds(1));

        Expect(RiskReason.InsufficientMargin, Reasons(portfolio.Account, Order("o", Side.Buy, 1m, 100m, Eth)));
    }

    [Theory]
    [InlineData(10_000, "")]
    [InlineData(10_001, "risk:market_data_age")]
    public void The_feed_must_be_alive(int ageMs, string reason)
    {
        var judge = Judge(Order("o", Side.Buy, 1m, 100m)) with { At = Start.AddMilliseconds(ageMs) };

        Expect(reason, AccountMachine.Decide(Funded(), judge).Verdict!.Reasons);
    }

    [Fact]
    public void A_feed_with_its_own_pace_is_judged_by_it()
    {
        var judge = Judge(Order("o", Side.Buy, 1m, 100m)) with { At = Start.AddMinutes(2) };
        var candles = judge with { Market = judge.Market with { MessageAgeMax = TimeSpan.FromMinutes(2) } };

        Expect("", AccountMachine.Decide(Funded(), candles).Verdict!.Reasons);
        Expect(RiskReason.MarketDataAge, AccountMachine.Decide(Funded(), candles with { At = candles.At.AddMilliseconds(1) }).Verdict!.Reasons);
    }

    [Fact]
    public void A_decision_far_behind_the_feed_is_stale_unless_it_reduces()
    {
        var judge = Judge(Order("o", Side.Buy, 1m, 100m));
        var behind = judge with { Market = judge.Market with { IsLagging = true } };

        Expect(RiskReason.MarketDataAge, AccountMachine.Decide(Funded(), behind).Verdict!.Reasons);
        Expect("", AccountMachine.Decide(Funded(), behind with { Request = behind.Request with { ReduceOnly = true } }).Verdict!.Reasons);
    }

    [Fact]
    public void A_feed_that_said_nothing_is_no_market()
    {
        var judge = Judge(Order("o", Side.Buy, 1m)) with { Market = RiskMarket.Quote(0m, 0m, 0m, 0m, null) };

        Assert.Equal([RiskReason.MarketDataAge, RiskReason.NoPrice], AccountMachine.Decide(Funded(), judge).Verdict!.Reasons);
    }

    [Theory]
    [InlineData("105", "")]
    [InlineData("105.1", "risk:price_collar")]
    [InlineData("95", "")]
    [InlineData("94.9", "risk:price_collar")]
    public void A_limit_price_lies_within_the_collar_of_the_mark(string price, string reason) =>
        Expect(reason, Reasons(Funded(), Order("o", Side.Buy, 1m, Number(price))));

    [Theory]
    [InlineData("2", "")]
    [InlineData("2.001", "risk:price_collar")]
    public void A_market_orders_average_through_the_book_lies_within_the_collar(string quantity, string reason)
    {
        // One at 100, one at 110: 105 on average; more than two goes beyond.
        var judge = Judge(Order("o", Side.Buy, Number(quantity))) with
        {
            Market = Market() with { Ask = 100m, Asks = [new(100m, 1m), new(110m, 1m)] },
        };

        Expect(reason, AccountMachine.Decide(Funded(), judge).Verdict!.Reasons);
    }

    [Theory]
    [InlineData("95.1", "")]
    [InlineData("95", "risk:day_loss")]
    public void A_day_loss_that_reaches_the_limit_blocks_entries_until_the_next_day(string mark, string reason)
    {
        var portfolio = Portfolio(Funded(10_000m, Wide with { DayLossPct = 5m }));
        portfolio.Fill(Btc, Fill(Order("a", Side.Buy, 100m, leverage: 10), 1, 100m, 100m));
        portfolio.Mark(0, Number(mark));
        portfolio.Evaluate(Start.AddHours(1));
        var order = Order("o", Side.Buy, 1m, Number(mark));

        Expect(reason, AccountMachine.Decide(portfolio.Account, Judge(order, Number(mark))).Verdict!.Reasons);
        Expect("", AccountMachine.Decide(portfolio.Account, Judge(order, Number(mark), Start.AddDays(1))).Verdict!.Reasons);
    }

    [Fact]
    public void A_day_loss_blocks_until_the_next_day_also_when_it_is_made_good()
    {
        var portfolio = Portfolio(Funded(10_000m, Wide with { DayLossPct = 5m }));
        portfolio.Fill(Btc, Fill(Order("a", Side.Buy, 100m, leverage: 10), 1, 100m, 100m));
        foreach (var (hours, mark) in new[] { (1, 94m), (2, 101m) })
        {
            portfolio.Mark(0, mark);
            portfolio.Evaluate(Start.AddHours(hours));
        }

        var order = Order("o", Side.Buy, 1m, 101m);

        Assert.Equal((0m, 6m), (portfolio.Account.DayLossPct, portfolio.Account.DayWorstLossPct));
        Expect("risk:day_loss", Reasons(portfolio.Account, order, Start.AddHours(2), 101m));
        Expect("", Reasons(portfolio.Account.Told(new RefreshMarks([], Start.AddDays(1))), order, Start.AddDays(1), 101m));

        // A limit that was raised since is judged by the same loss.
        var raised = portfolio.Account.Told(new ChangeLimits(portfolio.Account.Limits with { DayLossPct = 7m }, Start.AddHours(3)));
        Expect("", Reasons(raised, order, Start.AddHours(3), 101m));
    }

    [Fact]
    public void A_drawdown_that_reaches_the_limit_refuses_and_so_does_the_switch_that_it_latched()
    {
        var portfolio = Portfolio(Funded(10_000m, Wide with { DrawdownPct = 15m }));
        portfolio.Fill(Btc, Fill(Order("a", Side.Buy, 100m, leverage: 10), 1, 100m, 100m));
        portfolio.Mark(0, 85m);
        portfolio.Evaluate(Start.AddSeconds(1));

        Assert.Equal([RiskReason.KillSwitch, RiskReason.Drawdown], AccountMachine.Decide(portfolio.Account, Judge(Order("o", Side.Buy, 1m, 85m), 85m)).Verdict!.Reasons);
    }

    [Theory]
    [InlineData(999, "risk:orders_per_second")]
    [InlineData(1_000, "")]
    public void At_most_so_many_orders_a_second(int afterMs, string reason)
    {
        var account = Funded();
        for (var n = 0; n < 10; n++)
        {
            account = account.Told(Judge(Order($"o-{n}", Side.Buy, 1m + (n / 1000m), 100m)));
        }

        Expect(reason, Reasons(account, Order("o-10", Side.Buy, 2m, 100m), Start.AddMilliseconds(afterMs)));
        Assert.True(AccountMachine.Decide(account, Judge(Order("x", Side.Sell, 1m, reduceOnly: true))).Verdict!.IsApproved);
    }

    [Theory]
    [InlineData(999, "risk:identical_order_window")]
    [InlineData(1_000, "")]
    public void The_same_order_is_refused_within_the_window(int afterMs, string reason)
    {
        var account = Funded().Told(Judge(Order("o-1", Side.Buy, 1m, 100m)));

        Expect(reason, Reasons(account, Order("o-2", Side.Buy, 1m, 100m), Start.AddMilliseconds(afterMs)));
        Expect("", Reasons(account, Order("o-2", Side.Buy, 1m, 100.1m), Start.AddMilliseconds(afterMs)));
        Expect("", Reasons(account, Order("o-2", Side.Sell, 1m, 100m), Start.AddMilliseconds(afterMs)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Without_a_window_the_same_order_passes_whatever_the_clock_says(int afterMs)
    {
        var account = Funded(limits: RiskLimits.Default with { IdenticalOrderWindow = TimeSpan.Zero }).Told(Judge(Order("o-1", Side.Buy, 1m, 100m)));

        Expect("", Reasons(account, Order("o-2", Side.Buy, 1m, 100m), Start.AddMilliseconds(afterMs)));
    }

    [Theory]
    [InlineData("0", "filter:quantity")]
    [InlineData("-1", "filter:quantity")]
    [InlineData("1.0005", "filter:lot_size")]
    [InlineData("0.009", "filter:min_quantity")]
    [InlineData("0.01", "filter:min_notional")]
    [InlineData("0.05", "")]
    public void Quantity_and_notional_meet_the_symbols_filters_also_when_reducing(string quantity, string reason)
    {
        var instrument = BtcContract with { MinQuantity = 0.01m, MinNotional = 5m };
        foreach (var reduceOnly in new[] { false, true })
        {
            var judge = Judge(Order("o", Side.Buy, Number(quantity), 100m, reduceOnly: reduceOnly)) with { Instrument = instrument };

            Assert.Equal(reason, AccountMachine.Decide(Funded(), judge).Verdict!.Reason ?? "");
        }
    }

    [Theory]
    [InlineData("0.02", "")]
    [InlineData("0.015", "filter:min_notional")]
    [InlineData("0.005", "filter:min_quantity")]
    public void What_fell_below_the_smallest_order_can_still_be_closed_whole(string quantity, string reason)
    {
        var portfolio = Portfolio(Funded(10_000m, Wide));
        portfolio.Fill(Btc, Fill(Order("a", Side.Buy, 0.02m), 1, 100m, 0.02m));
        var judge = Judge(Order("o", Side.Sell, Number(quantity), reduceOnly: true)) with { Instrument = BtcContract with { MinQuantity = 0.01m, MinNotional = 5m } };

        Assert.Equal(reason, AccountMachine.Decide(portfolio.Account, judge).Verdict!.Reason ?? "");
    }

    [Theory]
    [InlineData("100.05", "filter:tick_size")]
    [InlineData("0", "filter:price")]
    [InlineData("100.1", "")]
    public void Prices_meet_the_symbols_filters(string price, string reason)
    {
        Assert.Equal(reason, AccountMachine.Decide(Funded(), Judge(Order("o", Side.Buy, 1m, Number(price)))).Verdict!.Reason ?? "");
        var stop = Order("o", Side.Sell, 1m, type: OrderType.StopMarket, stopPrice: Number(price), reduceOnly: true);
        Assert.Equal(reason, AccountMachine.Decide(Funded(), Judge(stop)).Verdict!.Reason ?? "");
    }

    [Fact]
    public void Equity_of_nothing_refuses()
    {
        var portfolio = Portfolio(Funded(100m, Wide));
        portfolio.Fill(Btc, Fill(Order("a", Side.Buy, 10m, leverage: 10), 1, 100m, 10m));

        Expect("", Reasons(portfolio.Account.Told(new Deposit("d", 10m, Start)), Order("o", Side.Buy, 0.001m, 90m, leverage: 10), mark: 90m));
        Assert.Contains(RiskReason.EquityNotPositive, Reasons(portfolio.Account, Order("o", Side.Buy, 0.001m, 90m, leverage: 10), mark: 90m));
    }

    [Fact]
    public void All_failures_are_told_together_in_the_order_of_the_checks()
    {
        var account = Funded(1_000m).Told(
            new CloseGate(Session, Start), new SetStale(true, Start), new FreezeSymbol(Btc, "drift", Start), new TripKillSwitch("x", "alice", false, Start));
        var judge = Judge(Order("o", Side.Buy, 100.0005m, 110.05m, leverage: 11), at: Start) with { At = Start.AddMinutes(1) };

        var verdict = AccountMachine.Decide(account, judge).Verdict!;

        Assert.Equal(
            [
                "kill_switch", "session_not_running", "account_stale", "symbol_frozen", "filter:lot_size", "filter:tick_size", "insufficient_margin",
                "risk:market_data_age", "risk:price_collar", "risk:order_notional", "risk:position_notional", "risk:exposure", "risk:margin_used",
                "risk:leverage",
            ],
            verdict.Reasons);
        Assert.Equal((false, "kill_switch", null), (verdict.IsApproved, verdict.Reason, verdict.Reservation));
        Assert.All(verdict.Failures, failure => Assert.EndsWith(".", failure.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public void A_refused_order_leaves_no_trace_in_the_account()
    {
        var account = Funded();

        Assert.Empty(AccountMachine.Decide(account, Judge(Order("o", Side.Buy, 1m, 200m))).Events);
    }

    [Fact]
    public void A_reducing_order_passes_whatever_the_account_is_in()
    {
        var account = Funded(0.01m).Told(new TripKillSwitch("x", "alice", false, Start), new SetStale(true, Start));
        var judge = Judge(Order("o", Side.Sell, 1_000m, reduceOnly: true)) with { At = Start.AddHours(1) };

        Assert.True(AccountMachine.Decide(account, judge).Verdict!.IsApproved);
    }

    [Fact]
    public void Average_price_beyond_the_recorded_levels_is_at_the_last_of_them()
    {
        Assert.Equal(107.5m, BookWalk.AveragePrice([new(100m, 1m), new(110m, 1m)], 100m, 4m));
        Assert.Equal(100m, BookWalk.AveragePrice([], 100m, 4m));
    }

    private static void Expect(string reason, IEnumerable<string> reasons) => Assert.Equal(reason.Length == 0 ? [] : [reason], reasons);

    private static ImmutableArray<string> Reasons(Account account, OrderRequest order, DateTimeOffset? at = null, decimal mark = 100m) =>
        AccountMachine.Decide(account, Judge(order, mark, at)).Verdict!.Reasons;

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
