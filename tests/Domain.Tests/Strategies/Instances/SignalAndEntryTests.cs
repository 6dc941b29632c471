using Trading.Domain.Orders;
using Trading.Domain.Strategies.Instances;

namespace Trading.Domain.Tests.Strategies.Instances;

public sealed class SignalAndEntryTests
{
    [Fact]
    public void Watching_becomes_Signaled_when_the_signal_is_true_and_a_slot_is_free()
    {
        var bench = new Bench();
        bench.Event(1);
        Assert.Equal(InstanceStatus.Watching, bench.Status);
        bench.SlotFree = false;
        bench.Event(1, ("a", 1));
        Assert.Equal((InstanceStatus.Watching, false), (bench.Status, bench.Instance.HoldsSlot));

        bench.SlotFree = true;
        bench.Event(1, ("a", 1));

        Assert.Equal((InstanceStatus.Signaled, true, false), (bench.Status, bench.Instance.HoldsSlot, bench.Instance.HoldsSymbol));
        Assert.Equal((1, "signal", 100m), (bench.Last.Signal, bench.Last.Section, bench.Last.Price));
        Assert.Equal(("a", ">", 0d, 1d, true), (bench.Last.Leaves[0].Indicator, bench.Last.Leaves[0].Op, bench.Last.Leaves[0].Threshold, bench.Last.Leaves[0].Value, bench.Last.Leaves[0].Verdict));
        Assert.Equal((1, null), (bench.Signals[0].Number, bench.Signals[0].Outcome));
    }

    [Fact]
    public void An_unknown_indicator_is_never_acted_upon()
    {
        var bench = new Bench(("/signal/when", """{ "not": { "indicator": "a", "op": ">", "value": 0 } }"""));

        bench.Event(1, ("a", double.NaN));
        Assert.Equal(InstanceStatus.Watching, bench.Status);
        bench.Event(1, ("a", 0));

        Assert.Equal(InstanceStatus.Signaled, bench.Status);
    }

    [Fact]
    public void Cancel_is_checked_before_entry_and_cools_down()
    {
        var bench = new Bench();
        bench.Event(1, ("a", 1));

        bench.Event(1, ("b", 1), ("e", -1));

        Assert.Equal((InstanceStatus.Cooldown, "cancel", bench.Now.AddSeconds(7)), (bench.Status, bench.Last.Section, bench.State.CooldownUntil));
        Assert.Equal(SignalOutcome.Canceled, bench.Signals[^1].Outcome);
        Assert.Empty(bench.Placed);
        bench.Event(6.9);
        Assert.Equal(InstanceStatus.Cooldown, bench.Status);
        bench.Event(0.1);
        Assert.Equal(InstanceStatus.Watching, bench.Status);
    }

    [Fact]
    public void An_expired_signal_cools_down_as_a_cancelled_one()
    {
        var bench = new Bench();
        bench.Event(1, ("a", 1));
        bench.Event(59.9);
        Assert.Equal(InstanceStatus.Signaled, bench.Status);

        bench.Event(0.1, ("b", 1));

        Assert.Equal((InstanceStatus.Cooldown, "expired", bench.Now.AddSeconds(7)), (bench.Status, bench.Last.Reason, bench.State.CooldownUntil));
        Assert.Equal(SignalOutcome.Expired, bench.Signals[^1].Outcome);
    }

    [Fact]
    public void Without_a_cancel_section_an_expired_signal_cools_down_for_no_time()
    {
        var bench = new Bench(("/cancel", null));
        bench.Event(1, ("a", 1));

        bench.Event(60);

        Assert.Equal((InstanceStatus.Cooldown, bench.Now), (bench.Status, bench.State.CooldownUntil));
        bench.Event(0);
        Assert.Equal(InstanceStatus.Watching, bench.Status);
    }

    [Fact]
    public void Entry_makes_exactly_one_order()
    {
        var bench = new Bench().Enter();

        bench.Event(1, ("a", 1), ("b", 1));
        bench.Event(1, ("a", 1), ("b", 1));

        var order = Assert.Single(bench.Placed);
        Assert.Equal(("sig:str-1:1:entry", 0, OrderPurpose.Entry), (order.Intent.Origin, order.Intent.Ordinal, order.Intent.Purpose));
        Assert.Equal((Side.Buy, OrderType.Market, 1m, false), (order.Intent.Side, order.Intent.Type, order.Intent.Quantity, order.Intent.ReduceOnly));
        Assert.Equal((SignalOutcome.Entered, order.OrderId), (bench.Signals[^1].Outcome, bench.Signals[^1].OrderId));
        Assert.Equal(("entry", order.OrderId), (bench.Last.Section, bench.Last.OrderId));
        Assert.True(bench.Instance.HoldsSymbol);
    }

