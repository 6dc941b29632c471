using Trading.Backtest.Tests.Support;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Risk;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Strategies.Instances;
using static Trading.Backtest.Tests.Support.PricePath;

namespace Trading.Backtest.Tests.Instances;

/// <summary>The rows of the instance table as whole replays show them.</summary>
public sealed class InstanceTableTests
{
    private static readonly Symbol Eth = Symbol.Parse("ETH_USDT");
    private const string Rest = "/entry/order/offsetPct = -2\n/entry/order/timeout = \"10s\"";

    [Fact]
    public void A_signal_waits_for_a_free_slot()
    {
        var market = Of("99 100x5 94 94x20", Btc);
        Of("99 100x12 100x15", Eth, beside: market);
        var run = Default(market, "", [Btc, Eth]) with { MaxActiveInstances = 1 };

        var (_, journal) = run.Go();

        var signaled = journal.Transitions.Where(entry => entry.Transition.To is InstanceStatus.Signaled).ToArray();
        Assert.Equal([Btc, Eth], signaled.Select(entry => entry.Instance.Symbol));
        Assert.Equal([At(1, 200), At(6, 200)], signaled.Select(entry => entry.Transition.At));
    }

    [Fact]
    public void A_signal_is_cancelled_before_it_is_entered()
    {
        // Both sections hold at the same event.
        Assert.Equal(
            ["Watching Signaled signal", "Signaled Cooldown cancel canceled"],
            Steps("99 100 94", "/entry/when/op = \"<=\"\n/entry/when/value = 99"));
    }

    [Fact]
    public void A_signal_expires_into_the_cooldown_of_cancel()
    {
        var (_, journal) = Default(Of("99 100x60"), "/signal/expires = \"5s\"").Go();

        Assert.Equal(
            [(At(1, 200), InstanceStatus.Signaled), (At(6, 200), InstanceStatus.Cooldown), (At(36, 200), InstanceStatus.Watching)],
            journal.Transitions.Take(3).Select(entry => (entry.Transition.At, entry.Transition.To)));
        Assert.Equal(SignalOutcome.Expired, journal.Signals[1].Outcome);
    }

    [Fact]
    public void An_entry_that_risk_refuses_is_stored_and_cools_down()
    {
        var run = Default(Of("99 100 101x20"), "/entry/size/value = 60");

        var (_, journal) = run.Go();

        var order = journal.Orders.First();
        Assert.Equal((OrderStatus.Rejected, "risk:order_notional"), (order.Status, order.Reason));
        Assert.Equal(["Watching Signaled signal", "Signaled Cooldown entry risk:order_notional", "Cooldown Watching cooldown"], Steps(journal)[..3]);
        Assert.Equal(At(17, 200), journal.Transitions[2].Transition.At);
    }

    [Fact]
    public void An_entry_that_rests_to_its_deadline_is_expired()
    {
        var (_, journal) = Default(Of("99 100 101x12"), Rest).Go();

        var order = Assert.Single(journal.Orders);
        Assert.Equal((OrderStatus.Expired, "timeout", 0m), (order.Status, order.Reason, order.FilledQuantity));
        Assert.Equal(98.98m, order.Request.Price);
        Assert.Equal("Entering Cooldown order timeout", Steps(journal)[2]);

        // Sent at 2.2 s; the heartbeat after 12.2 s wakes it, the cancel takes the latency.
        Assert.Equal(At(12, 250), order.EndedAt);
    }

    [Fact]
    public void The_default_deadline_of_an_entry_is_a_minute()
    {
        var (_, journal) = Default(Of("99 100 101x80"), "/entry/order/offsetPct = -2\n/entry/order/timeout = none").Go();

        Assert.Equal(At(62, 250), journal.Orders.First().EndedAt);
    }

    [Theory]
    [InlineData("94.5", "cancel", "canceled")]
    [InlineData("101~6", "emergency", "emergency")]
    public void An_entry_without_a_fill_is_cancelled(string then, string section, string reason)
    {
        var (_, journal) = Default(Of($"99 100 101x3 {then}x60"), "/entry/order/offsetPct = -8\n/entry/order/timeout = \"60s\"").Go();

        Assert.Equal(OrderStatus.Canceled, journal.Orders.First().Status);
        Assert.Equal($"Entering Entering {section} {reason}", Steps(journal)[2]);
        Assert.Equal("Entering Cooldown order", Steps(journal)[3][.."Entering Cooldown order".Length]);

        // The longer of entry's 15 s and the section's 30 or 40 s.
        var cooled = journal.Transitions[3].Transition.At;
        Assert.Equal(section == "cancel" ? 30 : 40, (int)Math.Round((journal.Transitions[4].Transition.At - cooled).TotalSeconds));
    }

