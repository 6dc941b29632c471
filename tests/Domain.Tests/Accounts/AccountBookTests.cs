using Trading.Domain.Accounts;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Domain.Outboxes;
using Trading.Domain.Positions;
using Trading.Domain.Risk;
using Trading.Domain.Tests.Positions;

namespace Trading.Domain.Tests.Accounts;

public sealed class AccountBookTests
{
    private static readonly Symbol Eth = Symbol.Parse("ETH_USDT");
    private static readonly SessionLease Lease = new("ses-a", [BookSamples.Btc], 1);

    [Fact]
    public void Opening_twice_deposits_once()
    {
        var book = Opened();

        Assert.Equal(book, AccountBookMachine.Open(book, BookSamples.Account, book.Opening with { InitialBalance = 5m }).After);
        Assert.Equal((1_000m, 1L), (book.Account.Balance, book.Account.LedgerSequence));
        Assert.Contains(book.Outbox, entry => entry is { Receiver: OutboxLimits.Journal, News: AccountChanged { Event: LedgerPosted } });
    }

    [Fact]
    public void Lost_connection_is_durable_and_alerted_once_and_over_once_what_was_missed_is_known()
    {
        var lost = AccountBookMachine.SetStale(Opened(), isStale: true, BookSamples.T0);
        var repeated = AccountBookMachine.SetStale(lost.After, isStale: true, BookSamples.T0);
        var over = AccountBookMachine.SetStale(lost.After, isStale: false, BookSamples.T0);

        Assert.Equal((true, Durability.Now), (lost.After.Account.IsStale, lost.Durability));
        Assert.Equal(AccountAlert.Stale, Assert.Single(lost.After.Outbox.Select(entry => entry.News).OfType<AccountAlerted>()).Code);
        Assert.Equal((lost.After, Durability.None), (repeated.After, repeated.Durability));
        Assert.Equal((false, Durability.Now), (over.After.Account.IsStale, over.Durability));
        Assert.Single(over.After.Outbox.Select(entry => entry.News).OfType<AccountAlerted>());
    }

    [Fact]
    public void Symbol_is_leased_to_one_session_all_or_none()
    {
        var book = AccountBookMachine.OpenGate(Opened(), Lease, BookSamples.T0).After;

        var refused = AccountBookMachine.OpenGate(book, new("ses-b", [Eth, BookSamples.Btc], 1), BookSamples.T0);

        Assert.Equal(new LeaseConflict(BookSamples.Btc, "ses-a"), refused.Conflict);
        Assert.Equal(book, refused.After);
        Assert.Null(AccountBookMachine.OpenGate(book, Lease, BookSamples.T0).Conflict);
        Assert.Null(AccountBookMachine.OpenGate(book, new("ses-b", [Eth], 1), BookSamples.T0).Conflict);
    }

    [Fact]
    public void Leases_end_only_once_the_gate_is_closed()
    {
        var book = AccountBookMachine.OpenGate(Opened(), Lease, BookSamples.T0).After;
        Assert.Throws<InvariantException>(() => AccountBookMachine.Release(book, "ses-a", BookSamples.T0));

        book = AccountBookMachine.Release(AccountBookMachine.CloseGate(book, "ses-a", BookSamples.T0).After, "ses-a", BookSamples.T0).After;

        Assert.Null(AccountBookMachine.OpenGate(book, new("ses-b", [BookSamples.Btc], 1), BookSamples.T0).Conflict);
    }

    [Fact]
    public void Opening_that_comes_after_the_closing_leases_nothing()
    {
        var book = AccountBookMachine.CloseGate(AccountBookMachine.OpenGate(Opened(), Lease, BookSamples.T0).After, "ses-a", BookSamples.T0).After;
        book = AccountBookMachine.Release(book, "ses-a", BookSamples.T0).After;

        Assert.Empty(AccountBookMachine.OpenGate(book, Lease, BookSamples.T0).After.Leases);
    }

