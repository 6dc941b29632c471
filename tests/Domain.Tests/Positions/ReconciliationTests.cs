using System.Collections.Immutable;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Risk;
using static Trading.Domain.Tests.Positions.Fills;

namespace Trading.Domain.Tests.Positions;

public sealed class ReconciliationTests
{
    private static readonly DateTimeOffset Later = Start.AddMinutes(1);

    private readonly Position _long = Flat().Play(Fill("t-1", Side.Buy, 100m, 2m, order: "ord-a", sequence: 2));

    [Fact]
    public void What_agrees_changes_nothing_and_is_not_written()
    {
        var decision = Decide(_long, Held(2m, Ours("t-1", 2m)), Later);

        Assert.Same(Reconciliation.None, decision.After);
        Assert.Empty(decision.Events);
        Assert.Null(decision.Alert);
    }

    [Fact]
    public void Fill_of_our_own_that_is_on_its_way_is_no_difference_however_often_it_is_looked_at()
    {
        var (memory, now) = (Reconciliation.None, Later);
        for (var round = 0; round < 10; round++)
        {
            var decision = Decide(_long, Held(3m, Ours("t-1", 2m), Ours("t-2", 1m)), now, memory);
            Assert.Empty(decision.Events);
            (memory, now) = (decision.After, now.AddSeconds(10));
        }

        Assert.Equal((0, "t-2"), (memory.Sightings, memory.Awaited));
    }

    [Fact]
    public void Trade_by_hand_is_booked_at_once_at_its_own_price_and_fee_and_once()
    {
        var held = Held(5m, Ours("t-1", 2m), new VenueExecution("hand-1", "t-2", 3m, 110m, 0.4m, 1, Start));

        var decision = Decide(_long, held, Later);
        var after = _long.After(decision.Events);

        Assert.Equal(3m, Assert.IsType<PositionCorrected>(decision.Events[0]).Difference);
        Assert.Equal((5m, 530m, 0.4m), (after.Quantity, after.Cost, after.TotalFees));
        Assert.Contains("hand-1", decision.Alert, StringComparison.Ordinal);
        Assert.Empty(Decide(after, held, Later, decision.After).Events);
        Assert.Same(decision.After, Decide(after, held, Later, decision.After).After);
    }

    [Fact]
    public void Trades_by_hand_that_cancel_each_other_out_are_booked_too()
    {
        var held = Held(2m, Ours("t-1", 2m), new VenueExecution("hand-1", "t-2", 1m, 100m, 0m, 1, Start), new VenueExecution("hand-2", "t-3", -1m, 90m, 0m, 1, Start));

        var after = _long.After(Decide(_long, held, Later).Events);

        Assert.Equal((2m, -10m), (after.Quantity, after.TotalRealizedPnl));
    }

    [Fact]
    public void Liquidation_is_booked_as_one_and_its_late_push_changes_nothing()
    {
        var decision = Decide(_long, Held(0m, Ours("t-1", 2m), new VenueExecution("", "t-9", -2m, 0m, 0m, 1, Start)), Later);
        var after = _long.After(decision.Events);

        var liquidated = Assert.IsType<PositionLiquidated>(decision.Events[0]);
        Assert.Equal(("t-9", 2m, _long.Margin.Total), (liquidated.TradeId, liquidated.Quantity, liquidated.MarginLost));
        Assert.Equal(ExitReason.Liquidation, Assert.IsType<PositionClosed>(decision.Events[1]).RoundTrip.ExitReason);
        Assert.DoesNotContain(decision.Events, change => change is PositionCorrected);
        Assert.Null(decision.Alert);
        Assert.Empty(PositionMachine.Decide(after.Play(Fill("t-10", Side.Buy, 100m, 1m)), new VenueLiquidated(Btc, 2m, 0m, "t-9", Start)));
    }

    [Fact]
    public void Liquidation_waits_for_the_fill_that_it_took()
    {
        var flat = Flat();
        var held = Held(0m, Ours("t-1", 2m), new VenueExecution("", "t-9", -2m, 0m, 0m, 1, Start));

        var early = Decide(flat, held, Later);
        var after = Decide(_long, held, Later, early.After);

        Assert.Empty(early.Events);
        Assert.IsType<PositionLiquidated>(after.Events[0]);
    }

