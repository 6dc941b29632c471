using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using static Trading.Domain.Tests.Orders.OrderSamples;

namespace Trading.Domain.Tests.Orders;

public sealed class OrderMachineTests
{
    [Fact]
    public void Placing_writes_and_arms_before_the_caller_is_answered_and_sends_nothing_yet()
    {
        var decision = OrderMachine.Decide(null, new PlaceOrder(Entry, T0), Protocol);

        Assert.Equal(At(60), decision.Order!.DeadlineAt);
        Assert.Collection(
            decision.Effects,
            effect => Assert.Equal(Persist.Now, effect),
            effect => Assert.Equal(new ArmTimer(OrderTimer.Deadline, At(60)), effect),
            effect => Assert.Equal(new Reserve(Id, 1), effect),
            effect => Assert.IsType<Tell>(effect),
            effect => Assert.IsType<AnswerCaller>(effect),
            effect => Assert.IsType<Proceed>(effect));
    }

    [Fact]
    public void The_fence_is_written_before_the_send_and_the_send_carries_its_time_and_attempt()
    {
        var decision = Last(Entry, new OrderProceeds(At(0.5)));

        Assert.Equal(Persist.Now, decision.Effects[0]);
        Assert.Equal(new SendOrder(Entry, At(0.5), 1, Protocol.ReceiveWindow), decision.Effects[^1]);
        Assert.Equal((At(0.5), 1), (decision.Order!.SendAt!.Value, decision.Order.Attempt));
    }

    [Fact]
    public void Protective_orders_have_no_deadline()
    {
        var decision = OrderMachine.Decide(null, new PlaceOrder(Stop, T0), Protocol);

        Assert.Null(decision.Order!.DeadlineAt);
        Assert.DoesNotContain(decision.Effects, effect => effect is ArmTimer);
    }

    [Fact]
    public void Refused_orders_are_stored_with_the_first_and_all_reasons()
    {
        var order = OrderMachine.Decide(null, new RefuseOrder(Entry, ["risk:leverage", "risk:exposure"], T0), Protocol).Order!;

        Assert.Equal((OrderStatus.Rejected, "risk:leverage"), (order.Status, order.Reason));
        Assert.Equal(["risk:leverage", "risk:exposure"], order.Reasons);
    }

    [Fact]
    public void A_late_place_of_a_disowned_order_is_refused_and_shows_what_it_would_have_been()
    {
        var stub = Entry with { Quantity = 0m, Price = null };
        var disowned = OrderMachine.Decide(null, new InquireAfterOrder(stub, At(10)), Protocol);

        var order = Play(disowned.Order!, new PlaceOrder(Entry, At(11)));

        Assert.Contains(new Release(Id, 1), disowned.Effects);
        Assert.Equal((OrderStatus.NotPlaced, OrderReasons.NotSent), (order.Status, order.Reason));
        Assert.Equal(Entry, order.Request);
    }

    [Fact]
    public void A_lost_answer_is_unknown_and_found_by_query()
    {
        var order = Play(Entry, new OrderProceeds(T0), new SendUncertain(1, "no_answer", At(2)), Found(OrderStatus.New, 3));

        Assert.Equal((OrderStatus.New, VenueId), (order.Status, order.VenueOrderId));
    }

    [Fact]
    public void An_entry_ends_not_placed_only_after_two_good_queries_past_the_horizon()
    {
        // Sent at 0; window 5 s, skew 2 s, lag 3 s: absence counts from after 10 s.
        var unknown = Play(Entry, new OrderProceeds(T0), new SendUncertain(1, "no_answer", At(2)), NotFound(4), NotFound(9), NotFound(10));

        var once = Play(unknown, NotFound(10.1));
        var repeated = Play(once, NotFound(10.1));
        var twice = OrderMachine.Decide(repeated, NotFound(11), Protocol);

        Assert.Equal((OrderStatus.Unknown, 0), (unknown.Status, unknown.GoodAbsences));
        Assert.Equal((OrderStatus.Unknown, 1), (once.Status, once.GoodAbsences));
        Assert.Equal((OrderStatus.Unknown, 1), (repeated.Status, repeated.GoodAbsences));
        Assert.Equal((OrderStatus.NotPlaced, OrderReasons.Absent), (twice.Order!.Status, twice.Order.Reason));
        Assert.Contains(twice.Effects, effect => effect is Release);
        Assert.DoesNotContain(twice.Effects, effect => effect is SendOrder);
    }

