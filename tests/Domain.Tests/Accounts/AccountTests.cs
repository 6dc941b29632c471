using System.Collections.Immutable;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Risk;
using static Trading.Domain.Tests.Accounts.Books;

namespace Trading.Domain.Tests.Accounts;

public sealed class AccountTests
{
    [Fact]
    public void Deposit_is_a_ledger_line_applied_once()
    {
        var empty = Account.Create("acc-alice:demo", "sim", "USDT", 0.0006m, RiskLimits.Default);

        var decision = AccountMachine.Decide(empty, new Deposit("d-1", 250.5m, Start));

        var entry = Assert.Single(decision.LedgerEntries);
        Assert.Equal((1L, LedgerKind.Deposit, 250.5m, 250.5m, "d-1"), (entry.Sequence, entry.Kind, entry.Amount, entry.Balance, entry.Cause));
        Assert.Empty(AccountMachine.Decide(decision.After, new Deposit("d-1", 250.5m, Start)).Events);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("0.0000000000001")]
    public void Deposit_that_is_no_amount_is_refused(string amount)
    {
        var decision = AccountMachine.Decide(Funded(), new Deposit("d-2", decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), Start));

        Assert.Equal(AccountRefusal.Amount, decision.Refusal);
        Assert.Empty(decision.Events);
    }

    [Fact]
    public void Withdrawal_takes_what_is_available_and_no_more()
    {
        var account = Funded(1_000m, Wide).Told(Judge(Order("ord-1", Side.Buy, 1m, 100m)));
        Assert.Equal(899.94m, account.Available);

        Assert.Equal(AccountRefusal.Balance, AccountMachine.Decide(account, new Withdraw("w-1", 899.95m, Start)).Refusal);
        Assert.Equal((100.06m, 0m), (account.Told(new Withdraw("w-1", 899.94m, Start)).Balance, account.Told(new Withdraw("w-1", 899.94m, Start)).Available));
    }

    [Fact]
    public void Peak_and_the_days_opening_move_with_deposits_and_withdrawals_not_with_corrections()
    {
        var account = Funded(1_000m).Told(new Deposit("d-2", 500m, Start), new Withdraw("w-1", 200m, Start), new Correct("c-1", -50m, null, Start));

        Assert.Equal((1_250m, 1_300m, 1_300m), (account.Balance, account.PeakEquity, account.DayOpeningEquity));
        Assert.Equal(-50m, AccountMachine.Decide(Funded(), new Correct("c-1", -50m, null, Start)).LedgerEntries.Single().Amount);
    }

    [Fact]
    public void Available_leaves_out_margin_and_reservations_and_unrealised_profit()
    {
        var portfolio = Portfolio(Funded(10_000m, Wide));
        var order = Order("ord-1", Side.Buy, 10m, 100m, leverage: 5);
        portfolio.Judge(order, Market(), Start);
        portfolio.Fill(Btc, Fill(order, 1, 100m, 4m, fee: 0.24m));
        portfolio.Mark(0, 150m);
        portfolio.Evaluate(Start.AddSeconds(1));

        // Margin 400/5; reserved 600·(1/5 + 0.0006).
        var account = portfolio.Account;
        Assert.Equal((9_999.76m, 80m, 120.36m, 9_799.40m, 10_199.76m), (account.Balance, account.PositionMargin, account.Reserved, account.Available, account.Equity));
        Assert.Equal(account.Equity, portfolio.Equity);
    }

    [Fact]
    public void A_flipping_fill_posts_realised_and_both_parts_of_the_fee()
    {
        var portfolio = Portfolio(Funded(10_000m, Wide));
        portfolio.Fill(Btc, Fill(Order("ord-1", Side.Buy, 1m), 1, 100m, 1m));

        var change = portfolio.Fill(Btc, Fill(Order("ord-2", Side.Sell, 3m), 1, 110m, 3m, fee: 0.3m));

        Assert.Equal(
            [(LedgerKind.Realised, 10m, 10_010m), (LedgerKind.Fee, -0.1m, 10_009.9m), (LedgerKind.Fee, -0.2m, 10_009.7m)],
            change.LedgerEntries.Select(entry => (entry.Kind, entry.Amount, entry.Balance)));
        Assert.All(change.LedgerEntries, entry => Assert.Equal(("ord-2", "ord-2-1", Btc), (entry.OrderId, entry.TradeId, entry.Symbol!.Value)));
        Assert.Equal(1L, change.Closed!.Number);
    }

    [Fact]
    public void A_repeated_fill_changes_nothing()
    {
        var portfolio = Portfolio(Funded(10_000m, Wide));
        var fill = Fill(Order("ord-1", Side.Buy, 1m), 1, 100m, 1m, fee: 0.06m);
        portfolio.Fill(Btc, fill);
        var before = portfolio.Account;

        Assert.Same(PortfolioChange.None, portfolio.Fill(Btc, fill));
        Assert.Same(before, portfolio.Account);
    }

    [Fact]
    public void A_position_event_is_booked_once_and_none_may_be_missing()
    {
        var portfolio = Portfolio(Funded(10_000m, Wide));
        var order = Order("ord-1", Side.Buy, 1m);
        var booking = new PositionBooking(
            Btc, portfolio.Fill(Btc, Fill(order, 1, 100m, 1m, fee: 0.06m)).PositionEvents[0], 1m, 100m, 100m, 1, 100m);

        Assert.Empty(AccountMachine.Decide(portfolio.Account, new BookPosition(booking)).Events);
        Assert.Throws<InvariantException>(() => AccountMachine.Decide(
            portfolio.Account, new BookPosition(booking with { Event = booking.Event with { Sequence = 3 } })));
    }

    [Fact]
    public void Funding_moves_the_balance_not_the_margin()
    {
        var portfolio = Portfolio(Funded(10_000m, Wide));
        portfolio.Fill(Btc, Fill(Order("ord-1", Side.Sell, 2m), 1, 100m, 2m));

        var change = portfolio.Fund(new VenueFunding(Btc, -2m, 100m, 0.0001m, 0.02m, Start.AddHours(4)));

        var entry = Assert.Single(change.LedgerEntries);
        Assert.Equal((LedgerKind.Funding, 0.02m, 0.0001m, 100m), (entry.Kind, entry.Amount, entry.Rate!.Value, entry.Mark!.Value));
        Assert.Equal((10_000.02m, 200m), (portfolio.Account.Balance, portfolio.Account.PositionMargin));
        Assert.Same(PortfolioChange.None, portfolio.Fund(new VenueFunding(Btc, -2m, 100m, 0.0001m, 0.02m, Start.AddHours(4))));
    }

    [Fact]
    public void Liquidation_is_its_own_kind_and_takes_the_margin()
    {
        var portfolio = Portfolio(Funded(10_000m, Wide));
        portfolio.Fill(Btc, Fill(Order("ord-1", Side.Buy, 2m, leverage: 10), 1, 100m, 2m));
        portfolio.Mark(0, 90.5m);

        var change = portfolio.Liquidate(new VenueLiquidated(Btc, 2m, 90m, "liq-1", Start.AddSeconds(5)));

        Assert.Equal([(LedgerKind.Liquidation, -20m)], change.LedgerEntries.Select(entry => (entry.Kind, entry.Amount)));
        Assert.Equal((9_980m, 9_980m, 0m), (portfolio.Account.Balance, portfolio.Equity, portfolio.Account.PositionMargin));
        Assert.Contains(change.Effects, effect => effect is AlertAccount { Code: AccountAlert.Liquidation });
    }

    [Fact]
    public void The_day_opens_at_the_first_evaluation_of_the_utc_day()
    {
        var portfolio = Portfolio(Funded(10_000m, Wide));
        portfolio.Fill(Btc, Fill(Order("ord-1", Side.Buy, 10m), 1, 100m, 10m));
        portfolio.Mark(0, 90m);
        portfolio.Evaluate(Start.AddHours(11));
        Assert.Equal((1m, 10_000m), (portfolio.Account.DayLossPct, portfolio.Account.DayOpeningEquity));

        portfolio.Mark(0, 91m);
        portfolio.Evaluate(Start.AddHours(12));

        Assert.Equal((0m, 9_910m, new DateOnly(2024, 1, 2)), (portfolio.Account.DayLossPct, portfolio.Account.DayOpeningEquity, portfolio.Account.Day!.Value));
    }

    [Fact]
    public void A_new_day_opens_although_the_account_is_flat()
    {
        var portfolio = Portfolio(Funded());
        Assert.NotNull(portfolio.Evaluate(Start.AddHours(12)));

        Assert.Null(portfolio.Evaluate(Start.AddHours(12).AddSeconds(1)));
    }

    [Fact]
    public void A_quiet_account_need_not_be_evaluated_and_asking_allocates_nothing()
    {
        var account = Funded();
        Assert.False(account.NeedsEvaluation(Start));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var asked = account.NeedsEvaluation(Start.AddSeconds(1));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((false, 0L), (asked, allocated));
        Assert.True(account.NeedsEvaluation(Start.AddHours(12)));
    }

    [Fact]
    public void An_open_position_or_a_booked_change_needs_an_evaluation()
    {
        var portfolio = Portfolio(Funded(10_000m, Wide));
        portfolio.Fill(Btc, Fill(Order("ord-1", Side.Buy, 1m), 1, 100m, 1m));
        Assert.True(portfolio.Account.NeedsEvaluation(Start));

        portfolio.Fill(Btc, Fill(Order("ord-2", Side.Sell, 1m), 1, 101m, 1m));
        Assert.False(portfolio.Account.NeedsEvaluation(Start));
        Assert.True(portfolio.Account.Told(new Correct("c-1", -1m, null, Start)).NeedsEvaluation(Start));
    }

    [Fact]
    public void A_mark_allocates_nothing()
    {
        var marks = MarkRange.StartingAt(100m);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0; n < 1_000; n++)
        {
            marks = marks.With(100m + (n % 7));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((106m, 100m), (marks.Highest, marks.Lowest));
    }

    [Fact]
    public void A_session_whose_gate_is_closed_gets_no_entry_and_others_do()
    {
        var account = Funded(10_000m, Wide).Told(new CloseGate(Session, Start));

        Assert.Equal(["session_not_running"], Reasons(account, Order("ord-1", Side.Buy, 1m)));
        Assert.Empty(Reasons(account, Order("ord-1", Side.Buy, 1m, reduceOnly: true)));
        Assert.Empty(Reasons(Funded(10_000m, Wide), Order("ord-1", Side.Buy, 1m)));
    }

    [Fact]
    public void A_late_opening_of_a_gate_that_was_closed_opens_nothing()
    {
        var reopened = Funded(10_000m, Wide).Told(new CloseGate(Session, Start), new OpenGate(Session, Start), new CloseGate(Session, Start), new OpenGate(Session, Start));
        var overtaken = Funded(10_000m, Wide).Told(new CloseGate("ses-late", Start), new OpenGate("ses-late", Start));

        Assert.Equal(["session_not_running"], Reasons(reopened, Order("ord-1", Side.Buy, 1m)));
        Assert.DoesNotContain("ses-late", overtaken.OpenSessions);
    }

    [Fact]
    public void One_instance_holds_its_symbol_from_its_entry_until_it_is_flat()
    {
        var portfolio = Portfolio(Funded(10_000m, Wide));
        var entry = Order("ord-1", Side.Buy, 1m, instance: "str-a", purpose: OrderPurpose.Entry);
        portfolio.Judge(entry, Market(), Start);
        var rival = Order("ord-2", Side.Buy, 1m, 99m, instance: "str-b", purpose: OrderPurpose.Entry);
        Assert.Equal(["symbol_busy"], Reasons(portfolio.Account, rival));
        Assert.Equal(["symbol_busy"], Reasons(portfolio.Account, Order("ord-3", Side.Buy, 1m)));
        Assert.Empty(Reasons(portfolio.Account, Order("ord-3", Side.Sell, 1m, reduceOnly: true)));
        Assert.Empty(Reasons(portfolio.Account, Order("ord-4", Side.Buy, 1m, symbol: Eth, instance: "str-b", purpose: OrderPurpose.Entry)));

        portfolio.Fill(Btc, Fill(entry, 1, 100m, 1m));
        portfolio.EndOrder("ord-1", 1m, Start);
        Assert.Equal(["symbol_busy"], Reasons(portfolio.Account, rival));

        portfolio.Fill(Btc, Fill(Order("ord-5", Side.Sell, 1m, reduceOnly: true), 1, 100m, 1m));
        Assert.Empty(Reasons(portfolio.Account, rival));
    }

    [Fact]
    public void An_instance_does_not_enter_a_symbol_that_is_traded_by_hand_until_it_is_flat()
    {
        var portfolio = Portfolio(Funded(10_000m, Wide));
        var byHand = Order("ord-1", Side.Buy, 1m);
        var entry = Order("ord-2", Side.Sell, 1m, instance: "str-a", purpose: OrderPurpose.Entry);
        portfolio.Judge(byHand, Market(), Start);
        Assert.Equal(["symbol_busy"], Reasons(portfolio.Account, entry));
        Assert.Empty(Reasons(portfolio.Account, Order("ord-3", Side.Buy, 1m, 99m)));
        Assert.Empty(Reasons(portfolio.Account, Order("ord-3", Side.Sell, 1m, symbol: Eth, instance: "str-a", purpose: OrderPurpose.Entry)));

        portfolio.Fill(Btc, Fill(byHand, 1, 100m, 1m));
        portfolio.EndOrder("ord-1", 1m, Start);
        Assert.Equal(["symbol_busy"], Reasons(portfolio.Account, entry));

        portfolio.Fill(Btc, Fill(Order("ord-4", Side.Sell, 1m, reduceOnly: true), 1, 100m, 1m));
        Assert.Empty(Reasons(portfolio.Account, entry));
    }

    [Fact]
    public void An_entry_that_ended_without_a_fill_frees_its_symbol()
    {
        var held = Funded(10_000m, Wide).Told(Judge(Order("ord-1", Side.Buy, 1m, instance: "str-a", purpose: OrderPurpose.Entry)));
        Assert.Equal("str-a", held.SymbolOf(Btc).Holder);

        Assert.Equal("", held.Told(new EndOrder("ord-1", 0m, Start)).SymbolOf(Btc).Holder);
    }

    [Fact]
    public void A_symbol_stays_held_while_fills_of_the_ended_entry_are_on_their_way()
    {
        var ended = Funded(10_000m, Wide).Told(
            Judge(Order("ord-1", Side.Buy, 1m, instance: "str-a", purpose: OrderPurpose.Entry)), new EndOrder("ord-1", 1m, Start));

        Assert.Equal("str-a", ended.SymbolOf(Btc).Holder);
        Assert.Equal("str-a", ended.Told(new ReleaseSymbol(Btc, "str-a", Start)).SymbolOf(Btc).Holder);
    }

    [Fact]
    public void Stale_accounts_and_frozen_symbols_take_no_entries()
    {
        var account = Funded(10_000m, Wide).Told(new SetStale(true, Start), new FreezeSymbol(Btc, "drift", Start));

        Assert.Equal(["account_stale", "symbol_frozen"], Reasons(account, Order("ord-1", Side.Buy, 1m)));
        Assert.Equal(["account_stale"], Reasons(account, Order("ord-1", Side.Buy, 1m, symbol: Eth)));
        Assert.Empty(Reasons(account.Told(new SetStale(false, Start), new FreezeSymbol(Btc, "", Start)), Order("ord-1", Side.Buy, 1m)));
    }

    [Fact]
    public void Events_alone_rebuild_the_account()
    {
        var account = Funded(10_000m, Wide);
        AccountInput[] inputs =
        [
            Judge(Order("ord-1", Side.Buy, 1m, instance: "str-a", purpose: OrderPurpose.Entry)), new ClaimOrder("ord-1", Start),
            new Deposit("d-2", 5m, Start), new TripKillSwitch("test", "alice", true, Start), new EndOrder("ord-1", 0m, Start),
            new ResetKillSwitch("over", "alice", Start), new RefreshMarks([new(Btc, 90m)], Start.AddDays(1)), new SetStale(true, Start),
        ];

        foreach (var input in inputs)
        {
            var decision = AccountMachine.Decide(account, input);
            var folded = decision.Events.Aggregate(account, (state, change) => state.Apply(change));
            Assert.Equal(Json.Of(decision.After), Json.Of(folded));
            account = decision.After;
        }
    }

    private static ImmutableArray<string> Reasons(Account account, OrderRequest order) => AccountMachine.Decide(account, Judge(order)).Verdict!.Reasons;
}
