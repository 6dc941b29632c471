using Trading.Domain.Orders;
using Trading.Domain.Positions;
using static Trading.Domain.Tests.Positions.Fills;

namespace Trading.Domain.Tests.Positions;

public sealed class ProtectionMachineTests
{
    private const string StopOrigin = "pos:pos-alice:demo:btc_usdt:1:stop";
    private const string TargetOrigin = "pos:pos-alice:demo:btc_usdt:1:target";

    private static readonly ProtectionPlan StopAtOnePercent = ProtectionPlan.None with { StopLossPct = 1m };
    private static readonly Position Long = Flat().Play(Fill("t-1", Side.Buy, 100.03m, 2m, leverage: 3));

    [Fact]
    public void The_first_fill_asks_for_a_reduce_only_stop()
    {
        var decision = ProtectionMachine.SetPlan(Protection.None, StopAtOnePercent, Long, Contract);

        // 100.03 · 0.99 = 99.0297: a selling stop rounds up, towards the market.
        Assert.Equal(
            new OrderIntent(
                OrderPurpose.Stop, StopOrigin, 0, Btc, Side.Sell, OrderType.StopMarket, TimeInForce.Gtc, 2m, null, 99.1m, true, 3, null),
            Assert.IsType<PlaceProtective>(Assert.Single(decision.Commands)).Intent);
    }

    [Fact]
    public void A_shorts_stop_is_the_mirror()
    {
        var decision = ProtectionMachine.SetPlan(
            Protection.None, StopAtOnePercent, Flat().Play(Fill("t-1", Side.Sell, 100.03m, 2m)), Contract);

        var intent = Assert.IsType<PlaceProtective>(Assert.Single(decision.Commands)).Intent;
        Assert.Equal((Side.Buy, 101m), (intent.Side, intent.StopPrice!.Value));
    }

    [Fact]
    public void A_replacement_is_at_the_venue_before_the_old_one_is_cancelled()
    {
        var resting = Resting(StopAtOnePercent, Long);
        var grown = Long.Play(Fill("t-2", Side.Buy, 102.03m, 2m));

        var replaced = ProtectionMachine.Follow(resting, grown, Contract);
        var intent = Assert.IsType<PlaceProtective>(Assert.Single(replaced.Commands)).Intent;
        Assert.Equal((StopOrigin, 1, 4m, 100.1m), (intent.Origin, intent.Ordinal, intent.Quantity, intent.StopPrice!.Value));

        var accepted = ProtectionMachine.Accepted(replaced.After, StopOrigin, 1, grown, Contract);
        Assert.Equal([new CancelProtective(StopOrigin, 0)], accepted.Commands);

        var ended = ProtectionMachine.Ended(accepted.After, StopOrigin, 0, "requested", grown, Contract);
        Assert.Empty(ended.Commands);
        Assert.Equal(1, Assert.Single(ended.After.Stop.Orders).Ordinal);
    }

    [Fact]
    public void Changes_during_a_replacement_wait_until_it_is_done()
    {
        var grown = Long.Play(Fill("t-2", Side.Buy, 100.03m, 2m));
        var replaced = ProtectionMachine.Follow(Resting(StopAtOnePercent, Long), grown, Contract);
        var larger = grown.Play(Fill("t-3", Side.Buy, 100.03m, 1m));

        var waiting = ProtectionMachine.Follow(replaced.After, larger, Contract);
        Assert.Empty(waiting.Commands);

        var accepted = ProtectionMachine.Accepted(waiting.After, StopOrigin, 1, larger, Contract);
        Assert.Equal([new CancelProtective(StopOrigin, 0)], accepted.Commands);
    }

    [Fact]
    public void After_a_replacement_that_is_outdated_at_once_the_next_one_follows()
    {
        var protection = Resting(StopAtOnePercent, Long);
        var position = Long;
        for (var n = 2; n < 6; n++)
        {
            position = position.Play(Fill($"t-{n}", Side.Buy, 100.03m, 1m));
            protection = ProtectionMachine.Follow(protection, position, Contract).After;
        }

        var settled = Settle(protection, position);

        var order = Assert.Single(settled.Stop.Orders);
        Assert.Equal((6m, ProtectiveOrderState.Resting), (order.Quantity, order.State));
    }

    [Fact]
    public void Going_flat_cancels_everything()
    {
        var plan = StopAtOnePercent with { TakeProfitPrice = 110m };
        var flat = Long.Play(Fill("t-2", Side.Sell, 100m, 2m));

        var decision = ProtectionMachine.Follow(Resting(plan, Long), flat, Contract);

        Assert.Equal([new CancelProtective(StopOrigin, 0), new CancelProtective(TargetOrigin, 0)], decision.Commands);
        Assert.Empty(ProtectionMachine.Follow(decision.After, flat, Contract).Commands);
    }