    [Fact]
    public void A_refused_entry_cools_down_with_every_reason()
    {
        var bench = new Bench { RiskRefuses = ["risk:open_positions", "insufficient_margin"] };
        bench.Event(1, ("a", 1));

        bench.Event(1, ("b", 1));

        Assert.Equal((InstanceStatus.Cooldown, bench.Now.AddSeconds(5)), (bench.Status, bench.State.CooldownUntil));
        Assert.Equal("risk:open_positions, insufficient_margin", bench.Last.Reason);
        Assert.Equal(SignalOutcome.Refused, bench.Signals[^1].Outcome);
        Assert.False(bench.Instance.HoldsSlot);
    }

    [Fact]
    public void A_busy_symbol_refuses_the_entry_without_asking_risk()
    {
        var bench = new Bench { SymbolFree = false };
        bench.Event(1, ("a", 1));

        bench.Event(1, ("b", 1));

        Assert.Equal((InstanceStatus.Cooldown, "symbol_busy"), (bench.Status, bench.Last.Reason));
        Assert.Empty(bench.Placed);
    }

    [Fact]
    public void A_position_of_another_on_the_symbol_refuses_the_entry()
    {
        var bench = new Bench();
        bench.Event(1, ("a", 1));
        bench.Trade(3m, "manual");

        bench.Event(1, ("b", 1));

        Assert.Equal("symbol_busy", bench.Last.Reason);
    }

    [Fact]
    public void An_entry_that_ended_with_a_fill_is_a_position()
    {
        var bench = new Bench().Enter();
        bench.Fill(bench.Placed[0], 0.4m);
        bench.Event();
        Assert.Equal(InstanceStatus.Entering, bench.Status);

        bench.End(bench.Placed[0], "timeout");
        bench.Event();

        Assert.Equal((InstanceStatus.InPosition, "order", "timeout"), (bench.Status, bench.Last.Section, bench.Last.Reason));
    }

    [Fact]
    public void An_entry_that_ended_without_a_fill_cools_down()
    {
        var bench = new Bench().Enter();
        bench.End(bench.Placed[0], "timeout");

        bench.Event();

        Assert.Equal((InstanceStatus.Cooldown, bench.Now.AddSeconds(5), "timeout"), (bench.Status, bench.State.CooldownUntil, bench.Last.Reason));
    }

    [Theory]
    [InlineData("e", -1, "cancel", 7)]
    [InlineData("d", 1, "emergency", 11)]
    public void Cancel_and_emergency_cancel_an_entry_that_has_not_filled(string indicator, double value, string section, int cooldown)
    {
        var bench = new Bench().Enter();

        bench.Event(1, (indicator, value));
        bench.Event(1, (indicator, value));

        Assert.Equal((InstanceStatus.Entering, section), (bench.Status, bench.Last.Section));
        Assert.Equal(bench.Placed[0].OrderId, Assert.Single(bench.Canceled).OrderId);
        bench.End(bench.Placed[0], "requested");
        bench.Event();
        Assert.Equal((InstanceStatus.Cooldown, bench.Now.AddSeconds(cooldown)), (bench.Status, bench.State.CooldownUntil));
    }

    [Fact]
    public void The_longer_cooldown_of_entry_and_cancelling_section_holds()
    {
        var bench = new Bench(("/entry/cooldown", "\"20s\"")).Enter();
        bench.Event(1, ("e", -1));
        bench.End(bench.Placed[0], "requested");

        bench.Event();

        Assert.Equal(bench.Now.AddSeconds(20), bench.State.CooldownUntil);
    }

    [Fact]
    public void A_fill_that_races_the_cancel_of_an_entry_is_a_position()
    {
        var bench = new Bench().Enter();
        bench.Event(1, ("e", -1));
        bench.Fill(bench.Placed[0]);
        bench.End(bench.Placed[0]);

        bench.Event();

        Assert.Equal(InstanceStatus.InPosition, bench.Status);
    }