    [Fact]
    public void A_partly_filled_entry_is_cancelled_at_its_time_limit_before_the_position_is_closed()
    {
        // The book's 10 units and a trade of 1 go through the resting bid, then the market leaves it.
        var market = Of("99 100 101x2 98.9 99.5x10");

        var (_, journal) = Default(market, "/entry/order/offsetPct = -2\n/entry/order/timeout = \"60s\"\n/entry/size/value = 40\n/limits/maxTimeInPosition = \"3s\"").Go();

        var entry = journal.Orders.First();
        Assert.Equal((OrderStatus.Canceled, 11m), (entry.Status, entry.FilledQuantity));
        Assert.Contains("Entering Entering limits time_limit", Steps(journal));
        Assert.Contains("Entering Exiting order time_limit", Steps(journal));
        Assert.Equal("time_limit", Assert.Single(journal.RoundTrips).ExitReason);
    }

    [Fact]
    public void A_step_leaves_quantity_and_the_stop_follows()
    {
        var (_, journal) = Default(Of("99 100 101x3 104.5x4"), "").Go();

        Assert.Contains("InPosition InPosition takeProfit take_profit", Steps(journal));
        var stops = journal.Orders.Where(order => order.Request.Purpose is OrderPurpose.Stop).ToArray();
        Assert.Equal([2m, 1m], stops.Select(order => order.Request.Quantity));
        Assert.True(stops[1].AcceptedAt <= stops[0].EndedAt, "The new stop is at the venue before the old one is cancelled.");
    }

    [Fact]
    public void The_exchange_stop_closes_and_the_instance_says_so()
    {
        var (_, journal) = Default(Of("99 100 101x3 95.5x5"), "").Go();

        var trip = Assert.Single(journal.RoundTrips);
        Assert.Equal("stop_loss", trip.ExitReason);
        Assert.Equal(95.49m, trip.ExitPrice);
        Assert.DoesNotContain(journal.Orders, order => order.Request.Purpose is OrderPurpose.Exit);
        Assert.Equal("stop_loss", journal.Transitions.Last(entry => entry.Transition.To is InstanceStatus.Cooldown).Transition.Reason);
    }

    [Fact]
    public void A_stop_that_the_exchange_has_yet_to_confirm_is_not_relied_on()
    {
        // With 1.5 s of latency the price falls through the stop while that is still on its way: both are sent, one closes.
        var run = Default(Of("99 100 101x3 95.5x6"), "") with
        {
            Venue = SimulatedVenueOptions.Default with { Latency = TimeSpan.FromSeconds(1.5) },
        };

        var (_, journal) = run.Go();

        Assert.Equal(ExitReason.StopLoss, Assert.Single(journal.RoundTrips).ExitReason);
        var closing = journal.Orders.Where(order => order.Request.ReduceOnly).ToArray();
        Assert.Equal([OrderPurpose.Stop, OrderPurpose.Exit], closing.Select(order => order.Request.Purpose));
        Assert.Equal(
            [(OrderStatus.Filled, null), (OrderStatus.Canceled, VenueReasons.ReduceOnly)],
            closing.Select(order => (order.Status, order.Reason)));
    }

    [Fact]
    public void A_trailing_stop_follows_the_peak_through_partial_exits()
    {
        // The step at 104.04 must not make the peak of 108 forgotten.
        var (_, journal) = Default(Of("99 100 101x3 108x3 107x2 105.9x5"), "").Go();

        Assert.Equal("trailing_stop", Assert.Single(journal.RoundTrips).ExitReason);
        Assert.Contains("InPosition Exiting trailingStop trailing_stop", Steps(journal));
        Assert.Equal((108m - 101.01m) * 2m, journal.RoundTrips[0].Mfe);
    }

    [Fact]
    public void A_liquidation_ends_the_position_and_loses_its_margin()
    {
        var (_, journal) = Default(Of("99 100 101x3 90x5"), "/entry/leverage = 10").Go();

        var trip = Assert.Single(journal.RoundTrips);
        Assert.Equal("liquidation", trip.ExitReason);
        Assert.Equal(-2m * 101.01m / 10m, trip.GrossPnl);
        Assert.All(journal.Orders, order => Assert.True(order.Status.IsTerminal));
        Assert.Equal("liquidation", journal.Transitions.Last(entry => entry.Transition.To is InstanceStatus.Cooldown).Transition.Reason);
    }