    [Fact]
    public void A_failed_query_is_never_read_as_absence()
    {
        var order = Play(Entry, new OrderProceeds(T0), new SendUncertain(1, "no_answer", At(2)), NotFound(11));

        for (var second = 12; second < 40; second++)
        {
            order = Play(order, new QueryFailed(null, At(second)));
        }

        Assert.Equal((OrderStatus.Unknown, 28), (order.Status, order.Failures));
    }

    [Fact]
    public void A_reducing_order_that_never_arrived_is_sent_again_through_the_fence_with_the_same_id()
    {
        var decision = Last(Exit, new OrderProceeds(T0), new SendUncertain(1, "no_answer", At(2)), NotFound(11), NotFound(12));

        Assert.Equal((OrderStatus.Submitting, 2), (decision.Order!.Status, decision.Order.Attempt));
        Assert.Equal(Persist.Now, decision.Effects[0]);
        Assert.Equal(new SendOrder(Exit, At(12), 2, Protocol.ReceiveWindow), decision.Effects[^1]);
    }

    [Fact]
    public void Each_attempt_has_a_horizon_of_its_own()
    {
        var order = Play(
            Exit, new OrderProceeds(T0), new SendUncertain(1, "no_answer", At(2)), NotFound(11), NotFound(12), new SendUncertain(2, "no_answer", At(13)),
            NotFound(14), NotFound(22));

        Assert.Equal((OrderStatus.Unknown, 2, 0), (order.Status, order.Attempt, order.GoodAbsences));
    }

    [Fact]
    public void A_refusal_of_an_earlier_attempt_says_nothing_of_the_present_one()
    {
        var order = Play(Exit, new OrderProceeds(T0), new SendUncertain(1, "no_answer", At(2)), NotFound(11), NotFound(12));

        Assert.Same(order, Play(order, new SendRejected(1, "exchange:2011", At(13))));
    }

    [Fact]
    public void An_entry_that_could_not_be_sent_is_given_up_with_the_reason_and_an_exit_waits_and_tries_again()
    {
        var entry = Play(Entry, new OrderProceeds(T0), new SendNotSent(1, OrderReasons.RateLimited, null, At(1)));
        var exit = Last(Exit, new OrderProceeds(T0), new SendNotSent(1, OrderReasons.RateLimited, TimeSpan.FromSeconds(8), At(1)));
        var again = OrderMachine.Decide(exit.Order, Tick(9), Protocol);

        Assert.Equal((OrderStatus.NotPlaced, OrderReasons.RateLimited), (entry.Status, entry.Reason));
        Assert.Equal(OrderStatus.PendingNew, exit.Order!.Status);
        Assert.Contains(new ArmTimer(OrderTimer.Retry, At(9)), exit.Effects);
        Assert.Equal(new SendOrder(Exit, At(9), 2, Protocol.ReceiveWindow), again.Effects[^1]);
    }

    [Theory]
    [InlineData(4.9, OrderStatus.Submitting)]
    [InlineData(5.0, OrderStatus.NotPlaced)]
    public void An_unsent_entry_goes_on_only_while_young(double seconds, OrderStatus expected) =>
        Assert.Equal(expected, Play(Entry, new OrderActivated(At(seconds))).Status);