    [Fact]
    public void A_target_set_by_hand_rests_as_a_reduce_only_take_profit()
    {
        var patch = new ProtectionPatch(null, new(110m), null);

        var decision = ProtectionMachine.SetPlan(Resting(StopAtOnePercent, Long), patch.ApplyTo(StopAtOnePercent), Long, Contract);

        var intent = Assert.IsType<PlaceProtective>(Assert.Single(decision.Commands)).Intent;
        Assert.Equal(
            (OrderPurpose.Target, OrderType.TakeProfitMarket, TargetOrigin, 110m, 2m, true),
            (intent.Purpose, intent.Type, intent.Origin, intent.StopPrice!.Value, intent.Quantity, intent.ReduceOnly));
    }

    [Fact]
    public void A_stop_set_by_hand_replaces_the_strategys_and_null_removes_it()
    {
        var resting = Resting(StopAtOnePercent, Long);
        var byHand = ProtectionMachine.SetPlan(resting, new ProtectionPatch(new(98m), null, null).ApplyTo(resting.Plan), Long, Contract);
        Assert.Equal(98m, Assert.IsType<PlaceProtective>(Assert.Single(byHand.Commands)).Intent.StopPrice);

        // Averaging in does not move a price that was set by hand.
        var settled = Settle(byHand.After, Long);
        Assert.Equal(98m, ProtectionMachine.StopPriceOf(settled.Plan, Long.Play(Fill("t-2", Side.Buy, 110m, 5m)), Contract));

        var removed = ProtectionMachine.SetPlan(settled, new ProtectionPatch(new(null), null, null).ApplyTo(settled.Plan), Long, Contract);
        Assert.Equal([new CancelProtective(StopOrigin, 1)], removed.Commands);
    }

    [Fact]
    public void A_patch_leaves_what_it_does_not_name()
    {
        var plan = new ProtectionPlan(1m, [new(2m, 50m)], new(1m, 0.5m), null, null);

        Assert.Equal(plan, new ProtectionPatch(null, null, null).ApplyTo(plan));
        var patched = new ProtectionPatch(null, new(null), new(0.8m)).ApplyTo(plan);
        Assert.Empty(patched.TakeProfit);
        Assert.Equal((1m, new TrailingStop(0m, 0.8m), null), (patched.StopLossPct!.Value, patched.TrailingStop, patched.TakeProfitPrice));
        Assert.Null(new ProtectionPatch(null, null, new(null)).ApplyTo(plan).TrailingStop);
    }

