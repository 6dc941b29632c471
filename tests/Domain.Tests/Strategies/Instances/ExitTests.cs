using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Strategies.Instances;
using OrderEnded = Trading.Domain.Strategies.Instances.OrderEnded;
using PlaceOrder = Trading.Domain.Strategies.Instances.PlaceOrder;

namespace Trading.Domain.Tests.Strategies.Instances;

public sealed class ExitTests
{
    [Fact]
    public void Exit_sends_one_reduce_only_order_of_the_whole_position()
    {
        var bench = new Bench().Open();
        bench.Trade(0.5m, "manual");

        bench.Event(1, ("c", 1));
        bench.Event(1, ("c", 1));

        Assert.Equal((InstanceStatus.Exiting, "exit", "exit"), (bench.Status, bench.Last.Section, bench.Last.Reason));
        Assert.Equal(2, bench.Placed.Count);
        Assert.Equal((Side.Sell, 1.5m, true, 0), (bench.LastIntent.Side, bench.LastIntent.Quantity, bench.LastIntent.ReduceOnly, bench.LastIntent.Ordinal));
    }

    [Fact]
    public void A_flat_position_after_an_exit_cools_down_and_gives_slot_and_symbol_back()
    {
        var bench = new Bench().Open();
        bench.Event(1, ("c", 1));
        bench.Fill(bench.Placed[1]);
        bench.End(bench.Placed[1]);

        bench.Event();

        Assert.Equal((InstanceStatus.Cooldown, "exit", bench.Now.AddSeconds(3)), (bench.Status, bench.Last.Reason, bench.State.CooldownUntil));
        Assert.Equal((false, false), (bench.Instance.HoldsSlot, bench.Instance.HoldsSymbol));
    }

    [Fact]
    public void Emergency_cools_down_for_its_own_time()
    {
        var bench = new Bench().Open();
        bench.Event(1, ("c", 1), ("d", 1));
        Assert.Equal("emergency", bench.Last.Section);
        bench.Fill(bench.Placed[1]);
        bench.End(bench.Placed[1]);

        bench.Event();

        Assert.Equal(bench.Now.AddSeconds(11), bench.State.CooldownUntil);
    }

    [Theory]
    [InlineData("long", 98.0, "stop_loss")]
    [InlineData("short", 102.0, "stop_loss")]
    [InlineData("long", 106.0, "take_profit")]
    [InlineData("short", 94.0, "take_profit")]
    public void Stop_and_last_target_are_judged_on_the_mark(string direction, double mark, string reason)
    {
        var bench = new Bench(
            ("/direction", $"\"{direction}\""), ("/entry/stopLoss", """{ "pct": 2 }"""), ("/entry/takeProfit", """[ { "pct": 6, "closePct": 100 } ]""")).Open();
        bench.Mark = (decimal)mark + (mark > 100 ? -0.1m : 0.1m);
        bench.Event();
        Assert.Equal(InstanceStatus.InPosition, bench.Status);

        bench.Mark = (decimal)mark;
        bench.Event();

        Assert.Equal((InstanceStatus.Exiting, reason), (bench.Status, bench.Last.Reason));
        Assert.Equal(OrderType.Market, bench.LastIntent.Type);
        Assert.Equal(mark, bench.Last.Leaves[0].Threshold);
    }

    [Theory]
    [InlineData("long", 102.0, 105.0, 104.0)]
    [InlineData("short", 98.0, 95.0, 96.0)]
    public void A_trailing_stop_arms_follows_and_never_moves_back(string direction, double armed, double best, double level)
    {
        var sign = direction == "long" ? 1m : -1m;
        var bench = new Bench(("/direction", $"\"{direction}\""), ("/entry/trailingStop", """{ "activatePct": 2, "distancePct": 1 }""")).Open();
        bench.Mark = (decimal)armed - (sign * 0.1m);
        bench.Event();
        bench.Mark = 100m - sign;
        bench.Event();
        Assert.Equal(InstanceStatus.InPosition, bench.Status);
        bench.Mark = (decimal)best;
        bench.Event();
        bench.Trade(sign, "manual");
        bench.Mark = (decimal)level + (sign * 0.1m);
        bench.Event();
        Assert.Equal(InstanceStatus.InPosition, bench.Status);

        bench.Mark = (decimal)level;
        bench.Event();

        Assert.Equal(("trailingStop", "trailing_stop"), (bench.Last.Section, bench.Last.Reason));
    }