    [Fact]
    public void An_unsent_reducing_order_goes_on_at_any_age() =>
        Assert.Equal(OrderStatus.Submitting, Play(Exit, new OrderActivated(At(3_600))).Status);

    [Theory]
    [InlineData(OrderStatus.Submitting)]
    [InlineData(OrderStatus.PendingCancel)]
    public void Recovery_in_lock_step_makes_the_same_request_again(OrderStatus status)
    {
        var order = InStatus(status) with { AcceptedAt = null };

        var decision = OrderMachine.Decide(order, new OrderActivated(At(3)), OrderProtocol.LockStep);

        Assert.Contains(new SendOrder(order.Request, order.SendAt!.Value, order.Attempt, OrderProtocol.LockStep.ReceiveWindow), decision.Effects);
        Assert.Equal(status is OrderStatus.PendingCancel, decision.Effects.Any(effect => effect is SendCancel));
        Assert.DoesNotContain(decision.Effects, effect => effect is QueryVenue or ArmTimer { Timer: OrderTimer.Retry });
        Assert.Equal(status, decision.Order!.Status);
    }

    [Theory]
    [InlineData(OrderStatus.Submitting)]
    [InlineData(OrderStatus.Unknown)]
    [InlineData(OrderStatus.PendingCancel)]
    public void Recovery_asks_and_never_sends(OrderStatus status)
    {
        var decision = OrderMachine.Decide(InStatus(status), new OrderActivated(At(3)), Protocol);

        Assert.Contains(decision.Effects, effect => effect is QueryVenue);
        Assert.DoesNotContain(decision.Effects, effect => effect is SendOrder);
    }

    [Fact]
    public void A_fill_before_the_acknowledgement_counts_and_proves_that_the_venue_holds_it()
    {
        var order = Play(Entry, new OrderProceeds(T0), Filled("t-1", 0.4m), Accepted());

        Assert.Equal((OrderStatus.PartiallyFilled, 0.4m, VenueId), (order.Status, order.FilledQuantity, order.VenueOrderId));
    }

    [Fact]
    public void A_refusal_after_a_fill_is_doubted_alerted_and_asked_about()
    {
        var decision = Last(Entry, new OrderProceeds(T0), Filled("t-1", 0.4m), new SendRejected(1, "exchange:2042", At(4)));

        Assert.Equal(OrderStatus.PartiallyFilled, decision.Order!.Status);
        Assert.Contains(decision.Effects, effect => effect is RaiseAlert { Code: OrderAlerts.RefusedButAlive });
        Assert.Contains(decision.Effects, effect => effect is QueryVenue);
    }

    [Fact]
    public void A_fill_during_a_cancel_counts_and_the_cancel_stays_open()
    {
        var order = Play(InStatus(OrderStatus.PendingCancel), Filled("t-1", 0.4m));

        Assert.Equal((OrderStatus.PendingCancel, 0.4m), (order.Status, order.FilledQuantity));
    }

    [Fact]
    public void A_canceled_order_waits_for_the_fills_that_the_venue_counts()
    {
        var closing = Play(InStatus(OrderStatus.New), Filled("t-1", 0.3m), Canceled(0.5m));
        var ended = Play(closing, Filled("t-2", 0.2m));

        Assert.Equal(OrderStatus.PartiallyFilled, closing.Status);
        Assert.Equal((OrderStatus.Canceled, 0.5m), (ended.Status, ended.FilledQuantity));
        Assert.Empty(ended.Corrections);
    }

    [Fact]
    public void Fills_that_the_venue_counts_but_never_lists_do_not_keep_an_order_open_for_ever()
    {
        var fill = Fill("t-1", 0.3m);
        var closing = Play(InStatus(OrderStatus.New), Filled("t-1", 0.3m), Canceled(0.5m));

        var decision = OrderMachine.Decide(
            Play(closing, Found(OrderStatus.Canceled, 12, 0.5m, fill)), Found(OrderStatus.Canceled, 14, 0.5m, fill), Protocol);

        Assert.Equal((OrderStatus.Canceled, 0.3m), (decision.Order!.Status, decision.Order.FilledQuantity));
        Assert.Contains(decision.Effects, effect => effect is RaiseAlert { Code: OrderAlerts.FillsDisagree });
    }