    [Fact]
    public void A_cancel_section_does_not_touch_an_entry_that_has_filled()
    {
        var bench = new Bench().Enter();
        bench.Fill(bench.Placed[0], 0.5m);

        bench.Event(1, ("e", -1));

        Assert.Empty(bench.Canceled);
    }

    [Theory]
    [InlineData("emergency")]
    [InlineData("stop_loss")]
    [InlineData("trailing_stop")]
    [InlineData("time_limit")]
    public void A_filled_entry_is_cancelled_and_then_left_on_emergency_stop_trailing_and_time(string reason)
    {
        var bench = new Bench(
            ("/entry/stopLoss", """{ "pct": 5 }"""), ("/entry/trailingStop", """{ "activatePct": 1, "distancePct": 2 }"""),
            ("/limits", """{ "maxTimeInPosition": "30s" }""")).Enter();
        bench.Fill(bench.Placed[0], 0.5m);
        bench.Event();
        switch (reason)
        {
            case "stop_loss":
                bench.Mark = 95m;
                break;
            case "trailing_stop":
                bench.Mark = 103m;
                bench.Event();
                bench.Mark = 101m;
                break;
        }

        bench.Event(reason == "time_limit" ? 29 : 1, ("d", reason == "emergency" ? 1 : 0));

        Assert.Equal((InstanceStatus.Entering, reason), (bench.Status, bench.Last.Reason));
        Assert.Single(bench.Canceled);
        Assert.Single(bench.Placed);
        bench.End(bench.Placed[0], "requested");
        bench.Event();
        Assert.Equal((InstanceStatus.Exiting, reason, 0.5m), (bench.Status, bench.Last.Reason, bench.LastIntent.Quantity));
        Assert.Equal((OrderPurpose.Exit, true, OrderType.Market, "sig:str-1:1:exit"), (bench.LastIntent.Purpose, bench.LastIntent.ReduceOnly, bench.LastIntent.Type, bench.LastIntent.Origin));
    }

    [Fact]
    public void An_entry_filled_and_closed_by_the_exchange_at_one_event_cools_down()
    {
        var bench = new Bench(("/entry/stopLoss", """{ "pct": 5 }""")).Enter();
        bench.Fill(bench.Placed[0]);
        bench.End(bench.Placed[0]);
        bench.Mark = 94m;
        bench.Trade(-1m, "stop_loss");

        bench.Event();

        Assert.Equal((InstanceStatus.Cooldown, "stop_loss"), (bench.Status, bench.Last.Reason));
    }

    [Fact]
    public void The_symbol_is_held_until_an_entry_has_ended_though_the_position_is_flat()
    {
        var bench = new Bench().Enter();
        bench.Fill(bench.Placed[0], 0.5m);
        bench.Event();
        bench.Trade(-0.5m, "manual");
        bench.Event();
        Assert.Equal((InstanceStatus.Entering, "manual"), (bench.Status, bench.Last.Reason));
        Assert.Single(bench.Canceled);

        bench.End(bench.Placed[0], "requested");
        bench.Event();

        Assert.Equal((InstanceStatus.Cooldown, "manual"), (bench.Status, bench.Last.Reason));
    }

    [Fact]
    public void A_late_fill_brings_the_position_back_under_management()
    {
        var bench = new Bench().Enter();
        bench.End(bench.Placed[0], "timeout");
        bench.Event();
        bench.Event(6);
        Assert.Equal(InstanceStatus.Watching, bench.Status);

        bench.Fill(bench.Placed[0]);
        bench.Event();

        Assert.Equal((InstanceStatus.InPosition, "late_fill"), (bench.Status, bench.Last.Reason));
        Assert.Equal("late_fill", Assert.Single(bench.Alerts).Code);
        Assert.True(bench.Instance.HoldsSymbol);
    }

    [Fact]
    public void An_answer_told_twice_changes_nothing()
    {
        var bench = new Bench().Enter();

        Assert.True(bench.Instance.Answer(OrderAnswer.Approved(bench.Placed[0].OrderId)).IsNone);
        Assert.True(bench.Instance.Answer(OrderAnswer.Refused(bench.Placed[0].OrderId, "risk:x")).IsNone);

        Assert.Equal(InstanceStatus.Entering, bench.Status);
    }
}
