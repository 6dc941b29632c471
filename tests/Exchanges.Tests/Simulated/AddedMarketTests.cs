using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Tests.Simulated;

public sealed class AddedMarketTests
{
    private static readonly Symbol Other = Symbol.Parse("ETH_USDT");

    private static readonly VenueMarket OtherMarket =
        VenueBench.Market(MarketSeries.Trades) with { Instrument = VenueBench.Instrument with { Symbol = Other } };

    [Fact]
    public void A_symbol_that_is_added_later_trades_from_the_same_wallet()
    {
        var bench = new VenueBench(VenueBench.Instant);
        bench.Book(0, 99m, 10m, 101m, 10m);
        bench.Buy(at: 0, 1m);
        bench.Book(1, 99m, 10m, 101m, 10m);

        var index = bench.Venue.AddMarket(OtherMarket);
        FeedOther(bench, index, at: 2, price: 50m);
        bench.Venue.Submit(VenueBench.Order("eth", Side.Sell, OrderType.Market, 2m) with { Symbol = Other }, VenueBench.At(2));
        var fill = Assert.Single(FeedOther(bench, index, at: 3, price: 50m).OfType<VenueFilled>());

        Assert.Equal("eth", fill.OrderId);
        Assert.Equal([1m, -2m], bench.Venue.Positions.Select(position => position.Quantity));
        Assert.Equal(10_000m - (101m * 0.0006m) - fill.Fill.Fee, bench.Venue.Balance);
        Assert.Throws<ArgumentException>(() => bench.Venue.AddMarket(OtherMarket));
    }

    [Fact]
    public void A_relisted_symbol_keeps_position_and_orders_in_finer_scales_and_forgets_prices()
    {
        var bench = new VenueBench(VenueBench.Instant);
        bench.Book(0, 99m, 10m, 101m, 10m);
        bench.Buy(at: 0, 1m);
        bench.Limit(at: 0, Side.Buy, 0.5m, 90m, "rests");
        bench.Stop(at: 0, Side.Sell, 1m, 80m);
        bench.Book(1, 99m, 10m, 101m, 10m);
        var (balance, available) = (bench.Venue.Balance, bench.Venue.Available);

        var finer = VenueBench.Market(MarketSeries.Trades) with { PriceScale = 4, QuantityScale = 5 };
        bench.Venue.Relist(finer);

        Assert.Equal((balance, available, 1m), (bench.Venue.Balance, bench.Venue.Available, bench.Venue.PositionQuantity(VenueBench.Symbol)));
        Assert.Equal(["rests", "stop"], bench.Venue.OpenOrders(VenueBench.Symbol).Select(order => order.OrderId));
        bench.Buy(at: 2, 1m, "blind");
        Assert.Equal(VenueReasons.NoMarket, Assert.Single(bench.Feed(new MarketEvent { Kind = MarketEventKind.Mark }, 2).OfType<VenueRejected>()).Reason);
        Assert.Equal([(90m, 0.5m)], VenueBench.Fills(bench.Trade(3, 89m, 3m)));
        Assert.Equal(1.5m, bench.Venue.PositionQuantity(VenueBench.Symbol));
        Assert.Equal("stop", Assert.Single(bench.Trade(4, 79m, 3m).OfType<VenueTriggered>()).OrderId);
    }

    [Fact]
    public void An_idle_venue_may_go_to_another_time()
    {
        var bench = new VenueBench(VenueBench.Instant);
        bench.Trade(1_000_000, 100m, 1m);

        bench.Venue.Relist(VenueBench.Market(MarketSeries.Trades));
        bench.Trade(0, 100m, 1m);

        Assert.Equal(VenueBench.At(0), bench.Venue.Now);
    }

