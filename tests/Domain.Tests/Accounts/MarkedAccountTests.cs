using System.Collections.Immutable;
using CsCheck;
using Trading.Domain.Accounts;
using Trading.Domain.Orders;
using static Trading.Domain.Tests.Accounts.Books;

namespace Trading.Domain.Tests.Accounts;

/// <summary>Marks followed as numbers give the account that the machine makes of the same refreshes, and leave it whatever is more than that.</summary>
public sealed class MarkedAccountTests
{
    private const int Cases = 100_000;

    // Enough seconds to cross midnight, and falls that trip the switch.
    private static readonly Gen<(int Bought, int Sold, (int BtcTicks, int EthTicks, int Hours)[] Marks)> Histories = Gen.Select(
        Gen.Int[0, 60], Gen.Int[0, 60], Gen.Select(Gen.Int[800, 1200], Gen.Int[800, 1200], Gen.Int[0, 9]).Array[1, 8]);

    [Fact]
    public void Refreshes_equal_those_of_the_machine()
    {
        var coverage = new Coverage();
        var funded = Funded(10_000m, Wide with { DrawdownPct = 8m }).Told(new RefreshMarks([], Start));
        Histories.Sample(
            history =>
            {
                coverage.Case();
                var portfolio = Portfolio(funded);
                portfolio.Fill(Btc, Fill(Order("ord-1", Side.Buy, history.Bought + 1m), 1, 100m, history.Bought + 1m));
                portfolio.Fill(Eth, Fill(Order("ord-2", Side.Sell, history.Sold + 1m, symbol: Eth), 1, 100m, history.Sold + 1m));
                var (account, at) = (portfolio.Account, Start);
                var marked = new MarkedAccount(account);
                var (moved, opened, tripped) = (false, false, false);
                foreach (var (btcTicks, ethTicks, hours) in history.Marks)
                {
                    at = at.AddHours(hours);
                    ImmutableArray<SymbolMark> marks = [new(Btc, btcTicks / 10m), new(Eth, ethTicks / 10m)];
                    var decision = AccountMachine.Decide(account, new RefreshMarks(marks, at));
                    var isMarking = decision.Effects.IsEmpty && decision.Events.All(change => change is SymbolMarked or EquityEvaluated);
                    Assert.Equal(isMarking, marked.TryRefresh(marks.AsSpan(), at));
                    account = decision.After;
                    if (!isMarking)
                    {
                        marked.Take(account);
                    }

                    Assert.Equal(account.Equity, marked.Equity);
                    Assert.Equal(account.SymbolOf(Eth).UnrealizedPnl, marked.UnrealizedOf(Eth));
                    moved |= isMarking && !decision.Events.IsEmpty;
                    opened |= decision.Events.Any(change => change is DayOpened);
                    tripped |= decision.Events.Any(change => change is KillSwitchTripped);
                }

                Assert.Equal(Json.Of(account), Json.Of(marked.Account));
                coverage.Met("numbers moved", moved);
                coverage.Met("day opened", opened);
                coverage.Met("switch tripped", tripped);
                coverage.Met("marked after the switch", tripped && moved);
            },
            iter: Cases);
        coverage.Report(Cases);
    }

    [Fact]
    public void Refresh_that_is_left_to_the_machine_changes_nothing()
    {
        var portfolio = Portfolio(Funded(10_000m, Wide with { DrawdownPct = 8m }).Told(new RefreshMarks([], Start)));
        portfolio.Fill(Btc, Fill(Order("ord-1", Side.Buy, 60m), 1, 100m, 60m));
        var marked = new MarkedAccount(portfolio.Account);
        Assert.True(marked.TryRefresh([new(Btc, 101m)], Start.AddSeconds(1)));
        var before = Json.Of(marked.Account);

        Assert.False(marked.TryRefresh([new(Btc, 80m)], Start.AddSeconds(2)));
        Assert.False(marked.TryRefresh([new(Btc, 102m)], Start.AddDays(1)));

        Assert.Equal(before, Json.Of(marked.Account));
    }
}
