using Trading.Domain.Indicators;
using Trading.Domain.MarketData;

namespace Trading.Domain.Tests.Indicators;

/// <summary>When a value may be believed: warm-up, gaps, silence, old edges, events out of turn.</summary>
public sealed class CoverageTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void A_value_is_known_once_its_longest_window_is_covered()
    {
        var values = new Tape().Heartbeat(99).Book(100, 9m, 11m).Trade(110, 10m).Heartbeat(159.999).Heartbeat(160).Values("""{ "type": "volume" }""");

        Assert.Equal([double.NaN, double.NaN, double.NaN, double.NaN, 1], values);
    }

    [Fact]
    public void Progress_of_the_warm_up_is_the_share_of_the_window_covered()
    {
        var set = new IndicatorSet(
            Tape.PriceScale, Tape.QuantityScale, [Tape.Spec("""{ "type": "volume" }"""), Tape.Spec("""{ "type": "sma", "interval": "10s", "period": 4 }""")]);

        var events = new Tape().Heartbeat(0).Trade(10, 1m).Heartbeat(25).Heartbeat(80).Events;
        var progress = new List<(double, double)>();
        foreach (var market in events)
        {
            set.Append(Tape.Batch([market]), 0, 1);
            progress.Add((set.WarmupPct(0), set.WarmupPct(1)));
        }

        Assert.Equal([(0, 0), (0, 0), (25, 25), (100, 25)], progress);
    }

    [Fact]
    public void Events_before_the_first_trade_leave_the_average_of_the_rest()
    {
        var tape = new Tape().Book(0, 9m, 11m).Trade(20, 10m).Trade(50, 16m).Heartbeat(60);

        Assert.Equal(11.5, tape.Last("""{ "type": "twap", "window": { "from": 60, "to": 0 } }"""), Tolerance);
    }

    [Fact]
    public void A_noted_gap_is_unknown_inside_and_left_out_of_averages()
    {
        const string Twap = """{ "type": "twap", "window": { "from": 60, "to": 0 } }""";
        var tape = new Tape().Trade(0, 10m).Heartbeat(60).Gap(70, 70).Heartbeat(80).Gap(70, 90).Heartbeat(91).Trade(95, 20m).Heartbeat(110);

        var (twap, price) = (tape.Values(Twap), tape.Values("""{ "type": "price" }"""));

        Assert.Equal([double.NaN, 10, double.NaN, double.NaN], twap[..4]);

        // At 110 s: 10 for 20 s (50–70), nothing until 95, then 20 for 15 s.
        Assert.Equal(((10 * 20) + (20 * 15)) / 35.0, twap[7], Tolerance);
        Assert.Equal([10, 10, double.NaN, double.NaN, double.NaN, double.NaN, 20, 20], price);
    }

    [Fact]
    public void A_gap_told_only_at_its_end_is_left_out_as_well()
    {
        var tape = new Tape().Trade(0, 10m).Heartbeat(60).Gap(70, 90).Trade(95, 20m).Heartbeat(110);

        Assert.Equal(((10 * 20) + (20 * 15)) / 35.0, tape.Last("""{ "type": "twap", "window": { "from": 60, "to": 0 } }"""), Tolerance);
    }

    [Theory]
    [InlineData(2.0, true)]
    [InlineData(2.001, false)]
    public void A_long_gap_in_the_current_window_makes_volumes_unknown(double length, bool isKnown)
    {
        var tape = new Tape().Trade(0, 10m).Heartbeat(100).Gap(100, 100 + length).Trade(110, 10m).Heartbeat(130);

        Assert.Equal(isKnown ? 1 : double.NaN, tape.Last("""{ "type": "volume", "window": { "from": 60, "to": 0 } }"""));
        Assert.Equal(isKnown ? 1 : double.NaN, tape.Last("""{ "type": "trade_count", "window": { "from": 60, "to": 0 } }"""));
    }

    [Fact]
    public void A_gap_that_has_left_the_current_window_no_longer_counts()
    {
        const string Surge = """{ "type": "volume_surge_ratio", "current": { "from": 30, "to": 0 }, "baseline": { "from": 120, "to": 30 } }""";
        var tape = new Tape().Trade(0, 10m).Trade(90, 10m, 3m).Gap(100, 110).Trade(125, 10m).Heartbeat(139.999).Heartbeat(140);

        var values = tape.Values(Surge);

        Assert.Equal(double.NaN, values[^2]);
        Assert.Equal(1.0 / 30 / (3.0 / 90), values[^1], Tolerance);
    }

    [Fact]
    public void A_gap_makes_candles_unknown_until_its_candle_has_left()
    {
        var tape = new Tape();
        for (var second = 0; second < 100; second += 5)
        {
            tape.Trade(second, 10m + second);
            if (second == 40)
            {
                tape.Gap(41, 44);
            }
        }

        var values = tape.Values("""{ "type": "sma", "interval": "10s", "period": 2 }""");

        // The candle from 40 to 50 s has the gap: closes at 50 and 60 s are in doubt, that of 70 s is not.
        Assert.Equal([40, 40, double.NaN, double.NaN, double.NaN, double.NaN, 70, 70], values[9..17].Select(v => Math.Round(v, 6)));
    }

    [Fact]
    public void A_silent_live_feed_is_stale_and_a_silent_dataset_is_not()
    {
        var tape = new Tape().Trade(0, 10m).Heartbeat(29).Heartbeat(30).Heartbeat(31).Trade(32, 11m).Heartbeat(33);

        Assert.Equal([10, 10, double.NaN, double.NaN, 11, 11], tape.Values("""{ "type": "price" }""", staleAfter: TimeSpan.FromSeconds(30)));
        Assert.Equal([10, 10, 10, 10, 11, 11], tape.Values("""{ "type": "price" }"""));
    }

    [Fact]
    public void An_edge_more_than_fifteen_minutes_back_stands_on_the_whole_second_before_it()
    {
        var tape = new Tape().Trade(0, 10m).Trade(99.5, 20m).Trade(99.7, 30m).Trade(100.2, 40m);

        // 15 min exactly is taken as it is: the edge is 99.6 s.
        Assert.Equal(2, tape.Heartbeat(999.6).Last("""{ "type": "trade_count", "window": { "from": 900, "to": 0 } }"""));

        // One second more: 99.6 s becomes 99 s, so that all three count, and the average begins at 99 s.
        tape.Heartbeat(1000.6);
        Assert.Equal(3, tape.Last("""{ "type": "trade_count", "window": { "from": 901, "to": 0 } }"""));
        Assert.Equal(40, tape.Last("""{ "type": "max_price", "window": { "from": 901, "to": 0 } }"""));
        Assert.Equal(10, tape.Last("""{ "type": "min_price", "window": { "from": 901, "to": 0 } }"""));
        Assert.Equal(
            ((10 * 0.5) + (20 * 0.2) + (30 * 0.5) + (40 * 900.4)) / 901.6,
            tape.Last("""{ "type": "twap", "window": { "from": 901, "to": 0 } }"""),
            1e-9);
    }

    [Fact]
    public void Time_never_runs_backwards_and_late_events_of_a_series_are_dropped()
    {
        var set = new IndicatorSet(Tape.PriceScale, Tape.QuantityScale, [Tape.Spec("""{ "type": "price" }"""), Tape.Spec("""{ "type": "spread_pct" }""")]);
        var events = new Tape().Book(10, 99m, 101m).Trade(9, 5m).Trade(8, 6m).Trade(9.5, 7m).Events;

        var columns = Tape.Run(set, events, 512);

        Assert.Equal([double.NaN, 5, 5, 7], columns[0]);
        Assert.Equal([2, 2, 2, 2], columns[1]);
        Assert.Equal((1L, 10_000L), (set.DroppedCount, set.NowMs));
    }

    [Fact]
    public void Equal_specs_share_one_column_whatever_their_spelling()
    {
        var set = new IndicatorSet(
            Tape.PriceScale, Tape.QuantityScale,
            [Tape.Spec("""{ "type": "twap" }"""), Tape.Spec("""{ "window": { "to": 0.0, "from": 3e2 }, "type": "twap" }""")]);
        set.Append(Tape.Batch(new Tape().Trade(0, 10m).Heartbeat(300).Events), 0, 2);

        Assert.True(set.Column(0) == set.Column(1));
    }

    [Fact]
    public void An_instance_indicator_is_refused() =>
        Assert.Throws<ArgumentException>(() => new IndicatorSet(2, 3, [Tape.Spec("""{ "type": "signal_age_s" }""")]));

    [Fact]
    public void A_batch_of_other_scales_is_refused()
    {
        var set = new IndicatorSet(3, 3, [Tape.Spec("""{ "type": "price" }""")]);

        Assert.Throws<ArgumentException>(() => set.Append(Tape.Batch(new Tape().Trade(0, 10m).Events), 0, 1));
    }

    [Fact]
    public void Nothing_overflows_at_the_edge_of_the_scaled_range()
    {
        var set = new IndicatorSet(0, 0, [.. IndicatorCatalog.All.Where(entry => !entry.Series.Contains(IndicatorSeries.Instance))
            .Select(entry => Tape.Spec(entry.Parameters.Any(parameter => parameter.Name == "interval")
                ? $$"""{ "type": "{{entry.Type}}", "interval": "1s" }"""
                : $$"""{ "type": "{{entry.Type}}" }"""))]);
        var events = new MarketEvent[4000];
        for (var index = 0; index < events.Length; index++)
        {
            var price = index % 7 == 0 ? 1 : long.MaxValue / 2;
            events[index] = (index % 2 == 0)
                ? new MarketEvent { Kind = MarketEventKind.Trade, TimeMs = index * 1000, Price = price, Quantity = long.MaxValue, Side = TakerSide.Buy, DepthIndex = -1 }
                : new MarketEvent { Kind = MarketEventKind.Book, TimeMs = index * 1000, Price = price, Quantity = long.MaxValue, AskPrice = long.MaxValue, AskQuantity = 0, DepthIndex = -1 };
        }

        var batch = new MarketBatch(Tape.Symbol, 0, 0, events, events.Length);
        for (var offset = 0; offset < events.Length; offset += 500)
        {
            set.Append(batch, offset, 500);
            for (var slot = 0; slot < set.Specs.Count; slot++)
            {
                foreach (var value in set.Column(slot))
                {
                    Assert.False(double.IsInfinity(value), set.Specs[slot].Type);
                }
            }
        }
    }
}