    [Fact]
    public void Time_limit_counts_from_the_first_fill()
    {
        var bench = new Bench(("/limits", """{ "maxTimeInPosition": "10s" }""")).Open();
        bench.Event(8.9);
        Assert.Equal(InstanceStatus.InPosition, bench.Status);

        bench.Event(0.1);

        Assert.Equal(("limits", "time_limit"), (bench.Last.Section, bench.Last.Reason));
    }

    [Fact]
    public void Emergency_then_stop_then_trailing_then_target_then_time_then_exit()
    {
        (string, string?)[] all =
        [
            ("/entry/stopLoss", """{ "pct": 5 }"""), ("/entry/trailingStop", """{ "activatePct": 10, "distancePct": 16 }"""),
            ("/entry/takeProfit", """[ { "pct": 20, "closePct": 100 } ]"""), ("/limits", """{ "maxTimeInPosition": "10s" }"""),
        ];

        string Leaves(decimal peak, decimal mark, double wait, double emergency)
        {
            var bench = new Bench(all).Open();
            bench.Mark = peak;
            bench.Event(0.1);
            bench.Mark = mark;
            bench.Event(wait, ("c", 1), ("d", emergency));
            return bench.Last.Reason!;
        }

        Assert.Equal("emergency", Leaves(110m, 94m, 20, 1));
        Assert.Equal("stop_loss", Leaves(110m, 94m, 20, 0));
        Assert.Equal("trailing_stop", Leaves(115m, 98.5m, 20, 0));
        Assert.Equal("take_profit", Leaves(101m, 120m, 20, 0));
        Assert.Equal("time_limit", Leaves(101m, 101m, 20, 0));
        Assert.Equal("exit", Leaves(101m, 101m, 1, 0));
    }

    [Fact]
    public void Steps_close_their_share_of_the_largest_quantity_and_the_next_adds_what_rounding_took()
    {
        var bench = new Bench(
            ("/entry/size/value", "1.11"),
            ("/entry/takeProfit", """[ { "pct": 1, "closePct": 30 }, { "pct": 2, "closePct": 30 }, { "pct": 3, "closePct": 40 } ]""")).Open();
        bench.Mark = 101m;
        bench.Event();
        Assert.Equal((InstanceStatus.InPosition, "takeProfit", "sig:str-1:1:step-1", 0.33m, true), (bench.Status, bench.Last.Section, bench.LastIntent.Origin, bench.LastIntent.Quantity, bench.LastIntent.ReduceOnly));
        bench.Mark = 102m;
        bench.Event();
        Assert.Equal(2, bench.Placed.Count);
        bench.Fill(bench.Placed[1]);
        bench.End(bench.Placed[1]);

        bench.Event();
        Assert.Equal(("sig:str-1:1:step-2", 0.33m), (bench.LastIntent.Origin, bench.LastIntent.Quantity));
        bench.Fill(bench.Placed[2]);
        bench.End(bench.Placed[2]);
        bench.Mark = 103m;
        bench.Event();

        Assert.Equal((InstanceStatus.Exiting, OrderPurpose.Exit, 0.45m), (bench.Status, bench.LastIntent.Purpose, bench.LastIntent.Quantity));
    }

    [Fact]
    public void What_rounds_away_is_added_to_the_next_step()
    {
        var bench = new Bench(
            ("/entry/size/value", "0.03"), ("/entry/takeProfit", """[ { "pct": 1, "closePct": 50 }, { "pct": 2, "closePct": 20 } ]""")).Open();
        bench.Mark = 101m;
        bench.Event();
        Assert.Equal(0.01m, bench.LastIntent.Quantity);
        bench.Fill(bench.Placed[1]);
        bench.End(bench.Placed[1]);
        bench.Mark = 102m;

        bench.Event();

        // 70 % of 0.03 is 0.021, on the lot 0.02, of which 0.01 is closed.
        Assert.Equal(("sig:str-1:1:step-2", 0.01m), (bench.LastIntent.Origin, bench.LastIntent.Quantity));
    }

    [Fact]
    public void A_step_that_ends_short_is_tried_again_and_alerts_after_three()
    {
        var bench = new Bench(("/entry/takeProfit", """[ { "pct": 1, "closePct": 50 } ]""")).Open();
        bench.Mark = 101m;
        bench.Event();
        bench.Fill(bench.Placed[^1], 0.2m);
        bench.End(bench.Placed[^1], "rejected");
        bench.Event();
        Assert.Equal((1, 0.3m), (bench.LastIntent.Ordinal, bench.LastIntent.Quantity));
        bench.End(bench.Placed[^1], "rejected");
        bench.Event();
        bench.End(bench.Placed[^1], "rejected");

        bench.Event(0.5);
        Assert.Equal(4, bench.Placed.Count);
        Assert.Single(bench.Alerts);
        bench.Event(1);

        Assert.Equal((5, 3), (bench.Placed.Count, bench.LastIntent.Ordinal));
    }