    [Theory]
    [InlineData("100", null, null, "/stopPrice")]
    [InlineData("98.05", null, null, "/stopPrice")]
    [InlineData("0", null, null, "/stopPrice")]
    [InlineData(null, "100", null, "/takeProfitPrice")]
    [InlineData(null, null, "0", "/trailingDistancePct")]
    [InlineData(null, null, "100.1", "/trailingDistancePct")]
    [InlineData("99.9", "100.1", "100", null)]
    public void A_patch_is_judged_at_the_mark(string? stop, string? target, string? trailing, string? pointer)
    {
        var patch = new ProtectionPatch(Value(stop), Value(target), Value(trailing));

        Assert.Equal(pointer is null ? [] : [pointer], patch.Validate(Long.AtMark(100m).ToView(), Contract).Select(error => error.Pointer));

        static ProtectionPatchValue? Value(string? text) =>
            text is null ? null : new(decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_flat_position_has_nothing_to_protect() =>
        Assert.Equal("conflict", Assert.Single(new ProtectionPatch(new(1m), null, null).Validate(Flat().ToView(), Contract)).Code);

    [Fact]
    public void A_triggered_stop_is_left_to_work_and_succeeded_only_when_it_ends_short()
    {
        var triggered = ProtectionMachine.Triggered(Resting(StopAtOnePercent, Long), StopOrigin, 0, Long, Contract);
        var less = Long.Play(Fill("t-2", Side.Sell, 99m, 1.5m));
        Assert.Empty(ProtectionMachine.Follow(triggered.After, less, Contract).Commands);

        var ended = ProtectionMachine.Ended(triggered.After, StopOrigin, 0, "ioc", less, Contract);

        Assert.Equal((1, 0.5m), (Placed(ended).Ordinal, Placed(ended).Quantity));
    }

    [Fact]
    public void A_refused_stop_is_tried_again_and_the_third_refusal_calls_a_person()
    {
        var decision = ProtectionMachine.SetPlan(Protection.None, StopAtOnePercent, Long, Contract);
        for (var ordinal = 0; ordinal < 2; ordinal++)
        {
            decision = ProtectionMachine.Ended(decision.After, StopOrigin, ordinal, "exchange:1", Long, Contract);
            Assert.Equal(ordinal + 1, Placed(decision).Ordinal);
        }

        decision = ProtectionMachine.Ended(decision.After, StopOrigin, 2, "exchange:1", Long, Contract);
        Assert.Equal([new AlertUnprotected(StopOrigin, "exchange:1")], decision.Commands);

        // Another quantity may be taken.
        Assert.Equal(3, Placed(ProtectionMachine.Follow(decision.After, Long.Play(Fill("t-2", Side.Buy, 100m, 1m)), Contract)).Ordinal);
    }

    [Fact]
    public void A_stop_that_the_venue_will_soon_end_is_renewed_before_it_is_cancelled()
    {
        var due = ProtectionMachine.RenewalDue(Resting(StopAtOnePercent, Long), StopOrigin, 0, Long, Contract);
        var again = ProtectionMachine.RenewalDue(due.After, StopOrigin, 0, Long, Contract);
        var accepted = ProtectionMachine.Accepted(again.After, StopOrigin, 1, Long, Contract);

        Assert.Equal((1, 2m, 99.1m), (Placed(due).Ordinal, Placed(due).Quantity, Placed(due).StopPrice!.Value));
        Assert.Single(due.Commands);
        Assert.Empty(again.Commands);
        Assert.Equal([new CancelProtective(StopOrigin, 0)], accepted.Commands);
    }

    [Fact]
    public void A_stop_given_up_says_so_until_it_is_tried_again()
    {
        var protection = ProtectionMachine.SetPlan(Protection.None, StopAtOnePercent, Long, Contract).After;
        for (var ordinal = 0; ordinal < ProtectionMachine.RefusalsMax; ordinal++)
        {
            Assert.False(protection.IsGivenUp);
            protection = ProtectionMachine.Ended(protection, StopOrigin, ordinal, "exchange:1", Long, Contract).After;
        }

        Assert.True(protection.IsGivenUp);
        var retried = ProtectionMachine.Follow(protection, Long, Contract);
        Assert.Equal((false, 3), (retried.After.IsGivenUp, Placed(retried).Ordinal));
    }

    [Fact]
    public void The_next_round_trip_starts_without_a_plan_and_with_its_own_origin()
    {
        var flipped = Long.Play(Fill("t-2", Side.Sell, 100m, 3m));

        var without = ProtectionMachine.Follow(Resting(StopAtOnePercent, Long), flipped, Contract);
        Assert.Equal([new CancelProtective(StopOrigin, 0)], without.Commands);

        var with = ProtectionMachine.SetPlan(without.After, StopAtOnePercent, flipped, Contract);
        Assert.Equal(("pos:pos-alice:demo:btc_usdt:2:stop", 0, Side.Buy, 1m), (Placed(with).Origin, Placed(with).Ordinal, Placed(with).Side, Placed(with).Quantity));
    }

    [Fact]
    public void Repeated_and_foreign_reports_change_nothing()
    {
        var resting = Resting(StopAtOnePercent, Long);

        Assert.Empty(ProtectionMachine.Accepted(resting, StopOrigin, 0, Long, Contract).Commands);
        Assert.Empty(ProtectionMachine.Accepted(resting, StopOrigin, 7, Long, Contract).Commands);
        Assert.Same(resting, ProtectionMachine.Ended(resting, StopOrigin, 7, null, Long, Contract).After);
        Assert.Empty(ProtectionMachine.Follow(resting, Long, Contract).Commands);
    }

    [Fact]
    public void A_trailing_distance_given_by_hand_is_armed_at_once()
    {
        var plan = new ProtectionPatch(null, null, new(1m)).ApplyTo(ProtectionPlan.None);
        var position = Flat().AtMark(100m).Play(Fill("t-1", Side.Buy, 100m, 1m)).AtMark(103m);

        Assert.False(ProtectionMachine.IsTrailingStopReached(plan, position.AtMark(102.1m).ToView()));
        Assert.True(ProtectionMachine.IsTrailingStopReached(plan, position.AtMark(102m).ToView()));
        Assert.False(ProtectionMachine.IsTrailingStopReached(plan, Flat().ToView()));
    }

    [Fact]
    public void A_closing_order_reads_its_quantity_from_the_position()
    {
        var intent = CloseIntent.Of(Long, 2, ExitReason.KillSwitch)!;

        Assert.Equal(
            ("pos:pos-alice:demo:btc_usdt:1:close", 2, Side.Sell, 2m, true, OrderType.Market, "kill_switch"),
            (intent.Origin, intent.Ordinal, intent.Side, intent.Quantity, intent.ReduceOnly, intent.Type, intent.ExitReason));
        Assert.Equal(TimeSpan.FromSeconds(60), intent.Timeout);
        Assert.Null(CloseIntent.Of(Flat(), 0, ExitReason.Manual));
    }

    private static OrderIntent Placed(ProtectionDecision decision) => decision.Commands.OfType<PlaceProtective>().Single().Intent;

    private static Protection Resting(ProtectionPlan plan, Position position) =>
        Settle(ProtectionMachine.SetPlan(Protection.None, plan, position, Contract).After, position);

    /// <summary>A venue that does everything at once.</summary>
    private static Protection Settle(Protection protection, Position position)
    {
        for (var round = 0; round < 20; round++)
        {
            foreach (var order in protection.Stop.Orders.AddRange(protection.Target.Orders))
            {
                protection = order.State switch
                {
                    ProtectiveOrderState.Requested => ProtectionMachine.Accepted(protection, order.Origin, order.Ordinal, position, Contract).After,
                    ProtectiveOrderState.Canceling => ProtectionMachine.Ended(protection, order.Origin, order.Ordinal, "requested", position, Contract).After,
                    _ => protection,
                };
            }
        }

        return protection;
    }
}