    [Fact]
    public void Difference_that_nothing_explains_is_corrected_once_it_has_lasted()
    {
        var position = _long.AtMark(104m);
        var (memory, now) = (Reconciliation.None, Later);
        for (var round = 0; round < 2; round++)
        {
            var wait = Decide(position, Held(0.5m), now, memory);
            Assert.Empty(wait.Events);
            (memory, now) = (wait.After, now.AddSeconds(10));
        }

        var decision = Decide(position, Held(0.5m), now, memory);
        var after = position.After(decision.Events);

        Assert.Equal(-1.5m, Assert.IsType<PositionCorrected>(decision.Events[0]).Difference);
        Assert.Equal((0.5m, 6m), (after.Quantity, after.TotalRealizedPnl));
        Assert.NotNull(decision.Alert);
        Assert.Empty(Decide(after, Held(0.5m), now.AddSeconds(10), decision.After).Events);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(1)]
    public void Comparisons_that_come_quickly_wait_as_long(int second)
    {
        var memory = Reconciliation.None;
        for (var round = 0; round < 5; round++)
        {
            var decision = Decide(_long, Held(1m), Later.AddSeconds(round * second / 2d), memory);
            Assert.Empty(decision.Events);
            memory = decision.After;
        }
    }

    [Fact]
    public void Difference_that_moves_or_goes_away_is_counted_anew()
    {
        var memory = Decide(_long, Held(1m), Later).After;
        var moved = Decide(_long, Held(1.5m), Later.AddSeconds(10), memory).After;
        var gone = Decide(_long, Held(2m), Later.AddSeconds(20), moved).After;

        Assert.Equal((1, Later.AddSeconds(10)), (moved.Sightings, moved.Since));
        Assert.Equal((0, null), (gone.Sightings, gone.Since));
    }

    [Fact]
    public void Position_opened_without_us_is_taken_at_the_venues_entry()
    {
        var memory = new Reconciliation([], 2m, Start, 5);

        var after = Flat().After(Decide(Flat(), Held(2m) with { EntryPrice = 97m, Leverage = 4 }, Later, memory).Events);

        Assert.Equal((2m, 97m, 4), (after.Quantity, after.EntryPrice, after.Leverage));
    }

    [Fact]
    public void Own_fill_that_nobody_has_told_for_minutes_is_booked_and_dropped_when_it_comes()
    {
        var held = Held(3m, Ours("t-1", 2m), Ours("t-2", 1m));
        var missed = Decide(_long, held, Later).After;

        Assert.Empty(Decide(_long, held, Later + ReconciliationMachine.TellingMax - TimeSpan.FromSeconds(1), missed).Events);
        var decision = Decide(_long, held, Later + ReconciliationMachine.TellingMax, missed);
        var after = _long.After(decision.Events);

        Assert.Equal(3m, after.Quantity);
        Assert.Equal("ord-b", Assert.IsType<PositionIncreased>(decision.Events[1]).OrderId);
        Assert.Empty(PositionMachine.Decide(after, Contract, Fill("t-2", Side.Buy, 100m, 1m, order: "ord-b", sequence: 2)));
    }

    [Fact]
    public void What_was_filled_while_all_of_us_were_away_is_still_to_be_told()
    {
        var held = Held(3m, Ours("t-1", 2m), Ours("t-2", 1m));

        Assert.Empty(Decide(_long, held, Start.AddHours(9)).Events);
    }

    [Fact]
    public void Own_fill_that_is_given_up_leaves_what_was_done_by_hand_to_be_explained()
    {
        var held = Held(5m, Ours("t-1", 2m), new VenueExecution("hand-1", "t-2", 2m, 100m, 0m, 1, Start), Ours("t-3", 1m));
        var memory = Decide(_long, held, Later).After;

        var first = Decide(_long, held, Later + ReconciliationMachine.TellingMax, memory);
        var second = Decide(_long.After(first.Events), held, Later + ReconciliationMachine.TellingMax, first.After);

        Assert.Equal(5m, _long.After(first.Events).After(second.Events).Quantity);
        Assert.Contains("hand-1", second.Alert, StringComparison.Ordinal);
    }

    [Fact]
    public void Liquidation_between_fills_that_were_booked_in_another_order_costs_the_same_in_the_end()
    {
        // At the venue the long of 2 was taken at 90, and what stands there was sold after that; here that sale has closed a part of the long.
        var here = _long.Play(Fill("t-11", Side.Sell, 105m, 1m, order: "ord-b", sequence: 2));
        var held = Held(-1m, Ours("t-1", 2m), new VenueExecution("", "t-9", -2m, 90m, 0m, 1, Start), Ours("t-11", -1m));

        var after = here.After(Decide(here, held, Later).Events).Play(Fill("t-12", Side.Buy, 105m, 1m));

        Assert.Equal((0m, -20m), (after.Quantity, after.TotalRealizedPnl));
        Assert.Empty(PositionMachine.Decide(after, new VenueLiquidated(Btc, 2m, 90m, "t-9", Start)));
    }

