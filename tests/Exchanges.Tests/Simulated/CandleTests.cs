using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Tests.Simulated;

/// <summary>Half the assumed spread is 1 bp; the closing steps carry 1 000 000, so that impact stays below 0.0001 bp and shows as one tick.</summary>
public sealed class CandleTests
{
    private const decimal Volume = 1_000_000m;

    [Fact]
    public void A_candle_becomes_four_steps_and_the_close_carries_the_volume()
    {
        var stepper = new CandleStepper(60_000, 60_000, open: 100, high: 110, low: 95, close: 105, volume: 7);
        var steps = new List<MarketEvent>();
        while (!stepper.IsOver)
        {
            Assert.Equal(stepper.NextTimeMs, stepper.NextStep switch { 0 => 60_000, 1 => 80_000, 2 => 100_000, _ => 119_999 });
            steps.Add(stepper.Next(isLowFirst: true));
        }

        Assert.Equal([100, 95, 110, 105], steps.Select(step => step.Price));
        Assert.Equal([0, 0, 0, 7], steps.Select(step => step.Quantity));
        Assert.Equal([0, 1, 2, 3], steps.Select(step => step.AskQuantity));
        Assert.All(steps, step => Assert.Equal((MarketEventKind.CandleStep, TakerSide.Unknown), (step.Kind, step.Side)));
    }

    [Theory]
    [InlineData(100, 103, 95, false)]
    [InlineData(100, 110, 95, true)]
    public void When_flat_the_extreme_nearer_to_the_open_comes_first(long open, long high, long low, bool isLowFirst)
    {
        var bench = Candles();

        Assert.Equal(isLowFirst, bench.Venue.TakesLowFirst(0, new CandleStepper(0, 60_000, open, high, low, open, 1)));
    }

    [Theory]
    [InlineData(Side.Buy, true)]
    [InlineData(Side.Sell, false)]
    public void With_a_position_or_a_working_entry_the_adverse_extreme_comes_first(Side side, bool isLowFirst)
    {
        var nearer = new CandleStepper(0, 60_000, 100, isLowFirst ? 101 : 120, isLowFirst ? 80 : 99, 100, 1);
        var bench = Candles();
        bench.Step(0, 0, 100m);
        Assert.NotEqual(isLowFirst, bench.Venue.TakesLowFirst(0, nearer));

        bench.Venue.Submit(VenueBench.Order("sent", side, OrderType.Market, 1m), VenueBench.At(0));
        Assert.Equal(isLowFirst, bench.Venue.TakesLowFirst(0, nearer));

        bench.Step(20_000, 1, 100m);
        Assert.Equal(isLowFirst, bench.Venue.TakesLowFirst(0, nearer));
    }

    [Fact]
    public void A_market_order_fills_at_the_next_step()
    {
        var bench = Candles();
        bench.Step(60_000, 0, 100m);
        bench.Buy(at: 60_000, 1m);

        Assert.Empty(bench.Heartbeat(79_000));
        var reports = bench.Step(80_000, 1, 98m);

        Assert.Equal([(98.01m, 1m)], VenueBench.Fills(reports));
        Assert.Equal(VenueBench.At(80_000), reports[^1].At);
    }

    [Fact]
    public void A_resting_limit_fills_when_the_price_goes_strictly_through_it_and_not_at_a_touch()
    {
        var bench = Candles();
        bench.Step(60_000, 0, 100m);
        bench.Limit(at: 60_000, Side.Buy, 3m, 97m);

        // It arrives with the step to 98: the move before that step is not its own.
        Assert.IsType<VenueAccepted>(Assert.Single(bench.Step(80_000, 1, 98m)));
        Assert.Empty(bench.Step(100_000, 2, 97m));
        var fill = Assert.Single(bench.Step(119_999, 3, 96.99m, Volume).OfType<VenueFilled>()).Fill;

        Assert.Equal((97m, 3m, Liquidity.Maker), (fill.Price, fill.Quantity, fill.Liquidity));
    }

    [Fact]
    public void A_stop_between_two_steps_fills_at_its_level_worsened_by_spread_and_impact()
    {
        var bench = Long(at: 100m);
        bench.Stop(at: 60_000, Side.Sell, 1m, 95m);
        bench.Step(80_000, 1, 99m);

        var reports = bench.Step(100_000, 2, 90m);

        // 95·(1 − 0.0001 − …) = 94.990…, downwards 94.99; with impact below a tick 94.98 at most.
        Assert.IsType<VenueTriggered>(reports[0]);
        Assert.Equal([(94.99m, 1m)], VenueBench.Fills(reports));
    }

    [Fact]
    public void Impact_worsens_it_further_when_nothing_traded()
    {
        var bench = new VenueBench(VenueBench.Instant, MarketSeries.Candles);
        bench.Step(0, 0, 100m);
        bench.Buy(at: 0, 1m, "entry");
        bench.Step(20_000, 1, 100m);
        bench.Stop(at: 20_000, Side.Sell, 1m, 95m);

        // 95·(1 − 0.0101) = 94.0405
        Assert.Equal([(94.04m, 1m)], VenueBench.Fills(bench.Step(40_000, 2, 90m)));
    }

    [Fact]
    public void Across_a_gap_between_candles_a_stop_fills_at_the_open()
    {
        var bench = Long(at: 100m);
        bench.Stop(at: 60_000, Side.Sell, 1m, 95m);
        bench.Step(80_000, 1, 99m);
        bench.Step(100_000, 2, 101m);
        bench.Step(119_999, 3, 99m, Volume);

        Assert.Equal([(91.99m, 1m)], VenueBench.Fills(bench.Step(120_000, 0, 92m)));
    }

