using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Domain.Outboxes;
using Trading.Domain.Positions;
using static Trading.Domain.Tests.Positions.BookSamples;

namespace Trading.Domain.Tests.Positions;

public sealed class PositionBookTests
{
    private static readonly ProtectionPlan StopAtTwoPct = new(2m, [], null, null, null);

    [Fact]
    public void Fill_is_booked_once_however_often_it_is_delivered()
    {
        var delivery = Delivery(Request("entry"), Context(), (2, Filled("t-1", 1m)));
        var book = Long();

        var again = PositionBookMachine.Hear(book, Id, delivery, T0);

        Assert.Equal((book, Durability.None), (again.After, again.Durability));
        Assert.Equal(new Acknowledgement(delivery.Request.Id, 2), again.Acknowledge);
        Assert.Equal(1m, book.Position.Quantity);
    }

    [Fact]
    public void Account_instance_and_journal_are_told_until_each_has_acknowledged()
    {
        var book = Long();

        var bookings = book.ForAccount()!;
        var (instance, told) = Assert.Single(book.ForInstances());
        Assert.Equal((Instance, 1m, 1L), (instance, told.View.Quantity, told.View.RoundTripNumber));
        Assert.Single(book.ForJournal());

        book = PositionBookMachine.Acknowledge(book, Account, bookings.Sequence).After!;
        Assert.Null(book.ForAccount());
        Assert.Single(book.ForInstances());
        Assert.Empty(AcknowledgeAll(book).Outbox);
    }

    [Fact]
    public void First_fill_asks_for_the_stop_and_a_second_for_its_successor_only_once_the_first_rests()
    {
        var book = Long(StopAtTwoPct);
        var first = Assert.IsType<PlaceCommand>(Assert.Single(Commands(book))).Request;
        Assert.Equal((OrderPurpose.Stop, 98m, 1m, Instance), (first.Purpose, first.StopPrice, first.Quantity, first.Instance));

        book = PositionBookMachine.Hear(book, Id, Delivery(Request("entry"), Context(StopAtTwoPct), (3, Filled("t-2", 1m))), T0).After!;
        Assert.Single(Commands(book));
        book = PositionBookMachine.Hear(book, Id, Delivery(first, Context(), (1, new OrderAccepted("v", T0))), T0).After!;

        Assert.Equal(2m, Assert.IsType<PlaceCommand>(Commands(book).Last()).Request.Quantity);
        Assert.Equal(Domain.Strategies.Instances.ProtectiveStop.Resting, book.Stop);
    }

    [Fact]
    public void Close_names_one_order_until_it_is_over_and_then_the_next()
    {
        var closed = PositionBookMachine.Close(Long(), ExitReason.Manual, "alice", T0);
        var repeated = PositionBookMachine.Close(closed.After, ExitReason.Manual, "alice", T0);
        Assert.Equal((closed.OrderId, closed.After), (repeated.OrderId, repeated.After));

        var request = Assert.IsType<PlaceCommand>(Assert.Single(Commands(closed.After!))).Request;
        var over = PositionBookMachine.Hear(closed.After, Id, Delivery(request, Context(), (4, Ended(OrderStatus.Expired, "timeout"))), T0).After!;
        Assert.Single(Commands(over));
        Assert.NotEqual(closed.OrderId, PositionBookMachine.Close(over, ExitReason.Manual, "alice", T0).OrderId);
    }

    [Fact]
    public void Flat_position_has_nothing_to_close() =>
        Assert.Null(PositionBookMachine.Close(null, ExitReason.Manual, "alice", T0).OrderId);

    [Fact]
    public void Close_that_must_succeed_is_tried_again_and_then_alerted()
    {
        var command = new PositionCommandDelivery(Account, 7, ExitReason.KillSwitch, "alice");
        var book = PositionBookMachine.Carry(Long(), command, T0).After!;
        Assert.Equal(book, PositionBookMachine.Carry(book, command, T0).After);

        for (var attempt = 1; attempt <= PositionBookMachine.CloseAttemptsMax; attempt++)
        {
            var request = Assert.IsType<PlaceCommand>(Commands(book).Last()).Request;
            Assert.Equal(attempt, Commands(book).Count());
            book = PositionBookMachine.Hear(book, Id, Delivery(request, Context(), (4, Ended(OrderStatus.Rejected, "exchange:1"))), T0).After!;
        }

        Assert.Null(book.Closing);
        Assert.Contains(book.Outbox, entry => entry.News is PositionAlerted { Code: PositionAlert.CloseFailed });
    }

