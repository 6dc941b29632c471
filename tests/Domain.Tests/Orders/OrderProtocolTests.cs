using Trading.Domain.Orders;
using static Trading.Domain.Tests.Orders.OrderSamples;

namespace Trading.Domain.Tests.Orders;

/// <summary>Corners of the protocol where an order could be stuck, doubled, or asked about without end.</summary>
public sealed class OrderProtocolTests
{
    [Fact]
    public void A_position_hears_that_its_stop_has_triggered()
    {
        var triggered = OrderMachine.Decide(InStatus(OrderStatus.New, Stop), Triggered(), Protocol);

        Assert.Contains(triggered.Effects, effect => effect is Tell { Event: OrderTriggered, Receivers: var to } && to.HasFlag(OrderReceivers.Position));
    }

    [Fact]
    public void A_cancel_that_the_venue_keeps_refusing_while_its_answers_lag_is_repeated_ever_slower()
    {
        var order = Play(InStatus(OrderStatus.New), new RequestCancel(OrderReasons.Requested, At(2)));
        var (asked, cancels, seconds) = (0, 0, 2d);
        var pace = new List<double>();

        // The answers come at once: only the order's own timer can slow this down.
        for (var round = 0; round < 12; round++)
        {
            var refused = OrderMachine.Decide(order, new CancelAnswered(CancelOutcome.Refused, null, At(seconds)), Protocol);
            if (!refused.Effects.Any(effect => effect is QueryVenue))
            {
                var due = refused.Effects.OfType<ArmTimer>().Single(timer => timer.Timer is OrderTimer.Retry).At;
                pace.Add((due - At(seconds)).TotalSeconds);
                seconds = (due - T0).TotalSeconds;
                refused = OrderMachine.Decide(refused.Order, Tick(seconds), Protocol);
            }

            asked += refused.Effects.Count(effect => effect is QueryVenue);
            var shown = OrderMachine.Decide(refused.Order, Found(OrderStatus.New, seconds), Protocol);
            cancels += shown.Effects.Count(effect => effect is SendCancel);
            order = shown.Order!;
        }

        Assert.Equal((12, 12), (asked, cancels));
        Assert.Equal(11, pace.Count);
        Assert.True(pace[^1] >= 3 && pace[0] < pace[^1], string.Join(' ', pace));
        Assert.Equal(OrderStatus.PendingCancel, order.Status);
    }

    [Fact]
    public void A_refused_cancel_asks_at_once_what_has_ended_the_order()
    {
        var order = Play(InStatus(OrderStatus.New), new RequestCancel(OrderReasons.Requested, At(2)));

        Assert.Contains(
            OrderMachine.Decide(order, new CancelAnswered(CancelOutcome.Refused, null, At(3)), Protocol).Effects, effect => effect is QueryVenue);
    }

    [Fact]
    public void A_venue_that_shows_an_order_as_refused_after_it_has_filled_a_part_ends_it_with_that_part()
    {
        var shown = new QueryFound(Shown(OrderStatus.Rejected), At(5), At(5));

        var order = Play(InStatus(OrderStatus.PartiallyFilled), shown);

        Assert.Equal((OrderStatus.Canceled, 0.4m), (order.Status, order.FilledQuantity));
    }

    [Fact]
    public void A_reducing_order_found_absent_after_its_deadline_is_not_sent_again()
    {
        var exit = Exit with { Timeout = TimeSpan.FromSeconds(10) };

        var decision = Last(exit, new OrderProceeds(T0), new SendUncertain(1, "no_answer", At(1)), NotFound(11), NotFound(12));

        Assert.DoesNotContain(decision.Effects, effect => effect is SendOrder);
        Assert.Equal((OrderStatus.NotPlaced, OrderReasons.Absent), (decision.Order!.Status, decision.Order.Reason));
    }

    [Fact]
    public void A_working_order_that_reconciliation_misses_twice_has_vanished()
    {
        var resting = InStatus(OrderStatus.New, Stop);

        var once = OrderMachine.Decide(resting, NotFound(100), Protocol);
        var ask = OrderMachine.Decide(once.Order, Tick(101), Protocol);
        var twice = OrderMachine.Decide(ask.Order, NotFound(101), Protocol);

        Assert.Equal(OrderStatus.New, once.Order!.Status);
        Assert.Contains(once.Effects, effect => effect is ArmTimer { Timer: OrderTimer.Retry });
        Assert.Contains(ask.Effects, effect => effect is QueryVenue);
        Assert.Equal((OrderStatus.Canceled, OrderReasons.Vanished), (twice.Order!.Status, twice.Order.Reason));
        Assert.Contains(twice.Effects, effect => effect is RaiseAlert { Code: OrderAlerts.Vanished });
    }

    [Fact]
    public void A_working_order_that_is_missed_once_and_found_again_goes_on()
    {
        var found = Play(InStatus(OrderStatus.New, Stop), NotFound(100), Found(OrderStatus.New, 101));

        Assert.Equal((OrderStatus.New, false), (found.Status, found.NeedsQuery));
    }