    [Fact]
    public void Across_a_gap_a_resting_limit_fills_at_its_price()
    {
        var bench = Candles();
        bench.Step(60_000, 0, 100m);
        bench.Limit(at: 60_000, Side.Buy, 1m, 97m);
        bench.Step(80_000, 1, 99m);
        bench.Step(119_999, 3, 99m, Volume);

        Assert.Equal([(97m, 1m)], VenueBench.Fills(bench.Step(120_000, 0, 92m)));
    }

    [Fact]
    public void A_step_that_fills_an_entry_and_reaches_its_stop_does_both()
    {
        var bench = Candles();
        bench.Step(60_000, 0, 100m);
        bench.Limit(at: 60_000, Side.Buy, 1m, 97m);
        bench.Step(80_000, 1, 99m);
        Assert.Equal([(97m, 1m)], VenueBench.Fills(bench.Step(100_000, 2, 94m)));
        bench.Stop(at: 100_000, Side.Sell, 1m, 95m);

        var reports = bench.Step(119_999, 3, 99m, Volume);

        Assert.Equal([(94.99m, 1m)], VenueBench.Fills(reports));
        Assert.All(reports, report => Assert.Equal(VenueBench.At(100_000), report.At));
    }

    [Fact]
    public void A_stop_that_the_entrys_step_did_not_reach_waits_for_the_next_move()
    {
        var bench = Candles();
        bench.Step(60_000, 0, 100m);
        bench.Limit(at: 60_000, Side.Buy, 1m, 97m);
        bench.Step(80_000, 1, 99m);
        bench.Step(100_000, 2, 96m);
        bench.Stop(at: 100_000, Side.Sell, 1m, 95m);

        var reports = bench.Step(119_999, 3, 94m, Volume);

        Assert.Equal([(94.99m, 1m)], VenueBench.Fills(reports));
        Assert.Equal(VenueBench.At(119_999), reports[^1].At);
    }

    [Fact]
    public void A_stop_for_an_entry_that_the_open_jumped_over_fills_at_the_open()
    {
        var bench = Candles();
        bench.Step(60_000, 0, 100m);
        bench.Limit(at: 60_000, Side.Buy, 1m, 97m);
        bench.Step(80_000, 1, 99m);
        bench.Step(119_999, 3, 99m, Volume);
        bench.Step(120_000, 0, 92m);
        bench.Stop(at: 120_000, Side.Sell, 1m, 95m);

        Assert.Equal([(91.99m, 1m)], VenueBench.Fills(bench.Step(140_000, 1, 99m)));
    }

    [Fact]
    public void What_a_move_reaches_happens_in_the_order_in_which_it_is_reached()
    {
        var bench = Long(at: 100m, leverage: 10);
        bench.Stop(at: 60_000, Side.Sell, 1m, 95m);
        bench.Step(80_000, 1, 100m);

        // Liquidation lies near 90.5: the stop is reached first.
        var reports = bench.Step(100_000, 2, 80m);

        Assert.Equal([(94.99m, 1m)], VenueBench.Fills(reports));
        Assert.DoesNotContain(reports, report => report is VenueLiquidated);
    }

    [Fact]
    public void A_move_that_reaches_the_liquidation_price_first_liquidates()
    {
        var bench = Long(at: 100m, leverage: 10);
        bench.Stop(at: 60_000, Side.Sell, 1m, 85m);
        bench.Step(80_000, 1, 100m);

        var reports = bench.Step(100_000, 2, 80m);

        Assert.IsType<VenueLiquidated>(reports[0]);
        Assert.Equal(VenueReasons.Liquidation, Assert.IsType<VenueCanceled>(reports[1]).Reason);
    }

    [Fact]
    public void Latency_is_one_step_for_cancels_too_and_the_move_before_it_still_fills()
    {
        var bench = Candles();
        bench.Step(60_000, 0, 100m);
        bench.Limit(at: 60_000, Side.Buy, 1m, 97m);
        bench.Step(80_000, 1, 99m);
        bench.Venue.Cancel("limit", VenueBench.At(80_000));

        Assert.Equal([(97m, 1m)], VenueBench.Fills(bench.Step(100_000, 2, 96m)));
    }

    [Fact]
    public void A_recorded_mark_triggers_a_stop_and_the_worse_of_last_price_and_mark_fills_it()
    {
        var bench = new VenueBench(VenueBench.Instant, MarketSeries.Candles | MarketSeries.Mark);
        bench.Mark(0, 100m);
        bench.Step(0, 0, 100m);
        bench.Buy(at: 0, 1m, "entry");
        bench.Step(20_000, 1, 100m, Volume);
        bench.Stop(at: 20_000, Side.Sell, 1m, 95m);
        Assert.IsType<VenueAccepted>(Assert.Single(bench.Step(40_000, 2, 90m)));

        bench.Step(59_999, 3, 98m, Volume);

        Assert.Equal([(93.99m, 1m)], VenueBench.Fills(bench.Mark(60_000, 94m)));
    }

    private static VenueBench Candles()
    {
        var bench = new VenueBench(new(), MarketSeries.Candles);
        bench.Step(59_999, 3, 100m, Volume);
        return bench;
    }

    /// <summary>Long 1, entered at the open step at 60 000; the steps after it are the caller's.</summary>
    private static VenueBench Long(decimal at, int leverage = 1)
    {
        var bench = new VenueBench(new(), MarketSeries.Candles);
        bench.Step(59_998, 2, at);
        bench.Buy(at: 59_998, 1m, "entry", leverage: leverage);
        bench.Step(59_999, 3, at, Volume);
        Assert.Equal(1m, bench.Venue.PositionQuantity(VenueBench.Symbol));
        bench.Step(60_000, 0, at);
        return bench;
    }
}