    [Fact]
    public void The_end_of_one_symbol_s_data_leaves_the_others_alone()
    {
        var bench = new VenueBench();
        bench.Venue.AddMarket(OtherMarket);
        bench.Book(0, 99m, 10m, 101m, 10m);
        bench.Limit(at: 0, Side.Buy, 1m, 90m, "rests");
        bench.Heartbeat(1_000);
        bench.Limit(at: 1_000, Side.Buy, 1m, 90m, "on its way");
        bench.Venue.Submit(VenueBench.Order("eth", Side.Buy, OrderType.Limit, 1m, 40m) with { Symbol = Other }, VenueBench.At(1_000));
        var reports = new List<VenueReport>();

        bench.Venue.Finish([VenueBench.Symbol], reports);

        Assert.Equal(["rests", "on its way"], reports.Cast<VenueCanceled>().Select(canceled => canceled.OrderId));
        bench.Heartbeat(2_000);
        Assert.Equal("eth", Assert.Single(bench.Venue.OpenOrders(Other)).OrderId);
    }

    [Fact]
    public void A_trade_by_hand_moves_the_position_under_an_id_that_we_never_gave()
    {
        var bench = new VenueBench();
        bench.Book(0, 99m, 10m, 101m, 10m);
        var reports = new List<VenueReport>();

        bench.Venue.TradeByHand(VenueBench.Symbol, -2m, reports);

        var fill = Assert.Single(reports.OfType<VenueFilled>());
        Assert.StartsWith("hand-", fill.OrderId, StringComparison.Ordinal);
        Assert.Equal((100m, 2m), (fill.Fill.Price, fill.Fill.Quantity));
        Assert.Equal(-2m, bench.Venue.PositionQuantity(VenueBench.Symbol));
        Assert.Throws<ArgumentException>(() => bench.Venue.TradeByHand(VenueBench.Symbol, 0.0001m, reports));
    }

    [Fact]
    public void A_liquidation_by_hand_loses_the_margin_and_cancels_the_symbol_s_orders()
    {
        var bench = new VenueBench(VenueBench.Instant);
        bench.Book(0, 99m, 10m, 101m, 10m);
        bench.Buy(at: 0, 1m);
        bench.Stop(at: 0, Side.Sell, 1m, 80m);
        bench.Book(1, 99m, 10m, 101m, 10m);
        var reports = new List<VenueReport>();

        Assert.True(bench.Venue.LiquidateByHand(VenueBench.Symbol, reports));

        Assert.Equal(1m, Assert.Single(reports.OfType<VenueLiquidated>()).Quantity);
        Assert.Equal(VenueReasons.Liquidation, Assert.Single(reports.OfType<VenueCanceled>()).Reason);
        Assert.Equal(10_000m - (101m * 0.0006m) - 101m, bench.Venue.Balance);
        Assert.False(bench.Venue.LiquidateByHand(VenueBench.Symbol, reports));
    }

    [Fact]
    public void Half_of_a_resting_order_can_be_executed_at_its_price()
    {
        var bench = new VenueBench(VenueBench.Instant);
        bench.Book(0, 99m, 10m, 101m, 10m);
        bench.Limit(at: 0, Side.Buy, 1m, 90m, "rests");
        bench.Book(1, 99m, 10m, 101m, 10m);
        var reports = new List<VenueReport>();

        Assert.True(bench.Venue.FillByHand("rests", reports));

        Assert.Equal([(90m, 0.5m)], VenueBench.Fills(reports));
        Assert.Equal(OrderStatus.PartiallyFilled, bench.Venue.Query("rests")!.Status);
        Assert.False(bench.Venue.FillByHand("never-sent", reports));
    }

    private static List<VenueReport> FeedOther(VenueBench bench, int index, long at, decimal price)
    {
        var trade = new MarketEvent
        {
            Kind = MarketEventKind.Trade,
            TimeMs = VenueBench.At(at).ToUnixTimeMilliseconds(),
            Price = Scaled.FromDecimal(price, VenueBench.PriceScale),
            Quantity = 1_000,
            DepthIndex = -1,
        };
        var reports = new List<VenueReport>();
        bench.Venue.Advance(index, new MarketBatch(Other, VenueBench.PriceScale, VenueBench.QuantityScale, [trade], 1), trade, reports);
        return reports;
    }
}