    [Fact]
    public void A_limit_exit_that_does_not_fill_is_followed_by_a_market_order()
    {
        const string SellHigher = "/exit/order/offsetPct = -1\n/exit/order/timeout = \"3s\"\n/entry/takeProfit = none\n/entry/trailingStop = none";

        var (_, journal) = Default(Of("99 100 101x3 113x20"), SellHigher).Go();

        var exits = journal.Orders.Where(order => order.Request.Purpose is OrderPurpose.Exit).ToArray();
        Assert.Equal([OrderType.Limit, OrderType.Market], exits.Select(order => order.Request.Type));
        Assert.Equal([OrderStatus.Expired, OrderStatus.Filled], exits.Select(order => order.Status));
        Assert.Equal("exit", Assert.Single(journal.RoundTrips).ExitReason);
    }

    [Fact]
    public void An_emergency_replaces_a_limit_exit_by_a_market_order()
    {
        const string SellHigher = "/exit/order/offsetPct = -1\n/exit/order/timeout = \"60s\"\n/entry/takeProfit = none\n/entry/trailingStop = none";

        var (_, journal) = Default(Of("99 100 101x3 113x3 113~6x5"), SellHigher).Go();

        Assert.Contains("Exiting Exiting emergency emergency", Steps(journal));
        var exits = journal.Orders.Where(order => order.Request.Purpose is OrderPurpose.Exit).ToArray();
        Assert.Equal([OrderStatus.Canceled, OrderStatus.Filled], exits.Select(order => order.Status));
        Assert.Equal("emergency", Assert.Single(journal.RoundTrips).ExitReason);
    }

    [Fact]
    public void Of_two_strategies_the_first_of_the_session_gets_the_symbol()
    {
        var second = Documents.With(Documents.Full, "/name = \"second\"");
        var run = new Run(Of("99 100 101x20"), [Run.MarketOf(Btc, MarketSeries.Trades | MarketSeries.Book)], [(Documents.Full, [Btc]), (second, [Btc])]);

        var (_, journal) = run.Go();

        Assert.Equal(OrderPurpose.Entry, journal.Orders.Single(order => order.Request.Purpose is OrderPurpose.Entry).Request.Purpose);
        var refused = journal.Transitions.First(entry => entry.Transition.Section == "entry" && entry.Transition.To is InstanceStatus.Cooldown);
        Assert.EndsWith("second:btc_usdt", refused.Instance.Key, StringComparison.Ordinal);
        Assert.Equal(EntryRefusals.SymbolBusy, refused.Transition.Reason);
    }

    [Theory]
    [InlineData(StopPolicy.Keep)]
    [InlineData(StopPolicy.Cancel)]
    [InlineData(StopPolicy.Close)]
    public void The_end_of_data_closes_by_policy_alone(StopPolicy policy)
    {
        var (outcome, journal) = (Default(Of("99 100 101x5"), "") with { StopPolicy = policy }).Go();

        Assert.Null(outcome.Stopped);
        Assert.All(journal.Orders, order => Assert.True(order.Status.IsTerminal));
        if (policy is StopPolicy.Close)
        {
            var trip = Assert.Single(journal.RoundTrips);
            Assert.Equal("end_of_data", trip.ExitReason);

            // The last price of 101, worsened by half of 2 bp, down to the tick.
            Assert.Equal(100.98m, trip.ExitPrice);
            Assert.Equal(10_000m + trip.NetPnl, outcome.Report!.FinalEquity);
        }
        else
        {
            Assert.Empty(journal.RoundTrips);
            Assert.Equal(10_000m - (2m * 101.01m * 0.0006m) + (2m * (101m - 101.01m)), outcome.Report!.FinalEquity);
        }
    }

    [Theory]
    [InlineData(StopPolicy.Cancel)]
    [InlineData(StopPolicy.Close)]
    public void A_stop_request_ends_the_run_where_it_stands(StopPolicy policy)
    {
        var control = new ReplayControl();
        var run = Default(Of("99 100 101x400 99x4000"), "/limits = none") with { Control = control, OnFill = _ => control.RequestStop(policy) };

        var (outcome, journal) = run.Go();

        Assert.Equal(policy, outcome.Stopped);
        Assert.True(outcome.Events < 8_800);
        Assert.Equal(outcome.Events, control.Events);
        Assert.All(journal.Orders, order => Assert.True(order.Status.IsTerminal));
        Assert.Equal(InstanceStatus.Stopped, journal.Transitions[^1].Transition.To);
        Assert.Equal(policy is StopPolicy.Close ? ["stop_policy"] : [], journal.RoundTrips.Select(trip => trip.ExitReason));
    }

