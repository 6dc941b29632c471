using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Tests.Simulated;

public sealed class TakingTests
{
    [Fact]
    public void A_market_order_walks_the_book_and_pays_the_taker_fee()
    {
        var bench = Deep();
        bench.Buy(at: 0, 4m);

        var reports = Book(bench, 1);

        Assert.Equal([(100.00m, 2m), (100.10m, 2m)], VenueBench.Fills(reports));
        Assert.Equal([0.12m, 0.12012m], reports.OfType<VenueFilled>().Select(filled => filled.Fill.Fee));
        Assert.Equal(10_000m - 0.24012m, bench.Venue.Balance);
    }

    [Fact]
    public void Beyond_the_recorded_depth_the_last_level_is_worsened_by_impact()
    {
        var bench = Deep();
        bench.Buy(at: 0, 15m);

        // 10 find no level: 1 bp for each percent of 1 000 is 1 bp, 100.10 becomes 100.11001, upwards to the tick 100.12.
        Assert.Equal([(100.00m, 2m), (100.10m, 3m), (100.12m, 10m)], VenueBench.Fills(Book(bench, 1)));
    }

    [Fact]
    public void A_sell_is_worsened_downwards()
    {
        var bench = Deep();
        bench.Sell(at: 0, 19m);

        // 10 beyond: 99.80·(1 − 0.0001) = 99.79002, downwards 99.79.
        Assert.Equal([(99.90m, 5m), (99.80m, 4m), (99.79m, 10m)], VenueBench.Fills(Book(bench, 1)));
    }

    [Fact]
    public void What_was_taken_stays_taken_until_the_level_is_updated()
    {
        var bench = Deep();
        bench.Buy(at: 0, 4m, "first");
        Book(bench, 1);
        bench.Buy(at: 1, 2m, "second");

        Assert.Equal([(100.10m, 1m), (100.11m, 1m)], VenueBench.Fills(Book(bench, 2)));
    }

    [Fact]
    public void A_level_that_changes_its_quantity_is_whole_again_and_an_unchanged_one_is_not()
    {
        var bench = Deep();
        bench.Buy(at: 0, 5m, "first");
        Book(bench, 1);
        bench.Buy(at: 1, 4m, "second");

        var fills = VenueBench.Fills(bench.Book(2, 99.90m, 5m, 100.00m, 2m, (99.80m, 4m, 100.10m, 4m)));

        Assert.Equal([(100.10m, 4m)], fills);
    }

    [Fact]
    public void A_level_that_left_the_book_comes_back_whole()
    {
        var bench = Deep();
        bench.Buy(at: 0, 2m, "first");
        Book(bench, 1);
        bench.Book(2, 99.90m, 5m, 100.10m, 3m);
        bench.Buy(at: 2, 2m, "second");

        Assert.Equal([(100.00m, 2m)], VenueBench.Fills(Book(bench, 3)));
    }

    [Theory]
    [InlineData(Side.Buy, 50, 100.06)] // half of 2 bp, and 5 bp for 5 % of the volume
    [InlineData(Side.Sell, 50, 99.94)]
    [InlineData(Side.Buy, 1_000, 101.01)] // 100 bp at most
    [InlineData(Side.Sell, 5_000, 98.99)]
    public void Without_a_book_the_last_price_is_worsened_by_half_the_assumed_spread_and_impact(Side side, int quantity, double price)
    {
        var bench = new VenueBench(VenueBench.Instant, MarketSeries.Trades, balance: 1_000_000m);
        bench.Trade(0, 100m, 1_000m);
        bench.Venue.Submit(VenueBench.Order("o", side, OrderType.Market, quantity), VenueBench.At(0));

        Assert.Equal([((decimal)price, (decimal)quantity)], VenueBench.Fills(bench.Mark(1, 100m)));
    }

    [Fact]
    public void The_settings_of_spread_and_impact_are_used()
    {
        var bench = new VenueBench(VenueBench.Instant with { AssumedSpreadBps = 20m, ImpactBpsPerVolumePct = 3m }, MarketSeries.Trades);
        bench.Trade(0, 100m, 1_000m);
        bench.Buy(at: 0, 50m);

        Assert.Equal([(100.25m, 50m)], VenueBench.Fills(bench.Mark(1, 100m)));
    }

    [Theory]
    [InlineData(59_999, 100.02)]
    [InlineData(60_000, 101.01)]
    public void Impact_counts_the_volume_of_the_last_60_s_and_is_one_percent_without_any(long at, double price)
    {
        var bench = new VenueBench(VenueBench.Instant, MarketSeries.Trades);
        bench.Trade(0, 100m, 1_000m);
        bench.Buy(at: 0, 10m);

        Assert.Equal((decimal)price, VenueBench.Fills(bench.Mark(at, 100m))[0].Price);
    }