    [Fact]
    public void A_late_fill_is_applied_recorded_and_alerted()
    {
        var decision = OrderMachine.Decide(InStatus(OrderStatus.Canceled), Filled("t-9", 0.3m), Protocol);

        Assert.Equal((OrderStatus.Canceled, 0.3m), (decision.Order!.Status, decision.Order.FilledQuantity));
        Assert.Equal(new OrderCorrection("t-9", OrderAlerts.LateFill, 0.3m, At(3)), Assert.Single(decision.Order.Corrections));
        Assert.Contains(decision.Effects, effect => effect is RaiseAlert { Code: OrderAlerts.LateFill });
        Assert.Contains(decision.Effects, effect => effect is Tell { Receivers: var to } && to.HasFlag(OrderReceivers.Position | OrderReceivers.Account));
    }

    [Fact]
    public void An_overfill_is_applied_whole_and_its_excess_recorded()
    {
        var order = Play(InStatus(OrderStatus.PartiallyFilled), Filled("t-2", 0.8m));

        Assert.Equal((OrderStatus.Filled, 1.2m, 0m), (order.Status, order.FilledQuantity, order.LeavesQuantity));
        Assert.Equal(new OrderCorrection("t-2", OrderAlerts.Overfill, 0.2m, At(3)), Assert.Single(order.Corrections));
    }

    [Fact]
    public void An_order_given_up_that_turns_out_to_live_is_cancelled_at_the_venue_and_alerted()
    {
        var decision = OrderMachine.Decide(InStatus(OrderStatus.NotPlaced), Accepted(), Protocol);

        Assert.Equal(OrderStatus.NotPlaced, decision.Order!.Status);
        Assert.Contains(decision.Effects, effect => effect is SendCancel { VenueOrderId: VenueId });
        Assert.Contains(decision.Effects, effect => effect is RaiseAlert { Code: OrderAlerts.AliveAfterEnd });
    }

    [Fact]
    public void At_the_deadline_the_rest_is_cancelled_and_the_order_expires_with_what_it_filled()
    {
        var past = OrderMachine.Decide(InStatus(OrderStatus.PartiallyFilled), Tick(60), Protocol);
        var order = Play(past.Order!, Canceled(0.4m, 61));

        Assert.Equal(OrderStatus.PendingCancel, past.Order!.Status);
        Assert.Contains(past.Effects, effect => effect is SendCancel);
        Assert.Equal((OrderStatus.Expired, OrderReasons.Timeout, 0.4m), (order.Status, order.Reason, order.FilledQuantity));
    }

    [Fact]
    public void A_late_doubled_or_early_tick_is_harmless()
    {
        var order = InStatus(OrderStatus.New);
        var early = OrderMachine.Decide(order, Tick(30), Protocol);
        var once = Play(order, Tick(3_000));
        var twice = Play(once, Tick(3_000));

        Assert.Same(order, early.Order);
        Assert.Equal(new ArmTimer(OrderTimer.Deadline, At(60)), Assert.Single(early.Effects));
        Assert.Same(once, twice);
    }

    [Fact]
    public void A_missed_deadline_is_made_up_for_by_activation() =>
        Assert.Equal(OrderStatus.PendingCancel, Play(InStatus(OrderStatus.New), new OrderActivated(At(61))).Status);

    [Fact]
    public void A_cancel_that_did_not_take_is_sent_again()
    {
        var decision = OrderMachine.Decide(InStatus(OrderStatus.PendingCancel), Found(OrderStatus.New, 5), Protocol);

        Assert.Contains(decision.Effects, effect => effect is SendCancel);
    }

