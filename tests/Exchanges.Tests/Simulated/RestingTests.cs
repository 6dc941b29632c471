using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Tests.Simulated;

public sealed class RestingTests
{
    [Fact]
    public void An_order_waits_until_trades_at_its_price_by_the_opposite_taker_have_worked_off_the_queue()
    {
        var bench = WithLimitAtBid(quantity: 4m, displayed: 10m);

        Assert.Empty(bench.Trade(2, 99m, 6m, TakerSide.Sell));
        Assert.Empty(bench.Trade(3, 99m, 100m, TakerSide.Buy));
        Assert.Empty(bench.Trade(4, 99m, 4m, TakerSide.Sell));
        Assert.Equal([(99m, 3m)], VenueBench.Fills(bench.Trade(5, 99m, 3m, TakerSide.Sell)));
        Assert.Equal([(99m, 1m)], VenueBench.Fills(bench.Trade(6, 99m, 9m, TakerSide.Sell)));
    }

    [Fact]
    public void What_a_trade_leaves_of_the_queue_fills_the_order()
    {
        var bench = WithLimitAtBid(quantity: 4m, displayed: 10m);

        var reports = bench.Trade(2, 99m, 12m, TakerSide.Sell);

        var fill = Assert.Single(reports.OfType<VenueFilled>()).Fill;
        Assert.Equal((99m, 2m, Liquidity.Maker), (fill.Price, fill.Quantity, fill.Liquidity));
        Assert.Equal(99m * 2m * 0.0002m, fill.Fee);
    }

    [Fact]
    public void The_queue_is_never_longer_than_what_is_displayed()
    {
        var bench = WithLimitAtBid(quantity: 4m, displayed: 10m);
        bench.Book(2, 99m, 3m, 101m, 10m);

        Assert.Equal([(99m, 1m)], VenueBench.Fills(bench.Trade(3, 99m, 4m, TakerSide.Sell)));
    }

    [Fact]
    public void More_displayed_later_does_not_lengthen_the_queue()
    {
        var bench = WithLimitAtBid(quantity: 4m, displayed: 10m);
        bench.Book(2, 99m, 500m, 101m, 10m);

        Assert.Equal([(99m, 2m)], VenueBench.Fills(bench.Trade(3, 99m, 12m, TakerSide.Sell)));
    }

    [Fact]
    public void A_trade_beyond_the_price_fills_at_the_price_by_at_most_its_quantity_whatever_the_queue()
    {
        var bench = WithLimitAtBid(quantity: 4m, displayed: 10m);

        Assert.Equal([(99m, 3m)], VenueBench.Fills(bench.Trade(2, 98.99m, 3m, TakerSide.Unknown)));
    }

    [Fact]
    public void The_opposite_best_beyond_the_price_fills_by_at_most_what_it_displays_and_takes_it()
    {
        var bench = WithLimitAtBid(quantity: 4m, displayed: 10m);

        Assert.Equal([(99m, 3m)], VenueBench.Fills(bench.Book(2, 98m, 5m, 98.50m, 3m)));
        Assert.Empty(bench.Book(3, 98m, 6m, 98.50m, 3m));
        Assert.Equal([(99m, 1m)], VenueBench.Fills(bench.Book(4, 98m, 6m, 98.50m, 2m)));
    }

    [Fact]
    public void The_opposite_best_at_the_price_fills_only_once_the_queue_is_gone()
    {
        var bench = WithLimitAtBid(quantity: 4m, displayed: 10m);

        Assert.Empty(bench.Trade(2, 99m, 9m, TakerSide.Sell));
        Assert.Equal([(99m, 2m)], VenueBench.Fills(bench.Book(3, 98m, 5m, 99m, 2m)));
    }

    [Fact]
    public void A_better_price_than_the_best_has_no_queue()
    {
        var bench = new VenueBench(VenueBench.Instant);
        bench.Book(0, 99m, 10m, 101m, 10m);
        bench.Limit(at: 0, Side.Buy, 4m, 100m);
        bench.Book(1, 99m, 10m, 101m, 10m);

        Assert.Equal([(100m, 4m)], VenueBench.Fills(bench.Trade(2, 100m, 5m, TakerSide.Sell)));
    }

    [Fact]
    public void A_price_beyond_the_recorded_depth_queues_behind_all_that_is_displayed_there_when_it_comes_into_view()
    {
        var bench = new VenueBench(VenueBench.Instant);
        bench.Book(0, 99m, 10m, 101m, 10m);
        bench.Limit(at: 0, Side.Buy, 4m, 98m);
        bench.Book(1, 99m, 10m, 101m, 10m);
        Assert.Empty(bench.Trade(2, 98m, 50m, TakerSide.Sell));

        bench.Book(3, 98m, 7m, 101m, 10m);

        Assert.Equal([(98m, 1m)], VenueBench.Fills(bench.Trade(4, 98m, 8m, TakerSide.Sell)));
    }

    [Fact]
    public void Of_recorded_depth_the_level_at_the_price_is_the_queue()
    {
        var bench = new VenueBench(VenueBench.Instant);
        bench.Book(0, 99m, 10m, 101m, 10m, (98m, 6m, 102m, 6m));
        bench.Limit(at: 0, Side.Buy, 4m, 98m);
        bench.Book(1, 99m, 10m, 101m, 10m, (98m, 6m, 102m, 6m));

        Assert.Equal([(98m, 2m)], VenueBench.Fills(bench.Trade(2, 98m, 8m, TakerSide.Sell)));
    }

    [Fact]
    public void A_trades_quantity_is_used_once_over_all_orders_the_better_price_first()
    {
        var bench = new VenueBench(VenueBench.Instant, MarketSeries.Trades);
        bench.Trade(0, 100m, 1_000m);
        bench.Limit(at: 0, Side.Buy, 4m, 98m, "low");
        bench.Limit(at: 0, Side.Buy, 4m, 99m, "high");
        bench.Limit(at: 0, Side.Buy, 4m, 98m, "late");
        bench.Trade(1, 100m, 1m);

        var filled = bench.Trade(2, 97m, 9m, TakerSide.Sell).OfType<VenueFilled>();

        Assert.Equal([("high", 99m, 4m), ("low", 98m, 4m), ("late", 98m, 1m)], filled.Select(fill => (fill.OrderId, fill.Fill.Price, fill.Fill.Quantity)));
    }

    [Fact]
    public void A_sell_is_the_mirror()
    {
        var bench = new VenueBench(VenueBench.Instant);
        bench.Book(0, 99m, 10m, 101m, 5m);
        bench.Limit(at: 0, Side.Sell, 4m, 101m);
        bench.Book(1, 99m, 10m, 101m, 5m);

        Assert.Empty(bench.Trade(2, 101m, 100m, TakerSide.Sell));
        Assert.Equal([(101m, 1m)], VenueBench.Fills(bench.Trade(3, 101m, 6m, TakerSide.Buy)));
        Assert.Equal([(101m, 3m)], VenueBench.Fills(bench.Trade(4, 101.01m, 6m, TakerSide.Sell)));
    }

    private static VenueBench WithLimitAtBid(decimal quantity, decimal displayed)
    {
        var bench = new VenueBench(VenueBench.Instant);
        bench.Book(0, 99m, displayed, 101m, 10m);
        bench.Limit(at: 0, Side.Buy, quantity, 99m);
        bench.Book(1, 99m, displayed, 101m, 10m);
        return bench;
    }
}
