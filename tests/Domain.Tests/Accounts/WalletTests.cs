using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Domain.Risk;
using Trading.Domain.Tests.Positions;

namespace Trading.Domain.Tests.Accounts;

public sealed class WalletTests
{
    private static readonly AccountBook Opened = AccountBookMachine.Open(null, "acc-alice:demo", new AccountOpening(
        "alice", "demo", null, "simulated", "USDT", 0.001m, RiskLimits.Default, 10_000m, null, BookSamples.T0)).After;

    [Fact]
    public void Difference_that_lasts_is_corrected_once_and_alerted()
    {
        var book = Opened;
        foreach (var second in new[] { 0, 10, 20, 30, 40, 50 })
        {
            book = AccountBookMachine.Compare(book, new VenueWallet(9_990.5m, IsFlat: true), BookSamples.T0.AddSeconds(second)).After;
            Assert.Equal(second < 20 ? 10_000m : 9_990.5m, book.Account.Balance);
        }

        var posted = Assert.Single(book.Outbox.Select(entry => entry.News).OfType<AccountChanged>().Select(news => news.Event).OfType<LedgerPosted>(), line => line.Entry.Kind is LedgerKind.Correction);
        Assert.Equal(-9.5m, posted.Entry.Amount);
        Assert.Equal(AccountAlert.WalletDrift, Assert.Single(book.Outbox.Select(entry => entry.News).OfType<AccountAlerted>()).Code);
        Assert.Null(book.WalletDrift);
    }

    [Fact]
    public void Nothing_is_compared_while_something_is_held()
    {
        var drift = new WalletDrift(-9.5m, BookSamples.T0.AddDays(-1), 9);

        Assert.Equal(new(drift, null), WalletMachine.Decide(Opened.Account, drift, new VenueWallet(9_990.5m, IsFlat: false), BookSamples.T0));
        Assert.NotNull(WalletMachine.Decide(Opened.Account, drift, new VenueWallet(9_990.5m, IsFlat: true), BookSamples.T0).Correction);
    }

    [Fact]
    public void Nothing_is_compared_while_the_account_has_a_position_or_an_order()
    {
        var drift = new WalletDrift(-9.5m, BookSamples.T0.AddDays(-1), 9);
        var held = Opened.Account with { Symbols = [AccountSymbol.Empty(BookSamples.Btc) with { Quantity = 1m }] };
        var open = Opened.Account with
        {
            Reservations = [new("ord-a", "", "", OrderPurpose.Manual, BookSamples.Btc, Side.Buy, 1m, 100m, 1, 0.001m, 0m, null, BookSamples.T0, IsClaimed: true)],
        };

        Assert.Null(WalletMachine.Decide(held, drift, new VenueWallet(9_990.5m, IsFlat: true), BookSamples.T0).Correction);
        Assert.Null(WalletMachine.Decide(open, drift, new VenueWallet(9_990.5m, IsFlat: true), BookSamples.T0).Correction);
    }

    [Fact]
    public void What_agrees_is_not_written()
    {
        var decision = AccountBookMachine.Compare(Opened, new VenueWallet(10_000m, IsFlat: true), BookSamples.T0);

        Assert.Same(Opened, decision.After);
    }
}