    [Fact]
    public void Closed_round_trip_is_told_to_its_instance_with_the_reason_of_the_order_that_closed_it()
    {
        var exit = Request("exit", Side.Sell, purpose: OrderPurpose.Exit);
        var book = PositionBookMachine.Hear(Long(), Id, Delivery(exit, Context(exitReason: ExitReason.TimeLimit), (2, Filled("t-9", 1m, 110m))), T0).After!;

        var told = Assert.Single(book.ForInstances()).Delivery;
        var closed = Assert.Single(told.Closed);
        Assert.True(told.View.IsFlat);
        Assert.Equal((1L, 9.98m, ExitReason.TimeLimit), (closed.RoundTripNumber, closed.NetPnl, closed.ExitReason));
    }

    [Fact]
    public void Liquidation_that_is_ahead_of_its_fills_waits_for_them_but_not_for_ever()
    {
        var liquidated = new VenueDelivery("ven-alice:demo", 5, [new VenueLiquidated(Btc, 2m, 51m, "l-1", T0)]);

        var early = PositionBookMachine.Hear(Long(), liquidated, T0);
        Assert.Null(early.Acknowledge);
        Assert.Equal(1m, early.After!.Position.Quantity);

        var filled = PositionBookMachine.Hear(early.After, Id, Delivery(Request("entry"), Context(), (3, Filled("t-2", 1m))), T0).After!;
        Assert.True(PositionBookMachine.Hear(filled, liquidated, T0).After!.Position.IsFlat);

        var late = PositionBookMachine.Hear(early.After, liquidated, T0 + PositionBookMachine.FillWait);
        Assert.True(late.After!.Position.IsFlat);
        Assert.Contains(late.After.Outbox, entry => entry.News is PositionAlerted { Code: PositionAlert.LiquidationDiffers });
        Assert.NotNull(late.Acknowledge);
    }

    [Fact]
    public void Fill_of_a_reducing_order_waits_for_the_fill_that_made_what_it_reduces_and_flips_nothing()
    {
        var exit = Request("exit", Side.Sell, purpose: OrderPurpose.Exit);
        var delivery = Delivery(exit, Context(exitReason: ExitReason.Manual), (2, Filled("t-8", 1m)), (3, Filled("t-9", 1m, 110m)), (4, Ended(OrderStatus.Filled)));

        var early = PositionBookMachine.Hear(Long(), Id, delivery, T0);
        Assert.Equal((0m, new Acknowledgement(exit.Id, 2)), (early.After!.Position.Quantity, early.Acknowledge));

        var alone = PositionBookMachine.Hear(early.After, Id, delivery with { Entries = delivery.Entries[1..] }, T0);
        Assert.Equal((early.After, Durability.None, (Acknowledgement?)null), (alone.After, alone.Durability, alone.Acknowledge));

        var filled = PositionBookMachine.Hear(early.After, Id, Delivery(Request("entry"), Context(), (3, Filled("t-2", 1m))), T0).After!;
        var repeated = PositionBookMachine.Hear(filled, Id, delivery, T0);
        Assert.Equal((0m, new Acknowledgement(exit.Id, 4)), (repeated.After!.Position.Quantity, repeated.Acknowledge));
        Assert.Equal(
            [PositionSide.Long, PositionSide.Long],
            repeated.After.Outbox.Select(entry => entry.News).OfType<PositionMoved>().Select(moved => moved.Booking.Event).OfType<PositionClosed>().Select(closed => closed.RoundTrip.Side));
    }

