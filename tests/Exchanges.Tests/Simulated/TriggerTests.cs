using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Tests.Simulated;

public sealed class TriggerTests
{
    private const MarketSeries WithMark = MarketSeries.Trades | MarketSeries.Book | MarketSeries.Mark;

    [Fact]
    public void A_stop_triggers_on_the_mark_and_is_then_a_market_order()
    {
        var bench = Long(WithMark);
        bench.Stop(at: 1, Side.Sell, 2m, 95m);
        Assert.IsType<VenueAccepted>(Assert.Single(bench.Mark(2, 100m)));

        Assert.Empty(bench.Trade(3, 90m, 1m, TakerSide.Sell));
        Assert.Empty(bench.Mark(4, 95.01m));
        var reports = bench.Mark(5, 95m);

        Assert.IsType<VenueTriggered>(reports[0]);
        Assert.Equal([(99m, 2m)], VenueBench.Fills(reports));
        Assert.Equal(Liquidity.Taker, reports.OfType<VenueFilled>().Single().Fill.Liquidity);
        Assert.Equal(0m, bench.Venue.PositionQuantity(VenueBench.Symbol));
    }

    [Fact]
    public void With_stopTrigger_last_the_last_price_triggers_and_the_mark_does_not()
    {
        var bench = Long(WithMark, VenueBench.Instant with { StopTrigger = StopTrigger.Last });
        bench.Stop(at: 1, Side.Sell, 2m, 95m);
        bench.Mark(2, 100m);

        Assert.Empty(bench.Mark(3, 90m));
        Assert.Equal([(99m, 2m)], VenueBench.Fills(bench.Trade(4, 95m, 1m, TakerSide.Sell)));
    }

    [Fact]
    public void Without_a_mark_series_the_mark_is_the_mid_and_without_a_book_the_last_price()
    {
        var book = Long(MarketSeries.Trades | MarketSeries.Book);
        book.Stop(at: 1, Side.Sell, 2m, 95m);
        book.Trade(2, 90m, 1m);
        Assert.Empty(book.Book(3, 94m, 10m, 96.01m, 10m));
        Assert.Equal([(93m, 2m)], VenueBench.Fills(book.Book(4, 93m, 10m, 97m, 10m)));

        var trades = Long(MarketSeries.Trades);
        trades.Stop(at: 1, Side.Sell, 2m, 95m);
        trades.Trade(2, 100m, 1_000m);
        Assert.Equal([(94.99m, 2m)], VenueBench.Fills(trades.Trade(3, 95m, 1_000m)));
    }

    [Theory]
    [InlineData(Side.Sell, OrderType.StopMarket, 95, 95.01, 95)]
    [InlineData(Side.Buy, OrderType.StopMarket, 105, 104.99, 105)]
    [InlineData(Side.Sell, OrderType.TakeProfitMarket, 105, 104.99, 105)]
    [InlineData(Side.Buy, OrderType.TakeProfitMarket, 95, 95.01, 95)]
    public void Stops_trigger_against_and_targets_for_their_position(Side side, OrderType type, double stop, double before, double at)
    {
        var bench = new VenueBench(VenueBench.Instant, WithMark);
        bench.Mark(0, 100m);
        bench.Book(0, 99m, 10m, 101m, 10m);
        bench.Stop(at: 0, side, 2m, (decimal)stop, type: type, reduceOnly: false);
        bench.Mark(1, 100m);

        Assert.Empty(bench.Mark(2, (decimal)before));
        Assert.IsType<VenueTriggered>(bench.Mark(3, (decimal)at)[0]);
    }

    [Fact]
    public void A_stop_whose_level_is_already_reached_on_arrival_triggers_at_once()
    {
        var bench = Long(WithMark);
        bench.Stop(at: 1, Side.Sell, 2m, 101m);

        var reports = bench.Mark(2, 100m);

        Assert.Collection(
            reports, first => Assert.IsType<VenueAccepted>(first), second => Assert.IsType<VenueTriggered>(second), third => Assert.IsType<VenueFilled>(third));
    }

    [Fact]
    public void Reduce_only_is_cut_to_the_position_and_the_rest_is_cancelled()
    {
        var bench = Long(WithMark);
        bench.Sell(at: 1, 5m, reduceOnly: true);

        var reports = bench.Mark(2, 100m);

        Assert.Equal([(99m, 2m)], VenueBench.Fills(reports));
        Assert.Equal((VenueReasons.ReduceOnly, 2m), ((reports[^1] as VenueCanceled)?.Reason, (reports[^1] as VenueCanceled)?.FilledQuantity));
        Assert.Equal(0m, bench.Venue.PositionQuantity(VenueBench.Symbol));
    }

    [Theory]
    [InlineData(Side.Buy)]
    [InlineData(Side.Sell)]
    public void Reduce_only_never_opens(Side side)
    {
        var bench = new VenueBench(VenueBench.Instant, WithMark);
        bench.Book(0, 99m, 10m, 101m, 10m);
        bench.Venue.Submit(VenueBench.Order("o", side, OrderType.Market, 1m, reduceOnly: true), VenueBench.At(0));

        var reports = bench.Mark(1, 100m);

        Assert.Collection(reports, first => Assert.IsType<VenueAccepted>(first), second => Assert.Equal(VenueReasons.ReduceOnly, (second as VenueCanceled)?.Reason));
        Assert.Equal(0m, bench.Venue.PositionQuantity(VenueBench.Symbol));
    }

    [Fact]
    public void A_resting_reduce_only_limit_is_cut_at_its_fill()
    {
        var bench = Long(WithMark);
        bench.Limit(at: 1, Side.Sell, 5m, 103m, reduceOnly: true);
        bench.Mark(2, 100m);

        var reports = bench.Trade(3, 104m, 10m);

        Assert.Equal([(103m, 2m)], VenueBench.Fills(reports));
        Assert.Equal(VenueReasons.ReduceOnly, Assert.IsType<VenueCanceled>(reports[^1]).Reason);
    }

    [Fact]
    public void A_stop_that_triggers_after_the_position_is_gone_is_cancelled()
    {
        var bench = Long(WithMark);
        bench.Stop(at: 1, Side.Sell, 2m, 95m);
        bench.Sell(at: 1, 2m, reduceOnly: true);
        bench.Mark(2, 100m);

        var reports = bench.Mark(3, 90m);

        Assert.Collection(reports, first => Assert.IsType<VenueTriggered>(first), second => Assert.Equal(VenueReasons.ReduceOnly, (second as VenueCanceled)?.Reason));
    }

    private static VenueBench Long(MarketSeries series, SimulatedVenueOptions? options = null)
    {
        var bench = new VenueBench(options ?? VenueBench.Instant, series);
        bench.Trade(0, 100m, 1_000m);
        if (series.HasFlag(MarketSeries.Mark))
        {
            bench.Mark(0, 100m);
        }

        bench.Buy(at: 0, 2m, "entry");
        if (series.HasFlag(MarketSeries.Book))
        {
            bench.Book(1, 99m, 10m, 101m, 10m);
        }
        else
        {
            bench.Trade(1, 100m, 1_000m);
        }

        Assert.Equal(2m, bench.Venue.PositionQuantity(VenueBench.Symbol));
        return bench;
    }
}