    [Fact]
    public void Slots_of_a_session_are_never_more_than_it_has()
    {
        var book = AccountBookMachine.OpenGate(Opened(), Lease, BookSamples.T0).After;

        var first = AccountBookMachine.Prepare(book, Question("str-1"));
        var second = AccountBookMachine.Prepare(first.After, Question("str-2"));
        Assert.Equal((true, false), (first.Footing!.HasSlot, second.Footing!.HasSlot));

        var given = AccountBookMachine.GiveBack(second.After, "ses-a", "str-1", BookSamples.Btc, BookSamples.T0).After;
        Assert.True(AccountBookMachine.Prepare(given, Question("str-2")).Footing!.HasSlot);
    }

    [Fact]
    public void Closed_gate_names_the_entries_that_are_not_over_and_approves_no_other()
    {
        var book = Approved(Opened(), "one");

        var closed = AccountBookMachine.CloseGate(book, "ses-a", BookSamples.T0);

        var open = Assert.Single(closed.OpenEntries);
        Assert.Equal((BookSamples.Request("one").Id, "ses-a"), (open.Known.Id, open.Known.Session));
        Assert.NotNull(open.Context);
        Assert.Contains(RiskReason.SessionNotRunning, Judge(closed.After, "two").Verdict!.Reasons);
    }

    [Fact]
    public void Kill_switch_tells_each_entry_once_to_end_and_each_position_once_to_close()
    {
        var book = Approved(Opened(), "one");
        var position = PositionBookMachine.Hear(null, BookSamples.Id, BookSamples.Delivery(BookSamples.Request("one"), BookSamples.Context(), (2, BookSamples.Filled("t", 0.5m))), BookSamples.T0).After!;
        book = AccountBookMachine.Book(book, position.ForAccount()!, BookSamples.T0).After;

        book = AccountBookMachine.TripKillSwitch(book, "panic", "alice", closePositions: true, BookSamples.T0).After;
        book = AccountBookMachine.TripKillSwitch(book, "panic", "alice", closePositions: true, BookSamples.T0).After;

        var cancel = Assert.Single(book.Outbox.Select(entry => entry.News).OfType<AccountCommandsOrder>());
        Assert.Equal((BookSamples.Request("one").Id, true), (cancel.Command.OrderId, ((CancelCommand)cancel.Command).Known is not null));
        Assert.Equal(BookSamples.Id, Assert.Single(book.Outbox, entry => entry.News is AccountClosesPosition).Receiver);
    }

    [Fact]
    public void Position_is_booked_once_and_frees_what_the_order_had_reserved()
    {
        var book = Approved(Opened(), "one");
        var position = PositionBookMachine.Hear(null, BookSamples.Id, BookSamples.Delivery(BookSamples.Request("one"), BookSamples.Context(), (2, BookSamples.Filled("t", 1m))), BookSamples.T0).After!;
        var bookings = position.ForAccount()!;

        var booked = AccountBookMachine.Book(book, bookings, BookSamples.T0);
        var ended = AccountBookMachine.Hear(booked.After, BookSamples.Delivery(BookSamples.Request("one"), BookSamples.Context(), (3, BookSamples.Ended(OrderStatus.Filled, null, 1m))), BookSamples.T0).After;

        Assert.Equal(new Acknowledgement(BookSamples.Id, bookings.Sequence), booked.Acknowledge);
        Assert.Equal(booked.After.Account, AccountBookMachine.Book(booked.After, bookings, BookSamples.T0).After.Account);
        Assert.Equal((0m, 50m, 999.99m), (ended.Account.Reserved, ended.Account.PositionMargin, ended.Account.Balance));
    }

    [Fact]
    public void Unclaimed_reservation_is_asked_after_and_freed_once_the_order_is_disowned()
    {
        var book = Approved(Opened(), "one");
        Assert.Empty(AccountBookMachine.Unclaimed(book, BookSamples.T0));

        var (request, context) = Assert.Single(AccountBookMachine.Unclaimed(book, BookSamples.T0 + AccountMachine.ClaimWait));
        Assert.Equal((BookSamples.Request("one").Id, "alice", BookSamples.Instrument), (request.Id, context.Owner, context.Instrument));

        var claimed = AccountBookMachine.Hear(book, BookSamples.Delivery(BookSamples.Request("one"), BookSamples.Context(), (1, new OrderPlaced(BookSamples.Request("one"), null, BookSamples.T0))), BookSamples.T0).After;
        Assert.Empty(AccountBookMachine.Unclaimed(claimed, BookSamples.T0 + AccountMachine.ClaimWait));

        var freed = AccountBookMachine.Hear(book, BookSamples.Delivery(request, context, (1, new OrderDisowned(request, BookSamples.T0))), BookSamples.T0).After;
        Assert.Empty(freed.Account.Reservations);
    }