    [Fact]
    public void A_query_of_before_the_acceptance_says_nothing_of_a_working_order()
    {
        var order = InStatus(OrderStatus.New);

        Assert.Empty(OrderMachine.Decide(order, NotFound(1), Protocol).Events);
    }

    [Fact]
    public void An_order_that_is_over_here_and_lives_at_the_venue_is_cancelled_until_it_is_over_there()
    {
        var alive = Play(InStatus(OrderStatus.NotPlaced), Accepted());
        var failed = OrderMachine.Decide(alive, new CancelAnswered(CancelOutcome.Failed, null, At(3)), Protocol);
        var woken = OrderMachine.Decide(failed.Order, Tick(6), Protocol);
        var working = OrderMachine.Decide(woken.Order, Found(OrderStatus.PartiallyFilled, 6, 0.1m, Fill("t-1", 0.1m)), Protocol);
        var over = OrderMachine.Decide(working.Order, Found(OrderStatus.Canceled, 8, 0.1m, Fill("t-1", 0.1m)), Protocol);

        Assert.Contains(failed.Effects, effect => effect is ArmTimer { Timer: OrderTimer.Retry });
        Assert.Equal(failed.Order!.UpdatedAt, Told(failed.Order).WakeAt);
        Assert.Contains(woken.Effects, effect => effect is QueryVenue);
        Assert.Contains(working.Effects, effect => effect is SendCancel);
        Assert.Equal((OrderStatus.NotPlaced, 0.1m, false), (over.Order!.Status, over.Order.FilledQuantity, over.Order.NeedsQuery));
    }

    [Fact]
    public void An_order_that_is_over_here_and_unknown_at_the_venue_is_not_asked_after_for_ever()
    {
        var order = Play(InStatus(OrderStatus.NotPlaced), Accepted(), NotFound(20), NotFound(21));

        Assert.Equal((OrderStatus.NotPlaced, false), (order.Status, order.NeedsQuery));
    }

    [Fact]
    public void A_cancel_that_overtakes_the_place_is_not_lost()
    {
        var canceled = OrderMachine.Decide(null, new RequestCancel(OrderReasons.KillSwitch, T0) { Known = Entry }, Protocol);
        var placed = OrderMachine.Decide(canceled.Order, new PlaceOrder(Entry, At(1)), Protocol);

        Assert.Equal(OrderStatus.NotPlaced, placed.Order!.Status);
        Assert.Contains(canceled.Effects, effect => effect is Release);
        Assert.Contains(placed.Effects, effect => effect is AnswerCaller);
        Assert.DoesNotContain(placed.Effects, effect => effect is Proceed);
    }

    [Fact]
    public void A_cancel_of_an_order_that_nobody_knows_of_changes_nothing() =>
        Assert.Null(OrderMachine.Decide(null, new RequestCancel(OrderReasons.Requested, T0), Protocol).Order);

    [Fact]
    public void A_repetition_that_risk_would_now_give_another_leverage_meets_the_stored_order()
    {
        var again = OrderMachine.Decide(InStatus(OrderStatus.Filled), new PlaceOrder(Entry with { Leverage = 7 }, At(9)), Protocol);

        Assert.Equal((OrderStatus.Filled, 3), (again.Order!.Status, again.Order.Request.Leverage));
    }

    [Fact]
    public void A_trigger_order_that_the_venue_dates_a_little_earlier_than_we_sent_it_is_still_ours()
    {
        var protocol = Protocol with { TriggerOrdersCarryOurId = false };
        var listed = new ListedOrder(Stop.Symbol, Stop.Side, 95m, 1m, At(-1.9), Shown(OrderStatus.New) with { VenueOrderId = "plan-1" });

        var order = OrderMachine.Decide(InStatus(OrderStatus.Unknown, Stop), new OrdersListed([listed], At(3), At(3)), protocol).Order!;

        Assert.Equal((OrderStatus.New, "plan-1"), (order.Status, order.VenueOrderId));
    }

    [Fact]
    public void What_is_over_is_woken_to_retire_and_then_left_alone()
    {
        var over = Told(InStatus(OrderStatus.Filled));
        var retired = Told(Play(over, new OrderTick(over.WakeAt!.Value)));

        Assert.Equal(over.EndedAt + Protocol.RetireAfter, over.WakeAt);
        Assert.True(retired.IsRetired);
        Assert.Null(retired.WakeAt);
    }

    [Fact]
    public void What_has_retired_leaves_storage_once_everybody_knows_of_it()
    {
        var over = Told(InStatus(OrderStatus.Filled));
        var retiring = Play(over, new OrderTick(over.WakeAt!.Value));

        Assert.Null(InStatus(OrderStatus.New).LeavesStorageAt);
        Assert.Null(over.LeavesStorageAt);
        Assert.Null(retiring.LeavesStorageAt);
        Assert.Equal(over.EndedAt + TimeSpan.FromDays(30), Told(retiring).LeavesStorageAt);
    }

    private static Order Told(Order order) => Play(order, new OutboxAcknowledged(
        OrderReceivers.Position | OrderReceivers.Account | OrderReceivers.Instance | OrderReceivers.Journal, order.Sequence, At(5)));
}