    [Fact]
    public void A_full_exit_cancels_a_working_step_first()
    {
        var bench = new Bench(("/entry/takeProfit", """[ { "pct": 1, "closePct": 50 } ]""")).Open();
        bench.Mark = 101m;
        bench.Event();

        var decision = bench.Event(1, ("c", 1));

        Assert.IsType<CancelOrder>(decision.Effects[0]);
        Assert.IsType<PlaceOrder>(decision.Effects[1]);
        Assert.Equal((InstanceStatus.Exiting, 1m), (bench.Status, bench.LastIntent.Quantity));
    }

    [Theory]
    [InlineData("manual")]
    [InlineData("stop_loss")]
    [InlineData("liquidation")]
    [InlineData("adl")]
    public void A_position_closed_by_another_hand_cools_down_and_says_which(string hand)
    {
        var bench = new Bench(("/entry/takeProfit", """[ { "pct": 1, "closePct": 50 } ]""")).Open();
        bench.Mark = 101m;
        bench.Event();
        bench.Trade(-1m, hand);

        bench.Event();

        Assert.Equal((InstanceStatus.Cooldown, hand, bench.Now.AddSeconds(3)), (bench.Status, bench.Last.Reason, bench.State.CooldownUntil));
        Assert.Equal(bench.Placed[1].OrderId, Assert.Single(bench.Canceled).OrderId);
    }

    [Fact]
    public void A_quantity_changed_by_another_hand_is_read_anew()
    {
        var bench = new Bench().Open();
        bench.Trade(-0.4m, "manual");
        bench.Event();
        Assert.Equal(InstanceStatus.InPosition, bench.Status);

        bench.Event(1, ("c", 1));

        Assert.Equal(0.6m, bench.LastIntent.Quantity);
    }

    [Fact]
    public void A_closing_order_that_leaves_quantity_is_followed_by_the_next_at_market_then_backs_off()
    {
        var bench = new Bench(("/exit/order", """{ "type": "limit", "offsetPct": -1, "timeout": "10s" }""")).Open();
        bench.Event(1, ("c", 1));
        Assert.Equal((OrderType.Limit, (decimal?)100.5m, TimeSpan.FromSeconds(10)), (bench.LastIntent.Type, bench.LastIntent.Price, bench.LastIntent.Timeout));
        bench.Fill(bench.Placed[1], 0.3m);
        bench.End(bench.Placed[1], "timeout");
        bench.Event(0.1);
        Assert.Equal((OrderType.Market, 0.7m, 1), (bench.LastIntent.Type, bench.LastIntent.Quantity, bench.LastIntent.Ordinal));
        bench.End(bench.Placed[2], "rejected");
        bench.Event(0.1);
        bench.End(bench.Placed[3], "rejected");
        Assert.Empty(bench.Alerts);

        bench.Event(0.1);
        Assert.Equal("exit_failing", Assert.Single(bench.Alerts).Code);
        bench.Event(0.8);
        Assert.Equal(4, bench.Placed.Count);
        bench.Event(0.2);
        Assert.Equal((5, 3), (bench.Placed.Count, bench.LastIntent.Ordinal));
        bench.End(bench.Placed[4], "rejected");
        bench.Event(0.1);
        bench.Event(1.8);
        Assert.Equal(5, bench.Placed.Count);
        bench.Event(0.2);
        Assert.Equal(6, bench.Placed.Count);
        Assert.Single(bench.Alerts);
    }

    [Fact]
    public void A_closing_order_that_closed_all_is_followed_by_none_while_the_position_has_yet_to_say_so()
    {
        var bench = new Bench().Open();
        bench.Event(1, ("c", 1));
        var closing = bench.Placed[1];
        bench.Instance.Hear(new OrderEnded(closing.OrderId, "filled", bench.Quantity, bench.Now));

        bench.Event(1);
        bench.Event(3.9);
        Assert.Equal((InstanceStatus.Exiting, 2), (bench.Status, bench.Placed.Count));
        bench.Trade(-bench.Quantity, ExitReason.Exit);
        bench.Event(0.05);

        Assert.Equal((InstanceStatus.Cooldown, 2), (bench.Status, bench.Placed.Count));
    }

