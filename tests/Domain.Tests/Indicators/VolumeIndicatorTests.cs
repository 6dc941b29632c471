using Trading.Domain.MarketData;

namespace Trading.Domain.Tests.Indicators;

/// <summary>Volumes and counts by numbers worked out by hand.</summary>
public sealed class VolumeIndicatorTests
{
    private const double Tolerance = 1e-12;

    private static Tape Flow() => new Tape()
        .Trade(0, 10m, 100m, TakerSide.Buy)
        .Trade(15, 10m, 6m, TakerSide.Buy)
        .Trade(25, 20m, 2m, TakerSide.Sell)
        .Trade(30, 20m, 4m)
        .Heartbeat(30);

    [Theory]
    [InlineData("""{ "type": "volume", "window": { "from": 30, "to": 0 } }""", 12)]
    [InlineData("""{ "type": "volume", "window": { "from": 30, "to": 10 } }""", 6)]
    [InlineData("""{ "type": "trade_count", "window": { "from": 30, "to": 0 } }""", 3)]
    [InlineData("""{ "type": "average_trade_size", "window": { "from": 30, "to": 0 } }""", 4)]
    [InlineData("""{ "type": "taker_flow_imbalance", "window": { "from": 30, "to": 0 } }""", 0.5)]
    [InlineData("""{ "type": "vwap", "window": { "from": 30, "to": 0 } }""", 15)]
    [InlineData("""{ "type": "volume_concentration", "short": { "from": 10, "to": 0 }, "long": { "from": 30, "to": 0 } }""", 0.5)]
    [InlineData("""{ "type": "volume_surge_ratio", "current": { "from": 10, "to": 0 }, "baseline": { "from": 30, "to": 10 } }""", 2)]
    [InlineData("""{ "type": "trade_frequency_ratio", "current": { "from": 10, "to": 0 }, "baseline": { "from": 30, "to": 10 } }""", 4)]
    public void Windows_are_open_at_their_start_and_closed_at_their_end(string spec, double expected) =>
        Assert.Equal(expected, Flow().Last(spec), Tolerance);

    [Fact]
    public void A_silent_market_has_a_known_volume_of_zero()
    {
        var tape = new Tape().Book(0, 9m, 10m).Heartbeat(60);

        Assert.Equal(0, tape.Last("""{ "type": "volume" }"""));
        Assert.Equal(0, tape.Last("""{ "type": "trade_count" }"""));
    }

    [Theory]
    [InlineData("""{ "type": "average_trade_size" }""")]
    [InlineData("""{ "type": "taker_flow_imbalance" }""")]
    [InlineData("""{ "type": "vwap", "window": { "from": 60, "to": 0 } }""")]
    [InlineData("""{ "type": "volume_concentration", "short": { "from": 10, "to": 0 }, "long": { "from": 60, "to": 0 } }""")]
    [InlineData("""{ "type": "volume_surge_ratio", "current": { "from": 10, "to": 0 }, "baseline": { "from": 60, "to": 10 } }""")]
    [InlineData("""{ "type": "trade_frequency_ratio", "current": { "from": 10, "to": 0 }, "baseline": { "from": 60, "to": 10 } }""")]
    public void Nothing_divided_by_nothing_is_unknown(string spec) =>
        Assert.Equal(double.NaN, new Tape().Book(0, 9m, 10m).Heartbeat(60).Last(spec));

    [Theory]
    [InlineData(5.999, 2)]
    [InlineData(6, double.NaN)]
    public void Surge_is_unknown_until_the_baseline_exceeds_its_minimum(double minimum, double expected) =>
        Assert.Equal(
            expected,
            Flow().Last(FormattableString.Invariant(
                $$"""{ "type": "volume_surge_ratio", "current": { "from": 10, "to": 0 }, "baseline": { "from": 30, "to": 10 }, "minBaseline": {{minimum}} }""")),
            Tolerance);

    [Fact]
    public void Trades_of_unknown_side_are_left_out_of_the_flow() =>
        Assert.Equal(double.NaN, new Tape().Trade(0, 10m).Trade(30, 10m).Heartbeat(60).Last("""{ "type": "taker_flow_imbalance" }"""));

    [Fact]
    public void A_replayed_candle_is_four_prices_and_one_trade_of_unknown_side()
    {
        var tape = new Tape().Candle(0, 10m).Candle(20, 8m).Candle(40, 12m).Candle(59.999, 11m, 8m).Candle(60, 11m).Heartbeat(60);

        Assert.Equal(8, tape.Last("""{ "type": "volume" }"""));
        Assert.Equal(1, tape.Last("""{ "type": "trade_count" }"""));
        Assert.Equal(8, tape.Last("""{ "type": "average_trade_size" }"""));
        Assert.Equal(12, tape.Last("""{ "type": "max_price", "window": { "from": 60, "to": 0 } }"""));
        Assert.Equal(8, tape.Last("""{ "type": "min_price", "window": { "from": 60, "to": 0 } }"""));
        Assert.Equal(11, tape.Last("""{ "type": "vwap", "window": { "from": 60, "to": 0 } }"""));
        Assert.Equal(((10 * 20) + (8 * 20) + (12 * 19.999) + (11 * 0.001)) / 60, tape.Last("""{ "type": "twap", "window": { "from": 60, "to": 0 } }"""), Tolerance);
    }
}
