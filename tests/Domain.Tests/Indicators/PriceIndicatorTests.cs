namespace Trading.Domain.Tests.Indicators;

/// <summary>Each formula by numbers worked out by hand.</summary>
public sealed class PriceIndicatorTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void Time_weighted_average_holds_the_price_before_the_window_from_its_start()
    {
        // The check of the specification: 10 s at 1 and 10 s at 2.
        var tape = new Tape().Trade(50, 1m).Trade(110, 2m).Heartbeat(120).Trade(130, 3m);

        Assert.Equal(1.5, tape.Values("""{ "type": "twap", "window": { "from": 20, "to": 0 } }""")[2]);
        Assert.Equal(1.5, tape.Values("""{ "type": "twap", "window": { "from": 30, "to": 10 } }""")[3]);
    }

    [Fact]
    public void Price_is_the_last_trade_and_unknown_before_the_first()
    {
        var values = new Tape().Heartbeat(1).Book(1.5, 9m, 11m).Trade(2, 10m).Heartbeat(3).Values("""{ "type": "price" }""");

        Assert.Equal([double.NaN, double.NaN, 10, 10], values);
    }

    [Fact]
    public void Twap_ratio_divides_the_later_average_by_the_earlier()
    {
        var tape = new Tape().Trade(0, 10m).Trade(20, 15m).Heartbeat(30);

        Assert.Equal(1.5, tape.Last("""{ "type": "twap_ratio", "current": { "from": 10, "to": 0 }, "baseline": { "from": 30, "to": 10 } }"""), Tolerance);
    }

    [Fact]
    public void Pump_magnitude_is_the_percent_change_between_averages()
    {
        var tape = new Tape().Trade(0, 10m).Trade(55, 12m).Heartbeat(60);

        // T(10,0) = 11, T(60,30) = 10.
        Assert.Equal(10, tape.Last("""{ "type": "pump_magnitude_pct" }"""), Tolerance);
    }

    [Fact]
    public void Velocity_divides_the_change_by_the_distance_of_mid_times()
    {
        var tape = new Tape().Trade(0, 10m).Trade(55, 12m).Heartbeat(60);

        // 10 % between mid-times 5 s and 45 s ago.
        Assert.Equal(10.0 / 40, tape.Last("""{ "type": "price_velocity" }"""), Tolerance);
    }

    [Fact]
    public void Momentum_compares_plain_means_of_trade_prices()
    {
        var tape = new Tape().Trade(0, 1m).Trade(10, 10m, 5m).Trade(20, 20m, 1m).Trade(100, 16m).Trade(101, 17m).Heartbeat(120);

        // Means 16.5 and 15 of (0 s, 90 s]: the trade at the open end stays out, quantities do not matter.
        Assert.Equal(10, tape.Last("""{ "type": "price_momentum_pct" }"""), Tolerance);
    }

    [Fact]
    public void Momentum_without_trades_in_a_window_is_unknown() =>
        Assert.Equal(double.NaN, new Tape().Trade(0, 10m).Trade(10, 10m).Heartbeat(120).Last("""{ "type": "price_momentum_pct" }"""));

    [Fact]
    public void Cascade_squashes_the_weighted_leads_of_shorter_frames()
    {
        const string Frames = """
            { "type": "velocity_cascade", "frames": [
              { "current": { "from": 1, "to": 0 }, "baseline": { "from": 3, "to": 2 } },
              { "current": { "from": 2, "to": 0 }, "baseline": { "from": 6, "to": 4 } },
              { "current": { "from": 4, "to": 0 }, "baseline": { "from": 12, "to": 8 } } ] }
            """;
        var tape = new Tape().Trade(0, 100m).Trade(11, 110m).Heartbeat(12);

        // v0 = 10 % / 2 s, v1 = 5 % / 4 s, v2 = 2.5 % / 8 s; each lead is (v − v') / v' = 3; all above 0, so · 1.2.
        Assert.Equal(Math.Tanh(3 * 1.2 / 2), tape.Last(Frames), Tolerance);
    }

    [Fact]
    public void Cascade_of_two_frames_has_no_bonus()
    {
        const string Frames = """
            { "type": "velocity_cascade", "frames": [
              { "current": { "from": 1, "to": 0 }, "baseline": { "from": 3, "to": 2 } },
              { "current": { "from": 2, "to": 0 }, "baseline": { "from": 6, "to": 4 } } ] }
            """;
        var tape = new Tape().Trade(0, 100m).Trade(11, 110m).Heartbeat(12);

        Assert.Equal(Math.Tanh(1.5), tape.Last(Frames), Tolerance);
    }

    [Fact]
    public void Stabilization_is_sigma_over_mean_size_of_the_last_velocities_on_the_grid()
    {
        const string Spec = """
            { "type": "velocity_stabilization", "current": { "from": 1, "to": 0 }, "baseline": { "from": 2, "to": 1 }, "samples": 2, "spacing": 1 }
            """;
        var tape = new Tape().Trade(0, 100m).Trade(1, 110m).Trade(2, 99m).Heartbeat(3).Heartbeat(4).Heartbeat(4.5);

        // At 4.5 s the newest grid instants are 4 s and 3 s: velocities 0 (99 after 99) and −10 % per s (99 after 110).
        Assert.Equal(5.0 / 5.0, tape.Last(Spec), Tolerance);
    }

    [Fact]
    public void Stabilization_of_a_still_price_is_unknown() =>
        Assert.Equal(double.NaN, new Tape().Trade(0, 100m).Heartbeat(60).Heartbeat(61).Last("""{ "type": "velocity_stabilization" }"""));

    [Fact]
    public void Reversal_measures_the_way_back_from_the_peak_velocity()
    {
        const string Spec = """
            { "type": "momentum_reversal_pct", "current": { "from": 1, "to": 0 }, "baseline": { "from": 2, "to": 1 }, "lookback": 10 }
            """;
        var tape = new Tape().Trade(0, 100m).Trade(10, 110m).Heartbeat(11).Trade(11.5, 99m).Heartbeat(12.5);

        // v(11) = 10 % per s. At 12.5 the velocity is −10: as large and newer, so it is the peak itself.
        Assert.Equal(0, tape.Last(Spec), Tolerance);

        // At 13.5 the price has stood still for two windows; −10 was never on the grid.
        Assert.Equal(-100, tape.Heartbeat(13.5).Last(Spec), Tolerance);
    }

    [Fact]
    public void Extremes_include_the_price_that_holds_at_the_start_of_the_window()
    {
        var tape = new Tape().Trade(0, 7m).Trade(5, 20m).Trade(8, 9m).Trade(12, 10m).Heartbeat(20);

        Assert.Equal(10, tape.Last("""{ "type": "max_price", "window": { "from": 10, "to": 0 } }"""));
        Assert.Equal(9, tape.Last("""{ "type": "min_price", "window": { "from": 10, "to": 0 } }"""));
        Assert.Equal(20, tape.Last("""{ "type": "max_price", "window": { "from": 15, "to": 10 } }"""));
    }

    [Fact]
    public void Drawdown_and_rise_are_measured_from_the_extremes()
    {
        var tape = new Tape().Trade(0, 10m).Trade(1, 20m).Trade(2, 15m).Heartbeat(10);

        Assert.Equal(25, tape.Last("""{ "type": "drawdown_from_high_pct", "window": { "from": 10, "to": 0 } }"""), Tolerance);
        Assert.Equal(50, tape.Last("""{ "type": "rise_from_low_pct", "window": { "from": 10, "to": 0 } }"""), Tolerance);
    }

    [Fact]
    public void Support_proximity_compares_with_the_long_earlier_average()
    {
        var tape = new Tape().Trade(0, 10m).Trade(3500, 11m).Heartbeat(3600);

        Assert.Equal(10, tape.Last("""{ "type": "support_proximity_pct" }"""), Tolerance);
    }

    [Fact]
    public void Volatility_is_the_population_sigma_of_log_returns_on_the_grid()
    {
        const string Spec = """{ "type": "volatility_pct", "window": { "from": 4, "to": 0 } }""";
        var tape = new Tape().Trade(0, 100m).Trade(1.5, 110m).Trade(2.5, 99m).Heartbeat(4.5);

        // Grid prices at 1, 2, 3, 4 s: 100, 110, 99, 99.
        double[] returns = [Math.Log(1.1), Math.Log(0.9), 0];
        var mean = returns.Average();
        Assert.Equal(100 * Math.Sqrt(returns.Sum(r => (r - mean) * (r - mean)) / 3), tape.Last(Spec), Tolerance);
    }

    [Fact]
    public void Volatility_needs_two_returns()
    {
        const string Spec = """{ "type": "volatility_pct", "window": { "from": 3, "to": 0 } }""";

        // Three seconds covered, but no price before 2.5 s: one return only.
        Assert.Equal(double.NaN, new Tape().Book(0, 9m, 10m).Trade(1.5, 100m).Trade(2.5, 110m).Heartbeat(3.5).Last(Spec));
        Assert.True(double.IsFinite(new Tape().Book(0, 9m, 10m).Trade(1.5, 100m).Trade(2.5, 110m).Heartbeat(4.5).Last(Spec)));
    }

    [Fact]
    public void A_grid_sample_is_taken_only_once_time_has_passed_it()
    {
        const string Spec = """{ "type": "volatility_pct", "window": { "from": 3, "to": 0 } }""";
        var tape = new Tape().Trade(0, 100m).Trade(1, 110m).Trade(2, 120m).Heartbeat(3).Trade(3, 60m).Heartbeat(3.001);

        var values = tape.Values(Spec);

        // Within the instant 3 s the sample of 3 s is still open; at 1 and 2 s there is one return.
        Assert.Equal(double.NaN, values[4]);
        Assert.True(values[5] > 20);
    }
}
