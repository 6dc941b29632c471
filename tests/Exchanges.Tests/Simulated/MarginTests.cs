using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Tests.Simulated;

public sealed class MarginTests
{
    [Theory]
    [InlineData(100.06, true)] // 1·100·(1 + 0.0006)
    [InlineData(100.0599, false)]
    public void A_limit_order_needs_its_price_by_leverage_and_the_taker_fee(double balance, bool isTaken)
    {
        var bench = Bench((decimal)balance);
        bench.Limit(at: 0, Side.Buy, 1m, 100m);

        var reports = bench.Heartbeat(1_000);

        Assert.Equal(isTaken, reports is [VenueAccepted]);
        Assert.Equal(!isTaken, reports is [VenueRejected { Reason: VenueReasons.InsufficientMargin }]);
    }

    [Theory]
    [InlineData(102.0706, true)] // 101·1.01·1.0006 = 102.071206
    [InlineData(102.08, false)]
    public void A_market_order_needs_the_opposite_best_and_one_percent(double balance, bool isRefused)
    {
        var bench = Bench((decimal)balance);
        bench.Buy(at: 0, 1m);

        Assert.Equal(isRefused, bench.Heartbeat(1_000) is [VenueRejected { Reason: VenueReasons.InsufficientMargin }]);
    }

    [Fact]
    public void A_sell_limit_needs_the_higher_of_limit_and_bid()
    {
        // 99·1.0006 = 99.0594 for the bid, although the limit is 50.
        Assert.IsType<VenueRejected>(Assert.Single(SellAt50(99.0593m)));
        Assert.IsType<VenueAccepted>(SellAt50(99.0594m)[0]);

        static List<VenueReport> SellAt50(decimal balance)
        {
            var bench = Bench(balance);
            bench.Limit(at: 0, Side.Sell, 1m, 50m);
            return bench.Heartbeat(1_000);
        }
    }

    [Fact]
    public void Leverage_divides_the_margin()
    {
        var bench = Bench(10.06m);
        bench.Limit(at: 0, Side.Buy, 1m, 100m, leverage: 10);

        Assert.IsType<VenueAccepted>(Assert.Single(bench.Heartbeat(1_000)));
        Assert.Equal(0m, bench.Venue.Available);
    }

    [Fact]
    public void What_works_is_reserved_and_released_with_its_end()
    {
        var bench = Bench(250m);
        bench.Limit(at: 0, Side.Buy, 2m, 100m, "first");
        bench.Heartbeat(1_000);
        bench.Limit(at: 1_000, Side.Buy, 1m, 100m, "second");

        Assert.IsType<VenueRejected>(Assert.Single(bench.Heartbeat(2_000)));
        Assert.Equal(250m - 200.12m, bench.Venue.Available);
        bench.Venue.Cancel("first", VenueBench.At(2_000));
        bench.Heartbeat(3_000);
        Assert.Equal(250m, bench.Venue.Available);
    }

    [Fact]
    public void A_fill_turns_its_share_of_the_reservation_into_margin_and_fee()
    {
        var bench = Bench(250m);
        bench.Limit(at: 0, Side.Buy, 2m, 100m);
        bench.Heartbeat(1_000);

        bench.Trade(1_001, 99m, 0.5m, TakerSide.Sell);

        // Margin 50, fee 0.5·100·0.0002 = 0.01, reserved for 1.5: 150.09.
        Assert.Equal(250m - 0.01m, bench.Venue.Balance);
        Assert.Equal(250m - 0.01m - 50m - 150.09m, bench.Venue.Available);
    }

    [Fact]
    public void Reducing_orders_reserve_nothing()
    {
        var bench = Bench(102.5m);
        bench.Buy(at: 0, 1m);
        bench.Heartbeat(1_000);
        var available = bench.Venue.Available;
        bench.Limit(at: 1_000, Side.Sell, 1m, 150m, reduceOnly: true);

        Assert.IsType<VenueAccepted>(Assert.Single(bench.Heartbeat(2_000)));
        Assert.Equal(available, bench.Venue.Available);
    }

    [Fact]
    public void Only_what_an_order_opens_needs_margin()
    {
        var bench = Bench(102.5m);
        bench.Buy(at: 0, 1m);
        bench.Heartbeat(1_000);
        bench.Sell(at: 1_000, 1m);

        Assert.Equal([(99m, 1m)], VenueBench.Fills(bench.Heartbeat(2_000)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void Leverage_outside_the_instruments_is_rejected(int leverage)
    {
        var bench = Bench(10_000m);
        bench.Buy(at: 0, 1m, leverage: leverage);

        Assert.Equal(VenueReasons.InvalidLeverage, Assert.IsType<VenueRejected>(Assert.Single(bench.Heartbeat(1_000))).Reason);
    }

    [Fact]
    public void A_closed_trade_leaves_its_result_less_fees_in_the_balance()
    {
        var bench = Bench(1_000m);
        bench.Buy(at: 0, 2m, "in");
        bench.Heartbeat(1_000);
        bench.Book(1_001, 109m, 10m, 111m, 10m);
        bench.Sell(at: 1_001, 2m, "out", reduceOnly: true);
        bench.Heartbeat(2_000);

        Assert.Equal(1_000m + (2m * (109m - 101m)) - (2m * 101m * 0.0006m) - (2m * 109m * 0.0006m), bench.Venue.Balance);
    }

    private static VenueBench Bench(decimal balance)
    {
        var bench = new VenueBench(series: MarketSeries.Trades | MarketSeries.Book, balance: balance);
        bench.Book(0, 99m, 10m, 101m, 10m);
        return bench;
    }
}