    [Fact]
    public void A_position_that_stays_open_though_its_closing_order_closed_all_is_closed_once_more()
    {
        var bench = new Bench().Open();
        bench.Event(1, ("c", 1));
        bench.Instance.Hear(new OrderEnded(bench.Placed[1].OrderId, "filled", bench.Quantity, bench.Now));

        bench.Event(1);
        bench.Event(5);

        Assert.Equal((InstanceStatus.Exiting, 3, 1), (bench.Status, bench.Placed.Count, bench.LastIntent.Ordinal));
    }

    [Fact]
    public void A_refused_closing_order_is_followed_by_the_next()
    {
        var bench = new Bench().Open();
        bench.RiskRefuses = ["filter:quantity"];
        bench.Event(1, ("c", 1));
        bench.RiskRefuses = [];

        bench.Event();

        Assert.Equal((3, 1), (bench.Placed.Count, bench.LastIntent.Ordinal));
    }

    [Fact]
    public void Emergency_replaces_a_limit_exit_by_a_market_one()
    {
        var bench = new Bench(("/exit/order", """{ "type": "limit" }""")).Open();
        bench.Event(1, ("c", 1));

        bench.Event(1, ("d", 1));
        Assert.Equal(("emergency", bench.Placed[1].OrderId), (bench.Last.Section, Assert.Single(bench.Canceled).OrderId));
        Assert.Equal(2, bench.Placed.Count);
        bench.End(bench.Placed[1], "requested");
        bench.Event();

        Assert.Equal((OrderType.Market, 1), (bench.LastIntent.Type, bench.LastIntent.Ordinal));
        bench.Fill(bench.Placed[2]);
        bench.Event();
        Assert.Equal(("emergency", bench.Now.AddSeconds(11)), (bench.Last.Reason, bench.State.CooldownUntil));
    }

    [Fact]
    public void A_stop_that_has_triggered_at_the_venue_is_the_closing_order()
    {
        var bench = new Bench(("/entry/stopLoss", """{ "pct": 5 }""")).Open();
        bench.Mark = 94m;
        bench.Stop = ProtectiveStop.Triggered;
        bench.Event();
        bench.Event();
        Assert.Equal((InstanceStatus.Exiting, 1), (bench.Status, bench.Placed.Count));

        bench.Stop = ProtectiveStop.None;
        bench.Event();

        Assert.Equal((2, OrderPurpose.Exit), (bench.Placed.Count, bench.LastIntent.Purpose));
    }

    [Fact]
    public void Protection_replaced_by_hand_replaces_the_document_s()
    {
        var bench = new Bench(("/entry/stopLoss", """{ "pct": 5 }""")).Open();
        bench.Protection = new ProtectionPlan(null, [], null, StopPrice: 90m, TakeProfitPrice: null);
        bench.Mark = 94m;
        bench.Event();
        Assert.Equal(InstanceStatus.InPosition, bench.Status);

        bench.Mark = 90m;
        bench.Event();

        Assert.Equal("stop_loss", bench.Last.Reason);
    }

    [Fact]
    public void A_loss_prolongs_the_cooldown()
    {
        DateTimeOffset? Until(decimal mark)
        {
            var bench = new Bench(("/limits", """{ "cooldownAfterLoss": "50s" }""")).Open();
            bench.Event(1, ("c", 1));
            bench.Mark = mark;
            bench.Fill(bench.Placed[1]);
            bench.Event();
            return bench.State.CooldownUntil - (bench.Now - Bench.Start);
        }

        Assert.Equal(Bench.Start.AddSeconds(50), Until(99m));
        Assert.Equal(Bench.Start.AddSeconds(3), Until(101m));
    }

    [Fact]
    public void Own_indicators_follow_position_and_signal()
    {
        var bench = new Bench(("/exit/when", """
            { "all": [ { "indicator": "pnl", "op": ">=", "value": 2 }, { "indicator": "rom", "op": ">=", "value": 4 },
                       { "indicator": "age", "op": ">=", "value": 4 }, { "indicator": "held", "op": ">=", "value": 3 },
                       { "indicator": "daily", "op": ">=", "value": 0.2 }, { "indicator": "trades", "op": "==", "value": 1 },
                       { "indicator": "losses", "op": "==", "value": 0 } ] }
            """)).Open();
        bench.Mark = 102m;
        bench.Event(1.9);
        Assert.Equal(InstanceStatus.InPosition, bench.Status);

        bench.Event(0.1);

        Assert.Equal((double?[])[2d, 4d, 4d, 3d, 0.2d, 1d, 0d], bench.Last.Leaves.Select(leaf => leaf.Value));
    }
}
