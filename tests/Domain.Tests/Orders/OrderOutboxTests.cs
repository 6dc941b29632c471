using Trading.Domain.Orders;
using static Trading.Domain.Tests.Orders.OrderSamples;

namespace Trading.Domain.Tests.Orders;

public sealed class OrderOutboxTests
{
    private const OrderReceivers All = OrderReceivers.Position | OrderReceivers.Account | OrderReceivers.Instance | OrderReceivers.Journal;

    [Fact]
    public void A_fill_goes_to_position_account_instance_and_journal_and_stays_until_each_has_it()
    {
        var order = InStatus(OrderStatus.PartiallyFilled);
        var entry = order.Outbox[^1];

        var partly = Play(order, Acknowledge(OrderReceivers.Position, order), Acknowledge(OrderReceivers.Journal, order));
        var wholly = Play(partly, Acknowledge(OrderReceivers.Account, order), Acknowledge(OrderReceivers.Instance, order));

        Assert.Equal((All, OrderStatus.PartiallyFilled), (entry.Pending, entry.Status));
        Assert.Equal(OrderReceivers.Account | OrderReceivers.Instance, partly.Outbox[^1].Pending);
        Assert.Empty(wholly.Outbox);
    }

    [Fact]
    public void Sequences_rise_by_one_and_are_never_used_again()
    {
        var order = InStatus(OrderStatus.PartiallyFilled);
        var emptied = AcknowledgeAll(order);
        var next = Play(emptied, Filled("t-2", 0.1m));

        Assert.Equal(Enumerable.Range(1, order.Outbox.Length).Select(n => (long)n), order.Outbox.Select(entry => entry.Sequence));
        Assert.Equal(order.Sequence + 1, Assert.Single(next.Outbox).Sequence);
    }

    [Fact]
    public void A_manual_order_has_no_instance_to_tell() => Assert.All(
        InStatus(OrderStatus.Filled, Entry with { Instance = "", Purpose = OrderPurpose.Manual }).Outbox,
        entry => Assert.False(entry.Pending.HasFlag(OrderReceivers.Instance)));

    [Fact]
    public void A_position_follows_its_own_orders_to_their_end() => Assert.All(
        InStatus(OrderStatus.Canceled, Stop).Outbox.Where(entry => entry.Event is OrderAccepted or OrderEnded),
        entry => Assert.True(entry.Pending.HasFlag(OrderReceivers.Position)));

    [Fact]
    public void The_reservation_is_claimed_once_and_freed_once_and_a_reducing_order_has_none()
    {
        var entry = Effects(Entry);
        var exit = Effects(Exit);

        Assert.Equal((1, 1), (entry.Count(effect => effect is Reserve), entry.Count(effect => effect is Release)));
        Assert.DoesNotContain(exit, effect => effect is Reserve or Release);
    }

    [Fact]
    public void Fills_wait_at_the_venue_while_the_outbox_is_full_and_none_is_lost()
    {
        var order = InStatus(OrderStatus.New, Entry with { Quantity = 10_000m });
        for (var fill = 0; fill < 2_000; fill++)
        {
            order = Play(order, Filled($"t-{fill}", 1m, seconds: 2 + (fill * 0.001)));
        }

        var held = order;
        var drained = OrderMachine.Decide(AcknowledgeAll(held, OrderReceivers.Instance), Acknowledge(OrderReceivers.Instance, held), Protocol);
        var found = Found(OrderStatus.PartiallyFilled, 20, 2_000m, [.. Enumerable.Range(0, 2_000).Select(fill => Fill($"t-{fill}", 1m, seconds: 2 + (fill * 0.001)))]);
        var first = Play(drained.Order!, found);
        var second = Play(AcknowledgeAll(first), found);
        var third = Play(AcknowledgeAll(second), found);

        Assert.True(held.IsHeld);
        Assert.InRange(held.Outbox.Length, 900, OrderProtocol.OutboxEntriesMax);
        Assert.Contains(drained.Effects, effect => effect is QueryVenue);
        Assert.Equal((2_000m, false), (third.FilledQuantity, third.IsHeld));
    }