    [Fact]
    public void A_cancel_that_overtook_its_order_is_sent_again_when_the_order_arrives()
    {
        var decision = Last(Entry, new OrderProceeds(T0), new RequestCancel(OrderReasons.Requested, At(1)), Accepted());

        Assert.Equal(OrderStatus.PendingCancel, decision.Order!.Status);
        Assert.Contains(decision.Effects, effect => effect is SendCancel { VenueOrderId: VenueId });
    }

    [Fact]
    public void The_reason_of_the_cancel_becomes_the_reason_of_the_order()
    {
        var order = Play(InStatus(OrderStatus.New), new RequestCancel(OrderReasons.SessionStopped, At(2)), Canceled(0m));

        Assert.Equal((OrderStatus.Canceled, OrderReasons.SessionStopped), (order.Status, order.Reason));
    }

    [Fact]
    public void An_order_that_the_venue_forgot_ends_and_is_alerted()
    {
        var pending = Play(InStatus(OrderStatus.PartiallyFilled), Tick(60), NotFound(64));
        var decision = OrderMachine.Decide(Play(pending, NotFound(66)), NotFound(67), Protocol);

        Assert.Equal(0, pending.GoodAbsences);
        Assert.Equal((OrderStatus.Expired, OrderReasons.Timeout, 0.4m), (decision.Order!.Status, decision.Order.Reason, decision.Order.FilledQuantity));
        Assert.Contains(decision.Effects, effect => effect is RaiseAlert { Code: OrderAlerts.Vanished });
    }

    [Fact]
    public void Retries_back_off_to_a_bound_and_never_ask_sooner_than_the_venue_wishes()
    {
        var order = InStatus(OrderStatus.Unknown);
        var delays = new List<double>();
        for (var failure = 1; failure <= 30; failure++)
        {
            var decision = OrderMachine.Decide(order, new QueryFailed(null, At(20)), Protocol);
            delays.Add((decision.Effects.OfType<ArmTimer>().Single().At - At(20)).TotalSeconds);
            order = decision.Order!;
        }

        var wished = OrderMachine.Decide(order, new QueryFailed(TimeSpan.FromSeconds(30), At(20)), Protocol);

        Assert.InRange(delays[0], 0.75, 1.0);
        Assert.InRange(delays[1], 1.5, 2.0);
        Assert.All(delays.Skip(4), delay => Assert.InRange(delay, 3.75, 5.0));
        Assert.Equal(At(50), wished.Effects.OfType<ArmTimer>().Single().At);
    }

    [Fact]
    public void Money_sums_over_the_fills()
    {
        var order = Play(
            InStatus(OrderStatus.New), new VenueReported(new VenueFilled(Id, Fill("t-1", 0.25m, 2, 100m)), At(2)),
            new VenueReported(new VenueFilled(Id, Fill("t-2", 0.75m, 3, 104m)), At(3)));

        Assert.Equal((OrderStatus.Filled, 103m, 103m, 0.01m), (order.Status, order.FilledNotional, order.AverageFillPrice, order.Fees));
    }

    [Fact]
    public void A_report_of_another_order_is_our_own_bug() => Assert.Throws<InvariantException>(
        () => OrderMachine.Decide(InStatus(OrderStatus.New), new VenueReported(new VenueAccepted("ord-other", "v-2", At(2)), At(2)), Protocol));

    [Fact]
    public void Names_in_history_are_those_of_the_wire()
    {
        var order = Play(InStatus(OrderStatus.PartiallyFilled), Canceled(0.4m));

        Assert.Equal(["placed", "fenced", "accepted", "filled", "ended"], order.History.Select(entry => entry.Event));
        Assert.All(order.Outbox, entry => Assert.Contains(
            $"\"$type\":\"{order.History[(int)entry.Sequence - 1].Event}\"", OrderJson.Write(entry), StringComparison.Ordinal));
    }
}
