using Trading.Domain.Accounts;
using Trading.Domain.Orders;
using Trading.Domain.Risk;
using static Trading.Domain.Tests.Accounts.Books;

namespace Trading.Domain.Tests.Accounts;

public sealed class KillSwitchTests
{
    [Fact]
    public void It_blocks_entries_cancels_them_and_lets_reducing_orders_pass()
    {
        var working = Funded(10_000m, Wide).Told(Judge(Order("ord-1", Side.Buy, 1m)));

        var tripped = AccountMachine.Decide(working, new TripKillSwitch("enough", "alice", false, Start));

        Assert.Equal(["ord-1"], Assert.Single(tripped.Effects.OfType<CancelEntries>()).OrderIds);
        Assert.Empty(tripped.Effects.OfType<ClosePositions>());
        Assert.Equal("kill_switch", AccountMachine.Decide(tripped.After, Judge(Order("ord-2", Side.Buy, 1m))).Verdict!.Reason);
        Assert.True(AccountMachine.Decide(tripped.After, Judge(Order("ord-3", Side.Sell, 1m, reduceOnly: true))).Verdict!.IsApproved);
    }

    [Fact]
    public void It_closes_positions_only_when_asked_also_when_asked_later()
    {
        var portfolio = Portfolio(Funded(10_000m, Wide));
        portfolio.Fill(Btc, Fill(Order("ord-1", Side.Buy, 1m), 1, 100m, 1m));
        Assert.Empty(portfolio.Decide(new TripKillSwitch("enough", "alice", false, Start)).Effects.OfType<ClosePositions>());

        var again = portfolio.Decide(new TripKillSwitch("now close", "bob", true, Start.AddSeconds(1)));

        Assert.Equal([Btc], Assert.Single(again.Effects.OfType<ClosePositions>()).Symbols);
        Assert.Equal(("enough", "alice", true), (again.After.KillSwitch!.Reason, again.After.KillSwitch.Actor, again.After.KillSwitch.ClosePositions));
    }

    [Fact]
    public void It_latches_the_first_reason_and_survives_storage()
    {
        var account = Funded().Told(new TripKillSwitch("first", "alice", false, Start), new TripKillSwitch("second", "bob", false, Start.AddSeconds(1)));

        var restored = Json.To<Account>(Json.Of(account));

        Assert.Equal(new KillSwitch("first", "alice", Start, false), restored.KillSwitch);
    }

    [Theory]
    [InlineData("86.2", false)]
    [InlineData("85", true)]
    [InlineData("84.9", true)]
    public void Reaching_the_drawdown_limit_latches_it(string mark, bool isTripped)
    {
        var portfolio = Portfolio(Funded(10_000m, Wide with { DrawdownPct = 15m }));
        portfolio.Fill(Btc, Fill(Order("ord-1", Side.Buy, 100m), 1, 100m, 100m));
        portfolio.Mark(0, decimal.Parse(mark, System.Globalization.CultureInfo.InvariantCulture));

        var decision = portfolio.Evaluate(Start.AddSeconds(1))!;

        Assert.Equal(isTripped, decision.After.KillSwitch is { Reason: RiskReason.Drawdown, Actor: AccountMachine.System });
        Assert.Equal(isTripped, decision.Effects.Any(effect => effect is AlertAccount));

        // It stays on when the market comes back.
        portfolio.Mark(0, 100m);
        Assert.Equal(isTripped, portfolio.Evaluate(Start.AddSeconds(2))!.After.KillSwitch is not null);
    }

    [Fact]
    public void Drawdown_counts_from_the_peak_of_evaluated_equity()
    {
        var portfolio = Portfolio(Funded(10_000m, Wide with { DrawdownPct = 15m }));
        portfolio.Fill(Btc, Fill(Order("ord-1", Side.Buy, 100m), 1, 100m, 100m));
        portfolio.Mark(0, 120m);
        portfolio.Evaluate(Start.AddSeconds(1));
        portfolio.Mark(0, 102m);

        Assert.NotNull(portfolio.Evaluate(Start.AddSeconds(2))!.After.KillSwitch);
        Assert.Equal((12_000m, 10_200m, 15m), (portfolio.Account.PeakEquity, portfolio.Account.EvaluatedEquity, portfolio.Account.DrawdownPct));
    }

    [Fact]
    public void A_withdrawal_is_no_drawdown()
    {
        var account = Funded(10_000m).Told(new Withdraw("w-1", 5_000m, Start), new RefreshMarks([], Start.AddSeconds(1)));

        Assert.Equal((0m, null), (account.DrawdownPct, account.KillSwitch));
    }

    [Fact]
    public void A_reset_needs_a_reason_and_makes_the_equity_of_the_moment_the_peak()
    {
        var portfolio = Portfolio(Funded(10_000m, Wide with { DrawdownPct = 15m }));
        portfolio.Fill(Btc, Fill(Order("ord-1", Side.Buy, 100m), 1, 100m, 100m));
        portfolio.Mark(0, 80m);
        portfolio.Evaluate(Start.AddSeconds(1));
        Assert.Equal(AccountRefusal.Reason, portfolio.Decide(new ResetKillSwitch(" ", "alice", Start)).Refusal);

        var reset = portfolio.Decide(new ResetKillSwitch("understood", "alice", Start.AddSeconds(2))).After;

        Assert.Equal((null, 8_000m, 0m), (reset.KillSwitch, reset.PeakEquity, reset.DrawdownPct));
        Assert.Empty(portfolio.Evaluate(Start.AddSeconds(3))!.Events);
    }

    [Fact]
    public void A_tighter_limit_latches_at_once()
    {
        var portfolio = Portfolio(Funded(10_000m, Wide));
        portfolio.Fill(Btc, Fill(Order("ord-1", Side.Buy, 100m), 1, 100m, 100m));
        portfolio.Mark(0, 90m);
        portfolio.Evaluate(Start.AddSeconds(1));

        Assert.NotNull(portfolio.Decide(new ChangeLimits(Wide with { DrawdownPct = 10m }, Start.AddSeconds(2))).After.KillSwitch);
    }
}