    [Fact]
    public void Fills_and_history_are_bounded_and_the_sums_keep_all()
    {
        var order = InStatus(OrderStatus.New, Entry with { Quantity = 10_000m });
        for (var fill = 0; fill < 1_500; fill++)
        {
            order = AcknowledgeAll(Play(order, Filled($"t-{fill}", 1m, seconds: 2 + (fill * 0.01))));
        }

        var repeated = Play(order, Filled("t-1499", 1m, seconds: 2 + (1_499 * 0.01)));
        var forgotten = OrderMachine.Decide(order, Filled("t-3", 1m, seconds: 2.03), Protocol);

        Assert.Equal((1_500m, OrderProtocol.FillsMax, OrderProtocol.HistoryEntriesMax), (order.FilledQuantity, order.Fills.Length, order.History.Length));
        Assert.Same(order, repeated);
        Assert.Same(order, forgotten.Order);
        Assert.Contains(forgotten.Effects, effect => effect is RaiseAlert { Code: OrderAlerts.DoubtfulFill });
    }

    [Fact]
    public void An_order_retires_a_day_after_its_end_once_all_is_told_and_is_then_forgotten()
    {
        var ended = InStatus(OrderStatus.Canceled);
        var day = ended.EndedAt!.Value + TimeSpan.FromHours(24);

        var untold = OrderMachine.Decide(ended, new OrderTick(day), Protocol);
        var early = OrderMachine.Decide(AcknowledgeAll(ended), new OrderTick(day.AddMilliseconds(-1)), Protocol);
        var retired = OrderMachine.Decide(AcknowledgeAll(ended), new OrderTick(day), Protocol);
        var late = OrderMachine.Decide(retired.Order, Filled("t-9", 0.1m), Protocol);

        Assert.False(untold.Order!.IsRetired);
        Assert.False(early.Order!.IsRetired);
        Assert.True(retired.Order!.IsRetired);
        Assert.Empty(late.Events);
        Assert.Contains(late.Effects, effect => effect is RaiseAlert { Code: OrderAlerts.DoubtfulFill });
    }

    [Fact]
    public void Recovery_delivers_what_was_not_acknowledged()
    {
        var order = InStatus(OrderStatus.Filled);

        Assert.Contains(OrderMachine.Decide(order, new OrderActivated(At(9)), Protocol).Effects, effect => effect is DeliverOutbox);
        Assert.DoesNotContain(
            OrderMachine.Decide(AcknowledgeAll(order), new OrderActivated(At(9)), Protocol).Effects, effect => effect is DeliverOutbox);
    }

    [Fact]
    public void The_replay_keeps_no_outbox_and_is_told_the_same()
    {
        OrderInput[] life = [new PlaceOrder(Entry, T0), new OrderProceeds(T0), Accepted(), Filled("t-1", 0.4m), Filled("t-2", 0.6m)];

        var (durable, durableTells) = Run(life, Protocol);
        var (replayed, replayedTells) = Run(life, OrderProtocol.Replay);

        Assert.Empty(replayed.Outbox);
        Assert.Equal(durableTells, replayedTells);
        Assert.Equal(OrderJson.Outcome(durable), OrderJson.Outcome(replayed));
    }

    [Fact]
    public void A_sweep_wakes_what_is_unresolved_or_untold_and_lets_the_rest_be()
    {
        Assert.NotNull(InStatus(OrderStatus.Submitting).WakeAt);
        Assert.NotNull(InStatus(OrderStatus.Filled).WakeAt);
        Assert.Equal(At(60), AcknowledgeAll(InStatus(OrderStatus.New)).WakeAt);
        Assert.Null(AcknowledgeAll(InStatus(OrderStatus.New, Stop)).WakeAt);
        Assert.Equal(At(1.5) + TimeSpan.FromHours(24), AcknowledgeAll(InStatus(OrderStatus.Filled)).WakeAt);
    }