    [Fact]
    public void A_crossing_gtc_limit_takes_to_its_price_and_its_rest_joins_the_queue_as_maker()
    {
        var bench = Deep();
        bench.Limit(at: 0, Side.Buy, 5m, 100.00m);

        var arrival = Book(bench, 1);
        var later = bench.Trade(2, 99.99m, 10m, TakerSide.Sell);

        Assert.Equal([(100.00m, 2m)], VenueBench.Fills(arrival));
        var maker = Assert.Single(later.OfType<VenueFilled>()).Fill;
        Assert.Equal((100.00m, 3m, Liquidity.Maker, 0.06m), (maker.Price, maker.Quantity, maker.Liquidity, maker.Fee));
    }

    [Fact]
    public void The_rest_of_a_crossing_limit_does_not_take_the_same_level_again()
    {
        var bench = Deep();
        bench.Limit(at: 0, Side.Buy, 5m, 100.00m);
        Book(bench, 1);

        Assert.Empty(Book(bench, 2));
        Assert.Equal([(100.00m, 3m)], VenueBench.Fills(bench.Book(3, 99.90m, 5m, 100.00m, 8m)));
    }

    [Fact]
    public void A_limit_takes_beyond_the_depth_only_within_its_price()
    {
        var bench = Deep();
        bench.Limit(at: 0, Side.Buy, 15m, 100.11m, "below");
        bench.Limit(at: 0, Side.Buy, 15m, 100.30m, "above");

        var reports = Book(bench, 1);

        Assert.Equal([(100.00m, 2m), (100.10m, 3m)], VenueBench.Fills(reports.Where(report => report is VenueFilled { OrderId: "below" })));
        Assert.Equal([(100.12m, 15m)], VenueBench.Fills(reports.Where(report => report is VenueFilled { OrderId: "above" })));
    }

    [Fact]
    public void An_ioc_takes_what_is_there_and_cancels_the_rest()
    {
        var bench = Deep();
        bench.Limit(at: 0, Side.Buy, 5m, 100.00m, timeInForce: TimeInForce.Ioc);

        var reports = Book(bench, 1);

        Assert.Equal([(100.00m, 2m)], VenueBench.Fills(reports));
        var canceled = Assert.IsType<VenueCanceled>(reports[^1]);
        Assert.Equal((VenueReasons.Ioc, 2m), (canceled.Reason, canceled.FilledQuantity));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void A_fok_fills_whole_or_not_at_all(int quantity, bool fills)
    {
        var bench = Deep();
        bench.Limit(at: 0, Side.Buy, quantity, 100.00m, timeInForce: TimeInForce.Fok);

        var last = Book(bench, 1)[^1];

        Assert.Equal(fills, last is VenueFilled { Fill.Quantity: 2m });
        Assert.Equal(!fills, last is VenueCanceled { Reason: VenueReasons.Fok, FilledQuantity: 0m });
    }

    [Theory]
    [InlineData(99.99, true)]
    [InlineData(100.00, false)]
    [InlineData(100.05, false)]
    public void A_post_only_that_would_cross_is_rejected(double price, bool rests)
    {
        var bench = Deep();
        bench.Limit(at: 0, Side.Buy, 1m, (decimal)price, timeInForce: TimeInForce.PostOnly);

        var reports = Book(bench, 1);

        Assert.Equal(rests, reports is [VenueAccepted]);
        Assert.Equal(!rests, reports is [VenueRejected { Reason: VenueReasons.PostOnlyWouldCross }]);
    }

    [Fact]
    public void Before_anything_is_known_of_the_market_a_market_order_is_rejected()
    {
        var bench = new VenueBench();
        bench.Buy(at: 0, 1m);

        Assert.Equal(VenueReasons.NoMarket, Assert.IsType<VenueRejected>(Assert.Single(bench.Heartbeat(1_000))).Reason);
    }

    [Theory]
    [InlineData(0.0005, 100, VenueReasons.InvalidQuantity)]
    [InlineData(0, 100, VenueReasons.InvalidQuantity)]
    [InlineData(1, 100.005, VenueReasons.InvalidPrice)]
    [InlineData(1, 0, VenueReasons.InvalidPrice)]
    public void Quantity_off_the_lot_and_price_off_the_tick_are_rejected(double quantity, double price, string reason)
    {
        var bench = Deep();
        bench.Limit(at: 0, Side.Buy, (decimal)quantity, (decimal)price);

        Assert.Equal(reason, Assert.IsType<VenueRejected>(Assert.Single(Book(bench, 1))).Reason);
    }

    private static VenueBench Deep()
    {
        var bench = new VenueBench(VenueBench.Instant);
        bench.Trade(0, 100m, 1_000m);
        Book(bench, 0);
        return bench;
    }

    private static List<VenueReport> Book(VenueBench bench, long at) =>
        bench.Book(at, 99.90m, 5m, 100.00m, 2m, (99.80m, 4m, 100.10m, 3m));
}
