using Trading.Domain.Exchanges;

namespace Trading.Exchanges.Tests.Simulated;

public sealed class FundingTests
{
    private const MarketSeries Recorded = MarketSeries.Trades | MarketSeries.Book | MarketSeries.Mark | MarketSeries.Funding;
    private const MarketSeries Unrecorded = MarketSeries.Trades | MarketSeries.Book | MarketSeries.Mark;

    /// <summary>08:00 UTC; the bench starts at 01:00.</summary>
    private const long EightOClock = 7 * 3_600_000;

    [Fact]
    public void A_recorded_funding_is_settled_at_its_time_and_rate_on_the_last_mark()
    {
        var bench = Long(Recorded, quantity: 2m);
        var before = bench.Venue.Balance;
        bench.Mark(4_000, 110m);

        var funding = Assert.IsType<VenueFunding>(Assert.Single(bench.Funding(5_000, 0.0003m)));

        Assert.Equal((2m, 110m, 0.0003m, -0.066m, VenueBench.At(5_000), false), (funding.Quantity, funding.Mark, funding.Rate, funding.Payment, funding.At, funding.IsSetRate));
        Assert.Equal(before - 0.066m, bench.Venue.Balance);
    }

    [Fact]
    public void Where_fundings_are_recorded_none_falls_due_by_the_clock()
    {
        var bench = Long(Recorded, quantity: 2m);

        Assert.Empty(bench.Mark(EightOClock + 1, 100m));
    }

    [Fact]
    public void A_short_receives_a_positive_rate_and_a_long_a_negative_one()
    {
        var bench = new VenueBench(VenueBench.Instant, Recorded);
        bench.Mark(0, 100m);
        bench.Sell(at: 0, 2m, "entry");
        bench.Book(1, 99m, 10m, 101m, 10m);

        Assert.Equal(0.02m, Assert.IsType<VenueFunding>(Assert.Single(bench.Funding(2, 0.0001m))).Payment);
        Assert.Equal(0.02m, Assert.IsType<VenueFunding>(Assert.Single(Long(Recorded, 2m).Funding(2, -0.0001m))).Payment);
    }

    [Fact]
    public void Without_recorded_fundings_one_falls_due_every_8_h_from_midnight_at_the_set_rate_and_says_so()
    {
        var bench = Long(Unrecorded, quantity: 2m);

        Assert.Empty(bench.Mark(EightOClock - 1, 120m));
        var reports = bench.Mark(EightOClock + 2 * 8 * 3_600_000L + 5, 150m);

        Assert.Equal([VenueBench.At(EightOClock), VenueBench.At(EightOClock + 8 * 3_600_000), VenueBench.At(EightOClock + 16 * 3_600_000)], reports.Select(report => report.At));
        Assert.All(reports.Cast<VenueFunding>(), funding => Assert.Equal((120m, 0.0001m, true), (funding.Mark, funding.Rate, funding.IsSetRate)));
    }

    [Fact]
    public void A_rate_that_came_with_the_mark_is_the_published_one()
    {
        var bench = Long(Unrecorded, quantity: 2m);
        bench.Mark(EightOClock - 1, 120m, rate: 0.0007m);

        var funding = Assert.IsType<VenueFunding>(Assert.Single(bench.Heartbeat(EightOClock)));

        Assert.Equal((0.0007m, false), (funding.Rate, funding.IsSetRate));
    }

    [Fact]
    public void It_is_on_what_was_held_before_any_fill_stamped_then()
    {
        var bench = new VenueBench(new() { Latency = TimeSpan.FromMilliseconds(50) }, Unrecorded);
        bench.Mark(0, 100m);
        bench.Book(0, 99m, 10m, 101m, 10m);
        bench.Buy(at: 0, 1m, "before");
        bench.Buy(at: EightOClock - 50, 5m, "at");
        bench.Heartbeat(EightOClock);

        // The second order arrives at the very funding time: it is filled then, and pays nothing.
        var reports = bench.Heartbeat(EightOClock + 1);

        Assert.DoesNotContain(reports, report => report is VenueFunding);
        Assert.Equal(6m, bench.Venue.PositionQuantity(VenueBench.Symbol));
        Assert.Equal(-(1m * 100m * 0.0001m), bench.Venue.Balance - (10_000m - (6m * 101m * 0.0006m)));
    }

    [Fact]
    public void An_arrival_before_the_funding_time_is_held_when_it_is_reached()
    {
        var bench = new VenueBench(new() { Latency = TimeSpan.FromMilliseconds(50) }, Unrecorded);
        bench.Mark(0, 100m);
        bench.Book(0, 99m, 10m, 101m, 10m);
        bench.Buy(at: EightOClock - 51, 5m);

        var reports = bench.Heartbeat(EightOClock + 1_000);

        Assert.Collection(
            reports, first => Assert.IsType<VenueAccepted>(first), second => Assert.IsType<VenueFilled>(second), third => Assert.Equal(5m, (third as VenueFunding)?.Quantity));
    }

    [Fact]
    public void The_set_rate_is_a_setting()
    {
        var bench = Long(Unrecorded, quantity: 2m, VenueBench.Instant with { FundingRate = -0.002m });

        Assert.Equal(0.4m, Assert.IsType<VenueFunding>(Assert.Single(bench.Heartbeat(EightOClock))).Payment);
    }

    [Fact]
    public void It_moves_the_balance_and_not_the_positions_margin()
    {
        var bench = Long(Recorded, quantity: 2m);
        var margin = bench.Venue.Balance - bench.Venue.Available;
        bench.Funding(5_000, 0.01m);

        Assert.Equal(margin, bench.Venue.Balance - bench.Venue.Available);
    }

    private static VenueBench Long(MarketSeries series, decimal quantity, SimulatedVenueOptions? options = null)
    {
        var bench = new VenueBench(options ?? VenueBench.Instant, series);
        bench.Mark(0, 100m);
        bench.Buy(at: 0, quantity, "entry");
        bench.Book(1, 99m, 10m, 101m, 10m);
        return bench;
    }
}