    [Fact]
    public void The_uncontended_life_takes_at_most_eight_writes_even_if_none_is_joined()
    {
        Order? order = null;
        var (writes, joined) = (0, 0);
        var isWaiting = false;
        OrderInput[] life = [new PlaceOrder(Entry, T0), new OrderProceeds(T0), new SendAccepted(1, VenueId, At(1)), Filled("t-1", 1m)];
        foreach (var input in life)
        {
            Feed(input);
            Feed(Acknowledge(OrderReceivers.Position, order!));
            Feed(Acknowledge(OrderReceivers.Account, order!));
            Feed(Acknowledge(OrderReceivers.Instance, order!));
            Feed(Acknowledge(OrderReceivers.Journal, order!));
        }

        Feed(new OrderTick(At(90_000)));
        Feed(Acknowledge(All, order!));

        Assert.True(order!.IsRetired && order.Outbox.IsEmpty);
        Assert.InRange(writes, 4, 8);
        Assert.InRange(joined, 3, 6);

        void Feed(OrderInput input)
        {
            var decision = OrderMachine.Decide(order, input, Protocol);
            order = decision.Order;
            foreach (var persist in decision.Effects.OfType<Persist>())
            {
                writes++;
                joined += persist.CanWait && isWaiting ? 0 : 1;
                isWaiting = persist.CanWait;
            }
        }
    }

    private static OutboxAcknowledged Acknowledge(OrderReceivers receiver, Order order) => new(receiver, order.Sequence, At(5));

    private static Order AcknowledgeAll(Order order, OrderReceivers except = OrderReceivers.None) => Play(order, Acknowledge(All & ~except, order));

    private static List<OrderEffect> Effects(OrderRequest request)
    {
        Order? order = null;
        var effects = new List<OrderEffect>();
        OrderInput[] life = [new PlaceOrder(request, T0), new OrderProceeds(T0), Accepted(), Filled("t-1", 0.4m), Canceled(0.4m), Filled("t-2", 0.1m)];
        foreach (var input in life)
        {
            var decision = OrderMachine.Decide(order, input, Protocol);
            order = decision.Order;
            effects.AddRange(decision.Effects);
        }

        return effects;
    }

    private static (Order Order, List<OrderEffect> Tells) Run(OrderInput[] life, OrderProtocol protocol)
    {
        Order? order = null;
        var tells = new List<OrderEffect>();
        foreach (var input in life)
        {
            var decision = OrderMachine.Decide(order, input, protocol);
            order = decision.Order;
            tells.AddRange(decision.Effects.Where(effect => effect is Tell or Reserve or Release));
        }

        return (order!, tells);
    }

    [Fact]
    public void A_reminder_that_rings_after_the_end_or_without_an_order_is_put_off()
    {
        var disarm = new DisarmTimer(OrderTimer.Deadline);

        Assert.Contains(disarm, OrderMachine.Decide(InStatus(OrderStatus.Filled), Tick(60), Protocol).Effects);
        Assert.Contains(disarm, OrderMachine.Decide(InStatus(OrderStatus.NotPlaced), new OrderActivated(At(60)), Protocol).Effects);
        Assert.Equal([disarm], OrderMachine.Decide(null, Tick(60), Protocol).Effects);
    }

    [Fact]
    public void A_wake_at_the_very_horizon_asks_instead_of_being_armed_for_now_again()
    {
        var horizon = T0 + Protocol.ReceiveWindow + Protocol.ClockSkewBound + Protocol.ReadLag;

        var decision = OrderMachine.Decide(InStatus(OrderStatus.Submitting), new OrderTick(horizon), Protocol);

        Assert.Contains(decision.Effects, effect => effect is QueryVenue);
        Assert.DoesNotContain(decision.Effects, effect => effect is ArmTimer arm && arm.At <= horizon);
    }
}