    [Fact]
    public void Inquiry_never_frees_what_fills_on_their_way_still_need()
    {
        var book = Approved(Opened(), "one");
        var ended = AccountBookMachine.Hear(book, BookSamples.Delivery(BookSamples.Request("one"), BookSamples.Context(), (1, new OrderPlaced(BookSamples.Request("one"), null, BookSamples.T0)), (3, BookSamples.Ended(OrderStatus.Filled, null, 1m))), BookSamples.T0).After;

        var inquired = AccountBookMachine.Hear(
            ended, new OrderDelivery(BookSamples.Request("one"), BookSamples.Context(), [new(4, OrderReceivers.Account, OrderStatus.Filled, new OrderInquired(BookSamples.T0))]), BookSamples.T0).After;

        Assert.Single(inquired.Account.Reservations);
    }

    [Fact]
    public void Order_that_will_repeat_nothing_is_forgotten_and_holds_nothing_again()
    {
        var request = BookSamples.Request("one");
        var life = BookSamples.Delivery(request, BookSamples.Context(), (1, new OrderPlaced(request, null, BookSamples.T0)), (3, BookSamples.Ended(OrderStatus.Canceled, null)));
        var book = AccountBookMachine.Hear(Approved(Opened(), "one"), life, BookSamples.T0).After;

        Assert.Same(book, AccountBookMachine.Forget(book, request.Id, 2).After);
        var forgotten = AccountBookMachine.Forget(book, request.Id, 3);
        Assert.Equal(Durability.None, forgotten.Durability);
        Assert.Empty(forgotten.After.HeardOrders);

        var repeated = AccountBookMachine.Hear(forgotten.After, life, BookSamples.T0).After;
        Assert.Empty(repeated.Account.Reservations);
        Assert.Equal(book.Account, repeated.Account);
    }

    [Fact]
    public void Marks_alone_can_wait_and_a_tripped_switch_cannot()
    {
        var book = Approved(Opened(), "one");
        var position = PositionBookMachine.Hear(null, BookSamples.Id, BookSamples.Delivery(BookSamples.Request("one"), BookSamples.Context(), (2, BookSamples.Filled("t", 1m))), BookSamples.T0).After!;
        book = AccountBookMachine.Book(book, position.ForAccount()!, BookSamples.T0).After;

        Assert.Equal(Durability.Soon, AccountBookMachine.Mark(book, [new(BookSamples.Btc, 101m)], BookSamples.T0).Durability);
        Assert.Equal(Durability.Now, AccountBookMachine.Mark(book with { Account = book.Account with { PeakEquity = 5_000m } }, [new(BookSamples.Btc, 90m)], BookSamples.T0).Durability);
    }

    [Fact]
    public void Equity_of_a_session_is_noted_once_a_minute()
    {
        var book = AccountBookMachine.Open(null, BookSamples.Account, Opened().Opening with { Session = "ses-a" }).After;

        book = AccountBookMachine.Mark(book, [], BookSamples.T0.AddSeconds(30)).After;
        book = AccountBookMachine.Mark(book, [], BookSamples.T0.AddSeconds(61)).After;

        Assert.Equal(2, book.Outbox.Count(entry => entry.News is EquityNoted));
    }