    [Fact]
    public void A_position_that_fell_below_the_smallest_order_is_closed_all_the_same()
    {
        var run = Default(Of("99 100 101x3 97x20"), "/limits/maxTimeInPosition = \"5s\"");
        run = run with { Markets = [run.Markets[0] with { Instrument = run.Markets[0].Instrument with { MinNotional = 200m } }] };

        var (_, journal) = run.Go();

        Assert.Equal((ExitReason.TimeLimit, 2m), (journal.RoundTrips.Single().ExitReason, journal.RoundTrips.Single().Quantity));
        Assert.DoesNotContain(journal.Orders, order => order.Status is OrderStatus.Rejected);
    }

    [Fact]
    public void A_drawdown_latches_the_kill_switch_and_blocks_entries_for_good()
    {
        var run = Default(Of("99 100 101x3 95.5x5 99x60 100 101x10"), "/entry/size/value = 30\n/entry/cooldown = \"1s\"") with
        {
            Limits = RiskLimits.Default with { DrawdownPct = 1m, DayLossPct = 50m, OrderNotionalPct = 100m },
        };

        var (_, journal) = run.Go();

        Assert.Contains(journal.Alerts, alert => alert.Code == "kill_switch");
        Assert.NotNull(journal.Last!.Account.KillSwitch);
        Assert.Equal("stop_loss", Assert.Single(journal.RoundTrips).ExitReason);
        var refused = journal.Orders.Where(order => order.Status is OrderStatus.Rejected).ToArray();
        Assert.NotEmpty(refused);
        Assert.All(refused, order => Assert.Contains("kill_switch", order.Reason!, StringComparison.Ordinal));
    }

    [Fact]
    public void A_day_loss_blocks_entries_until_midnight()
    {
        // Starts 100 s before midnight.
        var run = Default(Of("99 100 101x3 95.5x5 99x10 100 101x79 99x5 100 101x20", start: Start - 100_000), "/entry/size/value = 30\n/entry/cooldown = \"1s\"\n/exit/cooldown = \"1s\"") with
        {
            Limits = RiskLimits.Default with { DrawdownPct = 90m, DayLossPct = 1m, OrderNotionalPct = 100m },
        };

        var (_, journal) = run.Go();

        var midnight = At(0);
        var entries = journal.Orders.Where(order => order.Request.Purpose is OrderPurpose.Entry).ToArray();
        Assert.Contains(entries, order => order.Request.CreatedAt < midnight && order.Reason == "risk:day_loss");
        Assert.Contains(entries, order => order.Request.CreatedAt >= midnight && order.Status is OrderStatus.Filled);
        Assert.DoesNotContain(entries, order => order.Request.CreatedAt >= midnight && order.Reason == "risk:day_loss");
    }

    [Fact]
    public void Trades_of_a_day_are_limited_until_midnight()
    {
        var market = Of("99 100 101x3 113x3 99x30 100 101x60 99x5 100 101x20", start: Start - 100_000);

        var (_, journal) = Default(market, "/limits/maxTradesPerDay = 1").Go();

        var refused = journal.Transitions.Where(entry => entry.Transition.Reason == EntryRefusals.MaxTradesPerDay).ToArray();
        Assert.NotEmpty(refused);
        Assert.All(refused, entry => Assert.True(entry.Transition.At < At(0)));
        Assert.Contains(journal.Fills, entry => entry.Fill.At > At(0));
    }

    private static Run Default(MemoryMarket market, string changes, Symbol[]? symbols = null) => new(
        market,
        [.. (symbols ?? [Btc]).Select(symbol => Run.MarketOf(symbol, MarketSeries.Trades | MarketSeries.Book))],
        [(Documents.With(Documents.Full, changes), symbols ?? [Btc])])
    {
        Limits = RiskLimits.Default with { PriceCollarPct = 20m },
    };

    private static string[] Steps(string path, string changes) => Steps(Default(Of(path), changes).Go().Journal)[..2];

    private static string[] Steps(RecordingJournal journal) =>
        [.. journal.Transitions.Select(entry => $"{entry.Transition.From} {entry.Transition.To} {entry.Transition.Section} {entry.Transition.Reason}".TrimEnd())];
}