    [Fact]
    public void What_a_correction_has_swallowed_is_not_booked_when_it_is_told_late()
    {
        // The venue lists a liquidation that does not add up: only the quantities can be made equal.
        var memory = new Reconciliation([], -2m, Start, 5);
        var decision = Decide(_long, Held(0m, new VenueExecution("", "t-9", -3m, 0m, 0m, 1, Start)), Later, memory);

        Assert.True(decision.After.IsSettled("t-9"));
        Assert.Equal(0m, _long.After(decision.Events).Quantity);
    }

    [Fact]
    public void Correction_freezes_the_symbol_in_the_account_in_the_booking_that_follows_it()
    {
        var book = BookSamples.Long();
        var held = new VenueHolding(BookSamples.Btc, 3m, 100m, 2, [new VenueExecution("hand-1", "t-2", 2m, 100m, 0m, 1, BookSamples.T0)], BookSamples.T0);

        var decision = PositionBookMachine.Compare(book, BookSamples.Id, BookSamples.Account, BookSamples.Context(), held, BookSamples.T0);
        var again = PositionBookMachine.Compare(decision.After, BookSamples.Id, BookSamples.Account, BookSamples.Context(), held, BookSamples.T0);
        var account = AccountBookMachine.Open(null, BookSamples.Account, new AccountOpening(
            "alice", "demo", null, "simulated", "USDT", 0.001m, RiskLimits.Default, 10_000m, null, BookSamples.T0)).After;
        account = AccountBookMachine.Book(account, decision.After!.ForAccount()!, BookSamples.T0).After;

        Assert.Same(decision.After, again.After);
        Assert.Equal(3m, account.Account.SymbolOf(BookSamples.Btc).Quantity);
        Assert.Contains("hand-1", account.Account.SymbolOf(BookSamples.Btc).Frozen, StringComparison.Ordinal);
        Assert.Equal(PositionAlert.Drift, Assert.Single(decision.After!.Outbox.Select(entry => entry.News).OfType<PositionAlerted>()).Code);
        Assert.Empty(AccountBookMachine.Unfreeze(account, BookSamples.Btc, BookSamples.T0).After.Account.SymbolOf(BookSamples.Btc).Frozen);
    }

    [Fact]
    public void Stranger_to_the_position_makes_its_book_and_nobody_protects_it()
    {
        var held = new VenueHolding(BookSamples.Btc, 3m, 100m, 2, [new VenueExecution("hand-1", "t-2", 3m, 100m, 0m, 1, BookSamples.T0)], BookSamples.T0);

        var book = PositionBookMachine.Compare(null, BookSamples.Id, BookSamples.Account, BookSamples.Context(new(2m, [], null, null, null)), held, BookSamples.T0).After!;

        Assert.Equal((3m, "alice", ""), (book.Position.Quantity, book.Context.Owner, book.Instance));
        Assert.Empty(BookSamples.Commands(book));
        Assert.Null(PositionBookMachine.Compare(null, BookSamples.Id, BookSamples.Account, BookSamples.Context(), held with { Quantity = 0m, Executions = [] }, BookSamples.T0).After);
    }

    [Fact]
    public void Position_of_a_replayed_session_is_never_compared()
    {
        var book = BookSamples.Long();
        book = book with { Context = book.Context with { Clock = "clk-ses-a" } };
        var held = new VenueHolding(BookSamples.Btc, 3m, 100m, 2, [new VenueExecution("hand-1", "t-2", 2m, 100m, 0m, 1, BookSamples.T0)], BookSamples.T0);

        Assert.Same(book, PositionBookMachine.Compare(book, BookSamples.Id, BookSamples.Account, BookSamples.Context(), held, BookSamples.T0).After);
    }

    private static ReconciliationDecision Decide(Position position, VenueHolding held, DateTimeOffset now, Reconciliation? memory = null) =>
        ReconciliationMachine.Decide(position, Contract, memory ?? Reconciliation.None, held, now);

    private static VenueHolding Held(decimal quantity, params ImmutableArray<VenueExecution> executions) => new(Btc, quantity, 100m, 1, executions, Later);

    private static VenueExecution Ours(string trade, decimal quantity) => new(trade is "t-1" ? "ord-a" : "ord-b", trade, quantity, 100m, 0m, 1, Start);
}
