using CsCheck;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using static Trading.Domain.Tests.Accounts.Books;

namespace Trading.Domain.Tests.Accounts;

/// <summary>Cash and positions are conserved by any history of a two-symbol account, to the last digit.</summary>
public sealed class PortfolioPropertyTests
{
    private const int Cases = 100_000;

    private enum Step
    {
        Buy,
        Sell,
        Mark,
        Fund,
        Deposit,
        Withdraw,
        Liquidate,
        Correct,
    }

    private static readonly Gen<(Step Step, bool IsBtc, int Amount, int Ticks)[]> Histories = Gen.Select(
        Gen.Frequency((5, Gen.Const(Step.Buy)), (5, Gen.Const(Step.Sell)), (3, Gen.Const(Step.Mark)), (2, Gen.Const(Step.Fund)), (1, Gen.Enum<Step>())),
        Gen.Frequency((3, Gen.Const(true)), (1, Gen.Const(false))), Gen.Int[1, 12], Gen.Int[950, 1050]).Array[1, 8];

    [Fact]
    public void Balance_equity_and_margin_are_conserved()
    {
        var coverage = new Coverage();
        var funded = Funded(10_000m, Wide);
        Histories.Sample(
            history =>
            {
                coverage.Case();
                var portfolio = Portfolio(funded);
                var cash = 10_000m;
                var moved = new decimal[2];
                var held = new decimal[2];
                var (lines, n, isLiquidated) = (new List<LedgerEntry>(), 0, false);
                foreach (var (step, isBtc, amount, ticks) in history)
                {
                    var at = Start.AddMinutes(++n);
                    var slot = isBtc ? 0 : 1;
                    var symbol = isBtc ? Btc : Eth;
                    switch (step)
                    {
                        case Step.Buy or Step.Sell:
                            var side = step is Step.Buy ? Side.Buy : Side.Sell;
                            var fee = LedgerAmount.Round(amount * ticks / 10m * 0.0006m / 7m);
                            var order = Order($"ord-{n}", side, amount, symbol: symbol, leverage: 7);
                            Record(portfolio.Fill(symbol, Fill(order, 1, ticks / 10m, amount, fee, at)).LedgerEntries);
                            cash -= fee;
                            moved[slot] -= side.Sign * amount * ticks / 10m;
                            held[slot] += side.Sign * amount;
                            break;
                        case Step.Mark:
                            portfolio.Mark(slot, ticks / 10m);
                            portfolio.Evaluate(at);
                            break;
                        case Step.Fund:
                            var payment = LedgerAmount.Round(-held[slot] * ticks / 10m * 0.000123456789m);
                            Record(portfolio.Fund(new VenueFunding(symbol, held[slot], ticks / 10m, 0.000123456789m, payment, at)).LedgerEntries);
                            cash += payment;
                            break;
                        case Step.Deposit:
                            Record(portfolio.Decide(new Deposit($"d-{n}", amount, at)).LedgerEntries);
                            cash += amount;
                            break;
                        case Step.Withdraw:
                            var drawn = portfolio.Decide(new Withdraw($"w-{n}", amount, at));
                            Record(drawn.LedgerEntries);
                            cash -= drawn.Refusal is null ? amount : 0m;
                            break;
                        case Step.Correct:
                            Record(portfolio.Decide(new Correct($"c-{n}", -amount / 8m, symbol, at)).LedgerEntries);
                            cash -= amount / 8m;
                            break;
                        case Step.Liquidate:
                            var position = portfolio.PositionAt(slot);
                            Record(portfolio.Liquidate(
                                new VenueLiquidated(symbol, position.Quantity, position.BankruptcyPrice ?? 1m, $"liq-{n}", at)).LedgerEntries);
                            isLiquidated |= !position.IsFlat;

                            // Instead of its proceeds the margin is gone.
                            moved[slot] += position.Cost - position.Margin.Total;
                            held[slot] = 0m;
                            break;
                    }

                    Check();
                }

                CheckLedger(portfolio.Account, lines, portfolio.PositionAt(0), portfolio.PositionAt(1));
                coverage.Met("liquidated", isLiquidated);
                coverage.Met("short held", portfolio.PositionAt(0).Quantity < 0m);
                coverage.Met("flat at the end", portfolio.PositionAt(0).IsFlat && portfolio.PositionAt(1).IsFlat);
                coverage.Met("round trip", portfolio.PositionAt(0).RoundTripNumber > 1);
                coverage.Met("both symbols held", !portfolio.PositionAt(0).IsFlat && !portfolio.PositionAt(1).IsFlat);
                coverage.Met("withdrawn", lines.Exists(line => line.Kind is LedgerKind.Withdrawal));

                void Record(IEnumerable<LedgerEntry> entries) => lines.AddRange(entries);

                void Check()
                {
                    var (btc, eth) = (portfolio.PositionAt(0), portfolio.PositionAt(1));
                    var account = portfolio.Account;
                    Assert.Equal((held[0], held[1]), (btc.Quantity, eth.Quantity));
                    Assert.Equal(cash + moved[0] + (btc.MarkPrice * held[0]) + moved[1] + (eth.MarkPrice * held[1]), portfolio.Equity);
                    Assert.Equal(cash + btc.TotalRealizedPnl + eth.TotalRealizedPnl, account.Balance);
                    Assert.Equal(account.Balance + btc.UnrealizedPnl + eth.UnrealizedPnl, portfolio.Equity);
                    Assert.Equal(btc.Margin.Total + eth.Margin.Total, account.PositionMargin);
                    Assert.Equal((0m, account.Balance - account.PositionMargin), (account.Reserved, account.Available));
                }
            },
            iter: Cases);
        coverage.Report(Cases);
    }

    private static void CheckLedger(Account account, List<LedgerEntry> lines, Position btc, Position eth)
    {
        Assert.Equal(Enumerable.Range(2, lines.Count), lines.Select(line => (int)line.Sequence));
        Assert.All(lines, line => Assert.True(LedgerAmount.IsExact(line.Amount)));
        Assert.Equal(account.Balance, lines.Count == 0 ? 10_000m : lines[^1].Balance);
        Assert.Equal(account.Balance, 10_000m + lines.Sum(line => line.Amount));
        Assert.Equal(btc.TotalRealizedPnl + eth.TotalRealizedPnl, Sum(LedgerKind.Realised) + Sum(LedgerKind.Liquidation));
        Assert.Equal(btc.TotalFees + eth.TotalFees, -Sum(LedgerKind.Fee));
        Assert.Equal(btc.TotalFunding + eth.TotalFunding, Sum(LedgerKind.Funding));

        decimal Sum(LedgerKind kind) => lines.Where(line => line.Kind == kind).Sum(line => line.Amount);
    }
}