    [Fact]
    public void Drawdown_of_a_session_stands_on_every_mark_and_goes_on_after_a_reset_of_the_kill_switch()
    {
        var book = Approved(AccountBookMachine.Open(null, BookSamples.Account, Opened().Opening with { Session = "ses-a" }).After, "one");
        var position = PositionBookMachine.Hear(null, BookSamples.Id, BookSamples.Delivery(BookSamples.Request("one"), BookSamples.Context(), (2, BookSamples.Filled("t", 1m))), BookSamples.T0).After!;
        book = AccountBookMachine.Book(book, position.ForAccount()!, BookSamples.T0).After;

        // Up to 1 089.99 and down to 989.99 within one minute, which no point of the curve shows.
        book = AccountBookMachine.Mark(book, [new(BookSamples.Btc, 190m)], BookSamples.T0.AddSeconds(10)).After;
        book = AccountBookMachine.Mark(book, [new(BookSamples.Btc, 90m)], BookSamples.T0.AddSeconds(20)).After;
        book = AccountBookMachine.TripKillSwitch(book, "look", "alice", closePositions: false, BookSamples.T0.AddSeconds(21)).After;
        book = AccountBookMachine.ResetKillSwitch(book, "seen", "alice", BookSamples.T0.AddSeconds(22)).After;
        book = AccountBookMachine.Mark(book, [new(BookSamples.Btc, 100m)], BookSamples.T0.AddSeconds(61)).After;

        var drawdown = book.Drawdown!.Value;
        Assert.Equal((1_089.99m, 100m / 1_089.99m, true), (drawdown.Peak, drawdown.Deepest, drawdown.IsDeepestOpen));
        var noted = book.Outbox.Select(entry => entry.News).OfType<EquityNoted>().Last();
        Assert.Equal((999.99m, 100m * (90m / 1_089.99m)), (noted.Equity, noted.DrawdownPct));
    }

    [Fact]
    public void Deposit_is_no_recovery_from_a_drawdown()
    {
        var book = AccountBookMachine.Open(null, BookSamples.Account, Opened().Opening with { Session = "ses-a" }).After;

        book = AccountBookMachine.Transfer(book, "more", 500m, BookSamples.T0.AddSeconds(5)).After;

        Assert.Equal((1_500m, 0m), (book.Drawdown!.Value.Peak, book.Drawdown.Value.Deepest));
        Assert.Null(Opened().Drawdown);
    }

    [Fact]
    public void Evaluation_in_lock_step_is_made_once_and_never_behind_a_hole()
    {
        var opening = Opened().Opening with { Session = "ses-a", Clock = "clk-ses-a" };
        var book = AccountBookMachine.Open(null, BookSamples.Account, opening).After;
        var ms = BookSamples.T0.ToUnixTimeMilliseconds();
        EvaluationPoint second = new(ms + 1_000, 0), fill = new(ms + 1_000, 7), minute = new(ms + 60_000, 0);

        var quiet = AccountBookMachine.Evaluate(book, [], second, default);
        var noted = AccountBookMachine.Evaluate(quiet.After, [], fill, second);
        var again = AccountBookMachine.Evaluate(noted.After, [], second, fill);
        var holed = AccountBookMachine.Evaluate(noted.After, [], minute, second);
        var whole = AccountBookMachine.Evaluate(noted.After, [], minute, fill);

        Assert.Equal(PointsOf(book), PointsOf(quiet.After));
        Assert.Equal(PointsOf(book) + 1, PointsOf(noted.After));
        Assert.Same(noted.After, again.After);
        Assert.Same(noted.After, holed.After);
        Assert.Equal((PointsOf(book) + 2, minute), (PointsOf(whole.After), whole.After.EvaluatedTo));

        static int PointsOf(AccountBook book) => book.Outbox.Count(entry => entry.News is EquityNoted);
    }

    private static AccountBook Opened() => AccountBookMachine.Open(
        null, BookSamples.Account, new AccountOpening("alice", "demo", null, "simulated", "USDT", 0.001m, RiskLimits.Default, 1_000m, null, BookSamples.T0)).After;

    private static AccountBookDecision Judge(AccountBook book, string name) =>
        AccountBookMachine.Judge(book, BookSamples.Request(name), BookSamples.Instrument, RiskMarket.Quote(100m, 100m, 99.9m, 100.1m, BookSamples.T0), BookSamples.T0);

    private static AccountBook Approved(AccountBook book, string name)
    {
        var decision = Judge(AccountBookMachine.OpenGate(book, Lease, BookSamples.T0).After, name);
        Assert.Empty(decision.Verdict!.Reasons);
        return decision.After;
    }

    private static InstanceQuestion Question(string instance) => new("ses-a", instance, BookSamples.Btc, WantsSlot: true, 100m, BookSamples.T0);
}