    [Fact]
    public void Fill_of_a_reducing_order_does_not_wait_for_ever()
    {
        var exit = Request("exit", Side.Sell, purpose: OrderPurpose.Exit);
        var delivery = Delivery(exit, Context(), (2, Filled("t-8", 3m)));

        Assert.Equal(1m, PositionBookMachine.Hear(Long(), Id, delivery, T0).After!.Position.Quantity);
        Assert.Equal(-2m, PositionBookMachine.Hear(Long(), Id, delivery, T0 + PositionBookMachine.FillWait).After!.Position.Quantity);
    }

    [Fact]
    public void Margin_ratio_is_alerted_once_where_it_warns_and_once_where_it_is_critical()
    {
        var book = Long();
        foreach (var mark in new[] { 60m, 51m, 51m, 50.6m, 50.55m })
        {
            book = PositionBookMachine.Mark(book, mark, T0).After!;
        }

        Assert.Equal(
            [PositionAlert.MarginLevel, PositionAlert.MarginCritical], book.Outbox.Select(entry => entry.News).OfType<PositionAlerted>().Select(alert => alert.Code));
    }

    [Fact]
    public void Full_outbox_takes_nothing_more_and_leaves_it_with_the_sender()
    {
        var book = Long();
        for (var fill = 0; book.HasRoom; fill++)
        {
            book = PositionBookMachine.Hear(book, Id, Delivery(Request("entry"), Context(), (3 + fill, Filled($"m-{fill}", 0.001m))), T0).After!;
        }

        var refused = PositionBookMachine.Hear(book, Id, Delivery(Request("entry"), Context(), (9_999, Filled("x", 1m))), T0);

        Assert.Equal((book, (Acknowledgement?)null), (refused.After, refused.Acknowledge));
        Assert.InRange(book.Outbox.Length, 1, OutboxLimits.EntriesMax);
    }

    [Fact]
    public void Trailing_stop_given_by_hand_closes_a_position_that_no_instance_watches()
    {
        var book = Long(instance: "");
        book = PositionBookMachine.Protect(book, new(null, null, new(5m)), T0).After!;
        book = PositionBookMachine.Mark(book, 120m, T0).After!;
        Assert.Null(book.Closing);

        var closed = PositionBookMachine.Mark(book, 114m, T0);

        Assert.Equal((Durability.Now, ExitReason.TrailingStop), (closed.Durability, closed.After!.Closing!.Reason));
    }

    [Fact]
    public void Mark_alone_is_not_worth_a_write() =>
        Assert.Equal(Durability.None, PositionBookMachine.Mark(Long(), 101m, T0).Durability);

    [Fact]
    public void Retired_order_is_forgotten()
    {
        var request = Request("entry");
        var book = Long();
        Assert.True(book.HeardOrders.ContainsKey(request.Id));

        book = PositionBookMachine.Hear(book, Id, Delivery(request, Context(), (3, Ended(OrderStatus.Filled)), (4, new OrderRetired(T0))), T0).After!;

        Assert.Empty(book.HeardOrders);
        Assert.Empty(book.Position.Seen.LastSequences);
    }

    [Fact]
    public void Order_that_will_repeat_nothing_is_forgotten_and_its_late_fill_counts_once()
    {
        var request = Request("entry");
        var book = PositionBookMachine.Hear(Long(), Id, Delivery(request, Context(), (3, Ended(OrderStatus.Canceled))), T0).After!;

        Assert.Same(book, PositionBookMachine.Forget(book, request.Id, 2).After);
        var (forgotten, durability) = (PositionBookMachine.Forget(book, request.Id, 3).After!, PositionBookMachine.Forget(book, request.Id, 3).Durability);
        Assert.Equal(Durability.None, durability);
        Assert.Empty(forgotten.HeardOrders);
        Assert.Same(forgotten, PositionBookMachine.Forget(forgotten, request.Id, 3).After);

        var late = Delivery(request, Context(), (4, Filled("t-late", 1m)));
        var filled = PositionBookMachine.Hear(forgotten, Id, late, T0).After!;
        Assert.Equal(2m, PositionBookMachine.Hear(filled, Id, late, T0).After!.Position.Quantity);
        Assert.Equal(2m, PositionBookMachine.Hear(PositionBookMachine.Forget(filled, request.Id, 4).After, Id, late, T0).After!.Position.Quantity);
    }
}
