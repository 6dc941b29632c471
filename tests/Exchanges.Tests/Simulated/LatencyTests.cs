using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Tests.Simulated;

public sealed class LatencyTests
{
    [Fact]
    public void An_order_meets_the_book_as_it_stands_when_it_arrives_and_its_fill_bears_that_time()
    {
        var bench = new VenueBench();
        bench.Book(0, 99m, 10m, 100m, 10m);
        bench.Buy(at: 0, 1m);

        Assert.Empty(bench.Book(49, 99m, 10m, 101m, 10m));
        Assert.Empty(bench.Book(50, 99m, 10m, 102m, 10m));
        var reports = bench.Book(60, 99m, 10m, 103m, 10m);

        var fill = Assert.IsType<VenueFilled>(reports[1]).Fill;
        Assert.IsType<VenueAccepted>(reports[0]);
        Assert.Equal((102m, VenueBench.At(50)), (fill.Price, fill.At));
    }

    [Fact]
    public void Time_alone_brings_an_order_in_once_it_has_passed_the_arrival()
    {
        var bench = new VenueBench();
        bench.Book(0, 99m, 10m, 100m, 10m);
        bench.Buy(at: 0, 1m);
        var reports = new List<VenueReport>();

        bench.Venue.AdvanceTo(VenueBench.At(50), reports);
        Assert.Empty(reports);
        bench.Venue.AdvanceTo(VenueBench.At(51), reports);

        Assert.Equal([(100m, 1m)], VenueBench.Fills(reports));
        Assert.All(reports, report => Assert.Equal(VenueBench.At(50), report.At));
    }

    [Fact]
    public void Without_latency_an_order_arrives_with_the_next_event_of_its_symbol_and_after_it()
    {
        var bench = new VenueBench(VenueBench.Instant);
        bench.Book(0, 99m, 10m, 100m, 10m);
        bench.Buy(at: 0, 1m);

        Assert.Empty(bench.Heartbeat(1_000));
        var reports = bench.Book(1_005, 99m, 10m, 104m, 10m);

        Assert.Equal([(104m, 1m)], VenueBench.Fills(reports));
        Assert.Equal(VenueBench.At(1_005), reports[^1].At);
    }

    [Fact]
    public void An_order_that_arrives_with_an_event_is_not_filled_by_that_event()
    {
        var bench = new VenueBench(VenueBench.Instant, MarketSeries.Trades);
        bench.Trade(0, 100m, 1m);
        bench.Limit(at: 0, Side.Buy, 1m, 99m);

        var arrival = bench.Trade(1, 98m, 5m, TakerSide.Sell);
        var next = bench.Trade(2, 98m, 5m, TakerSide.Sell);

        // The market is at 98 when the order comes: it takes at 98 worsened, it is not handed the trade before it at 99.
        Assert.Equal(Liquidity.Taker, Assert.Single(arrival.OfType<VenueFilled>()).Fill.Liquidity);
        Assert.Empty(next);
    }

    [Fact]
    public void A_resting_order_that_arrives_with_a_trade_at_its_price_is_not_filled_by_it()
    {
        var bench = new VenueBench(VenueBench.Instant);
        bench.Book(0, 99m, 10m, 101m, 10m);
        bench.Limit(at: 0, Side.Buy, 1m, 100m);

        Assert.IsType<VenueAccepted>(Assert.Single(bench.Trade(1, 100m, 50m, TakerSide.Sell)));
        Assert.Equal([(100m, 1m)], VenueBench.Fills(bench.Trade(2, 100m, 50m, TakerSide.Sell)));
    }

    [Fact]
    public void A_cancel_takes_as_long_as_an_order()
    {
        var bench = new VenueBench();
        bench.Book(0, 99m, 10m, 101m, 10m);
        bench.Limit(at: 0, Side.Buy, 3m, 100m);
        bench.Heartbeat(100);
        bench.Venue.Cancel("limit", VenueBench.At(100));

        var fills = VenueBench.Fills(bench.Trade(150, 100m, 1m, TakerSide.Sell));
        var canceled = Assert.IsType<VenueCanceled>(Assert.Single(bench.Trade(151, 100m, 1m, TakerSide.Sell)));

        Assert.Equal([(100m, 1m)], fills);
        Assert.Equal((VenueReasons.Requested, 1m, VenueBench.At(150)), (canceled.Reason, canceled.FilledQuantity, canceled.At));
    }

    [Fact]
    public void Without_latency_the_event_before_a_cancel_still_fills()
    {
        var bench = new VenueBench(VenueBench.Instant);
        bench.Book(0, 99m, 10m, 101m, 10m);
        bench.Limit(at: 0, Side.Buy, 3m, 100m);
        bench.Book(1, 99m, 10m, 101m, 10m);
        bench.Venue.Cancel("limit", VenueBench.At(1));

        var reports = bench.Trade(2, 100m, 1m, TakerSide.Sell);

        Assert.Equal([(100m, 1m)], VenueBench.Fills(reports));
        Assert.Equal(1m, Assert.IsType<VenueCanceled>(reports[^1]).FilledQuantity);
    }

    [Fact]
    public void A_cancel_never_overtakes_its_order()
    {
        for (var seed = 0UL; seed < 50; seed++)
        {
            var bench = new VenueBench(new() { LatencyJitter = TimeSpan.FromMilliseconds(200) }, seed: seed);
            bench.Book(0, 99m, 10m, 101m, 10m);
            bench.Limit(at: 0, Side.Buy, 3m, 100m);
            bench.Venue.Cancel("limit", VenueBench.At(0));

            var reports = bench.Heartbeat(1_000);

            Assert.Collection(reports, first => Assert.IsType<VenueAccepted>(first), second => Assert.IsType<VenueCanceled>(second));
        }
    }

    [Fact]
    public void A_cancel_of_an_order_that_is_over_changes_nothing()
    {
        var bench = new VenueBench();
        bench.Book(0, 99m, 10m, 100m, 10m);
        bench.Buy(at: 0, 1m);
        bench.Heartbeat(1_000);

        bench.Venue.Cancel("buy", VenueBench.At(1_000));
        bench.Venue.Cancel("never-seen", VenueBench.At(1_000));

        Assert.Empty(bench.Heartbeat(2_000));
        Assert.Equal(OrderStatus.Filled, bench.Venue.Query("buy")!.Status);
    }

    [Fact]
    public void Jitter_delays_by_up_to_its_bound_and_never_less_than_the_latency()
    {
        var delays = new HashSet<double>();
        for (var seed = 0UL; seed < 300; seed++)
        {
            var bench = new VenueBench(new() { LatencyJitter = TimeSpan.FromMilliseconds(10) }, seed: seed);
            bench.Book(0, 99m, 10m, 100m, 10m);
            bench.Buy(at: 0, 1m);
            delays.Add((bench.Heartbeat(1_000)[0].At - VenueBench.Start).TotalMilliseconds);
        }

        Assert.Equal(Enumerable.Range(50, 11).Select(ms => (double)ms), delays.Order());
    }
}
