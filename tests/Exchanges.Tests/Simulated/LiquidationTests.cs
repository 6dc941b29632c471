using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Tests.Simulated;

public sealed class LiquidationTests
{
    private const MarketSeries WithMark = MarketSeries.Trades | MarketSeries.Book | MarketSeries.Mark;

    // Entry 100, leverage 10, mmr 0.005, fee rate 0.0005: (100·1.005 − 10)/0.9995 = 90.545…, floored to 90.54; bankruptcy 90.
    private const decimal LongLiquidation = 90.54m;

    // (100·0.995 + 10)/1.0005 = 109.445…, floored to 109.44; bankruptcy 110.
    private const decimal ShortLiquidation = 109.44m;

    [Fact]
    public void A_long_is_liquidated_once_the_mark_reaches_the_liquidation_price_and_loses_its_whole_margin()
    {
        var bench = Entered(Side.Buy);
        var balance = bench.Venue.Balance;

        Assert.Empty(bench.Mark(2, LongLiquidation + 0.01m));
        var liquidated = Assert.IsType<VenueLiquidated>(Assert.Single(bench.Mark(3, LongLiquidation)));

        Assert.Equal((2m, 90m, VenueBench.At(3)), (liquidated.Quantity, liquidated.Price, liquidated.At));
        Assert.Equal(balance - 20m, bench.Venue.Balance);
        Assert.Equal(bench.Venue.Balance, bench.Venue.Available);
        Assert.Equal(0m, bench.Venue.PositionQuantity(VenueBench.Symbol));
    }

    [Fact]
    public void A_short_is_liquidated_from_above()
    {
        var bench = Entered(Side.Sell);

        Assert.Empty(bench.Mark(2, ShortLiquidation - 0.01m));
        var liquidated = Assert.IsType<VenueLiquidated>(Assert.Single(bench.Mark(3, ShortLiquidation)));

        Assert.Equal((-2m, 110m), (liquidated.Quantity, liquidated.Price));
    }

    [Fact]
    public void A_trade_is_no_mark_where_marks_are_recorded()
    {
        var bench = Entered(Side.Buy);

        Assert.Empty(bench.Trade(2, 50m, 1m, TakerSide.Sell));
    }

    [Fact]
    public void It_comes_before_stops_and_cancels_every_order_of_the_symbol()
    {
        var bench = Entered(Side.Buy);
        bench.Stop(at: 1, Side.Sell, 2m, 95m);
        bench.Limit(at: 1, Side.Sell, 2m, 120m, "target", reduceOnly: true);
        bench.Limit(at: 1, Side.Buy, 1m, 80m, "entry-2");
        bench.Mark(2, 100m);

        var reports = bench.Mark(3, 90m);

        Assert.IsType<VenueLiquidated>(reports[0]);
        Assert.Equal(["stop", "target", "entry-2"], reports.Skip(1).Cast<VenueCanceled>().Select(canceled => canceled.OrderId));
        Assert.All(reports.Skip(1).Cast<VenueCanceled>(), canceled => Assert.Equal(VenueReasons.Liquidation, canceled.Reason));
        Assert.Empty(bench.Venue.OpenOrders(VenueBench.Symbol));
    }

    [Fact]
    public void The_wallet_beyond_the_isolated_margin_is_not_touched()
    {
        var bench = Entered(Side.Buy);
        var available = bench.Venue.Available;

        bench.Mark(2, 1m);

        Assert.Equal(available, bench.Venue.Available);
    }

    private static VenueBench Entered(Side side)
    {
        var bench = new VenueBench(VenueBench.Instant, WithMark);
        bench.Mark(0, 100m);
        bench.Venue.Submit(VenueBench.Order("entry", side, OrderType.Market, 2m, leverage: 10), VenueBench.At(0));
        bench.Book(1, 100m, 10m, 100m, 10m);
        Assert.Equal(2m, Math.Abs(bench.Venue.PositionQuantity(VenueBench.Symbol)));
        return bench;
    }
}
