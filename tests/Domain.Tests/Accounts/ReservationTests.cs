using Trading.Domain.Accounts;
using Trading.Domain.Orders;
using Trading.Domain.Risk;
using static Trading.Domain.Tests.Accounts.Books;

namespace Trading.Domain.Tests.Accounts;

public sealed class ReservationTests
{
    [Fact]
    public void A_buy_reserves_at_its_limit() => Assert.Equal(200m * (0.25m + 0.0006m), Reserved(Order("o", Side.Buy, 2m, 100m, leverage: 4)));

    [Fact]
    public void A_sell_reserves_at_the_higher_of_limit_and_bid()
    {
        Assert.Equal(99.9m * 1.0006m, Reserved(Order("o", Side.Sell, 1m, 99m)));
        Assert.Equal(101m * 1.0006m, Reserved(Order("o", Side.Sell, 1m, 101m)));
    }

    [Fact]
    public void A_market_order_reserves_at_the_opposite_best_and_one_percent()
    {
        Assert.Equal(100.1m * 1.01m * 1.0006m, Reserved(Order("o", Side.Buy, 1m)));
        Assert.Equal(99.9m * 1.01m * 1.0006m, Reserved(Order("o", Side.Sell, 1m)));
    }

    [Fact]
    public void A_trigger_order_that_opens_reserves_at_the_higher_of_trigger_and_best_and_one_percent()
    {
        Assert.Equal(103m * 1.01m * 1.0006m, Reserved(Order("o", Side.Buy, 1m, type: OrderType.StopMarket, stopPrice: 103m)));
        Assert.Equal(99.9m * 1.01m * 1.0006m, Reserved(Order("o", Side.Sell, 1m, type: OrderType.StopMarket, stopPrice: 97m)));
    }

    [Fact]
    public void Without_a_book_the_last_trade_is_the_best_price()
    {
        var judge = Judge(Order("o", Side.Buy, 1m)) with { Market = RiskMarket.Quote(100m, 102m, 0m, 0m, Start) };

        Assert.Equal(102m * 1.01m * 1.0006m, Funded(10_000m, Wide).Told(judge).Reserved);
    }

    [Fact]
    public void A_reducing_order_reserves_nothing() => Assert.Equal(0m, Reserved(Order("o", Side.Sell, 1m, 100m, reduceOnly: true)));

    [Fact]
    public void Asking_twice_reserves_once_and_gives_the_same_answer()
    {
        var order = Order("o", Side.Buy, 1m, 100m);
        var first = AccountMachine.Decide(Funded(), Judge(order));

        var second = AccountMachine.Decide(first.After, Judge(order, at: Start.AddSeconds(30)));

        Assert.Equal(first.Verdict!.Reservation, second.Verdict!.Reservation);
        Assert.Empty(second.Events);
    }

    [Fact]
    public void Asking_again_for_an_order_that_is_over_reserves_nothing()
    {
        var over = Funded().Told(Judge(Order("o", Side.Buy, 1m, 100m)), new EndOrder("o", 0m, Start));

        var again = AccountMachine.Decide(over, Judge(Order("o", Side.Buy, 1m, 100m)));

        Assert.True(again.Verdict!.IsApproved);
        Assert.Equal((0m, 0), (again.After.Reserved, again.Events.Length));
    }

    [Fact]
    public void The_end_frees_what_is_not_filled_and_keeps_what_is_not_booked()
    {
        var account = Funded(10_000m, Wide).Told(Judge(Order("o", Side.Buy, 4m, 100m)), new EndOrder("o", 1m, Start));

        Assert.Equal(100m * 1.0006m, account.Reserved);
    }

    [Fact]
    public void A_late_fill_told_by_a_second_end_is_reserved_until_booked()
    {
        var account = Funded(10_000m, Wide).Told(
            Judge(Order("o", Side.Buy, 4m, 100m)), new EndOrder("o", 1m, Start), new EndOrder("o", 2m, Start));

        Assert.Equal(200m * 1.0006m, account.Reserved);
    }

    [Fact]
    public void A_position_keeps_its_leverage_and_a_working_entry_sets_it_for_its_symbol()
    {
        var working = Funded(10_000m, Wide).Told(Judge(Order("a", Side.Buy, 1m, 100m, leverage: 4)));
        Assert.Equal(4, AccountMachine.Decide(working, Judge(Order("b", Side.Buy, 1m, 100m, leverage: 2))).Verdict!.Leverage);
        Assert.Equal(2, AccountMachine.Decide(working, Judge(Order("b", Side.Buy, 1m, 100m, Eth, leverage: 2))).Verdict!.Leverage);

        var portfolio = Portfolio(working);
        portfolio.Fill(Btc, Fill(Order("a", Side.Buy, 1m, 100m, leverage: 4), 1, 100m, 1m));
        portfolio.EndOrder("a", 1m, Start);
        Assert.Equal(4, portfolio.Judge(Order("c", Side.Buy, 1m, 100m, leverage: 2), Market(), Start).Verdict!.Leverage);
    }

    [Fact]
    public void Rebuilding_makes_the_reservations_those_of_the_open_orders()
    {
        var kept = Order("kept", Side.Buy, 2m, 100m);
        var found = Order("found", Side.Buy, 1m, 50m, Eth);
        var account = Funded(10_000m, Wide).Told(Judge(kept), Judge(Order("gone", Side.Buy, 3m, 100m)));

        var rebuilt = account.Told(new RebuildReservations(
            [new(kept, 0.5m), new(found, 0m), new(Order("stop", Side.Sell, 1m, reduceOnly: true), 0m)], Start));

        Assert.Equal(["kept", "found"], rebuilt.Reservations.Select(reservation => reservation.OrderId));
        Assert.Equal((150m * 1.0006m) + (50m * 1.0006m), rebuilt.Reserved);
        Assert.Equal(Json.Of(rebuilt), Json.Of(rebuilt.Told(new RebuildReservations([new(kept, 0.5m), new(found, 0m)], Start))));
    }

    [Fact]
    public void A_reservation_nobody_claimed_is_asked_after_ten_seconds()
    {
        var account = Funded(10_000m, Wide).Told(Judge(Order("a", Side.Buy, 1m, 100m)), Judge(Order("b", Side.Buy, 2m, 100m)), new ClaimOrder("b", Start));

        Assert.Empty(AccountMachine.Unclaimed(account, Start.AddSeconds(9.9)));
        Assert.Equal("a", Assert.Single(AccountMachine.Unclaimed(account, Start.AddSeconds(10))).OrderId);
    }

    private static decimal Reserved(OrderRequest order) => Funded(10_000m, Wide).Told(Judge(order)).Reserved;
}
