using System.Globalization;

namespace Trading.Domain.Tests.Indicators;

public sealed class CandleIndicatorTests
{
    private const double RelativeTolerance = 1e-9;
    private const double DaySeconds = 86_400;

    public static TheoryData<string, string> PublishedColumns => new()
    {
        { "sma_20", """{ "type": "sma", "interval": "1d" }""" },
        { "ema_20", """{ "type": "ema", "interval": "1d" }""" },
        { "rsi_14", """{ "type": "rsi", "interval": "1d" }""" },
        { "atr_14", """{ "type": "atr", "interval": "1d" }""" },
        { "bb_20_2_lower", """{ "type": "bollinger", "interval": "1d", "output": "lower" }""" },
        { "bb_20_2_middle", """{ "type": "bollinger", "interval": "1d" }""" },
        { "bb_20_2_upper", """{ "type": "bollinger", "interval": "1d", "output": "upper" }""" },
        { "bb_20_2_percent_b", """{ "type": "bollinger", "interval": "1d", "output": "percent_b" }""" },
        { "macd_12_26", """{ "type": "macd", "interval": "1d" }""" },
        { "macd_signal_9", """{ "type": "macd", "interval": "1d", "output": "signal" }""" },
    };

    [Theory]
    [MemberData(nameof(PublishedColumns))]
    public void Published_values_are_met(string column, string spec)
    {
        var rows = File.ReadAllLines(SharedFolder.PathOf("oracles/candle_indicators.csv")).Select(line => line.Split(',')).ToArray();
        var expectedIndex = Array.IndexOf(rows[0], column);
        var tape = new Tape();
        for (var day = 0; day < rows.Length - 1; day++)
        {
            var (start, row) = (day * DaySeconds, rows[day + 1]);
            tape.Candle(start, Decimal(row[1])).Candle(start + 28_800, Decimal(row[3])).Candle(start + 57_600, Decimal(row[2]))
                .Candle(start + DaySeconds - 0.001, Decimal(row[4]), Decimal(row[5]));
        }

        tape.Heartbeat((rows.Length - 1) * DaySeconds);
        var values = tape.Values(spec);

        var compared = 0;
        for (var day = 0; day < rows.Length - 1; day++)
        {
            // The first event after the day's four steps is the first at or after its end.
            var (expected, actual) = (rows[day + 1][expectedIndex], values[(day + 1) * 4]);
            if (expected.Length == 0)
            {
                Assert.Equal(double.NaN, actual);
                continue;
            }

            var number = double.Parse(expected, CultureInfo.InvariantCulture);
            Assert.InRange(actual, number - (Math.Abs(number) * RelativeTolerance), number + (Math.Abs(number) * RelativeTolerance));
            compared++;
        }

        Assert.True(compared > 450, $"{compared} rows");
    }

    [Fact]
    public void Histogram_is_macd_minus_signal_and_bandwidth_is_a_fraction_of_the_middle()
    {
        var tape = Zigzag();

        var histogram = tape.Last(Macd("histogram"));
        Assert.Equal(tape.Last(Macd("macd")) - tape.Last(Macd("signal")), histogram, 1e-12);
        var bandwidth = tape.Last(Bollinger("bandwidth"));
        Assert.Equal((tape.Last(Bollinger("upper")) - tape.Last(Bollinger("lower"))) / tape.Last(Bollinger("middle")), bandwidth, 1e-12);

        static string Macd(string output) => $$"""{ "type": "macd", "interval": "1m", "fast": 2, "slow": 3, "signal": 2, "output": "{{output}}" }""";
        static string Bollinger(string output) => $$"""{ "type": "bollinger", "interval": "1m", "period": 4, "output": "{{output}}" }""";
    }

    [Fact]
    public void Small_periods_by_hand()
    {
        // Closes 1, 3, 2, 6 of one-minute candles whose highs and lows are their closes.
        var tape = new Tape().Trade(0, 1m).Trade(60, 3m).Trade(120, 2m).Trade(180, 6m).Heartbeat(240);

        Assert.Equal(4, tape.Last("""{ "type": "sma", "interval": "1m", "period": 2 }"""), 1e-12);

        // 2, then k = 2/3: 2, 4⅔.
        Assert.Equal(14.0 / 3, tape.Last("""{ "type": "ema", "interval": "1m", "period": 2 }"""), 1e-12);

        // Gains 2, 0, 4 and losses 0, 1, 0: means 1, ½, then (1 + 4)/2 and ½/2.
        Assert.Equal(100 * 2.5 / 2.75, tape.Last("""{ "type": "rsi", "interval": "1m", "period": 2 }"""), 1e-12);

        // True ranges 2, 1, 4: mean 1½, then (1½ + 4)/2.
        Assert.Equal(2.75, tape.Last("""{ "type": "atr", "interval": "1m", "period": 2 }"""), 1e-12);
    }

    [Fact]
    public void A_candle_closes_when_time_reaches_its_end_even_without_a_trade()
    {
        var values = new Tape().Trade(0, 1m).Heartbeat(59.999).Heartbeat(60).Trade(60, 9m).Heartbeat(119).Values("""{ "type": "sma", "interval": "1m", "period": 1 }""");

        Assert.Equal([double.NaN, double.NaN, 1, 1, 1], values);
    }

    [Fact]
    public void The_first_bucket_counts_only_when_data_cover_its_start()
    {
        const string Sma = """{ "type": "sma", "interval": "1m", "period": 1 }""";

        Assert.Equal([double.NaN, double.NaN, double.NaN, 3], new Tape().Trade(1, 1m).Heartbeat(60).Trade(61, 3m).Heartbeat(120).Values(Sma));

        // A book from the very start covers it: the market was watched, it only did not trade.
        Assert.Equal(1, new Tape().Book(0, 9m, 10m).Trade(1, 1m).Heartbeat(60).Last(Sma));
    }

    [Fact]
    public void Empty_buckets_are_absent_and_not_filled()
    {
        var tape = new Tape().Trade(0, 1m).Trade(60, 2m).Trade(600, 6m).Heartbeat(660);

        Assert.Equal(3, tape.Last("""{ "type": "sma", "interval": "1m", "period": 3 }"""), 1e-12);
    }

    [Fact]
    public void Candles_are_calendar_aligned()
    {
        // 00:00:30 to 00:07: five-minute candles end at 00:05.
        var tape = new Tape().Book(0, 9m, 10m).Trade(30, 1m).Trade(299.999, 2m).Trade(300, 3m).Heartbeat(420);

        Assert.Equal(2, tape.Last("""{ "type": "sma", "interval": "5m", "period": 1 }"""), 1e-12);
    }

    [Fact]
    public void Nothing_moving_leaves_rsi_and_the_place_in_the_bands_unknown()
    {
        var tape = new Tape();
        for (var minute = 0; minute <= 30; minute++)
        {
            tape.Trade(minute * 60, 10m);
        }

        Assert.Equal(double.NaN, tape.Last("""{ "type": "rsi", "interval": "1m" }"""));
        Assert.Equal(double.NaN, tape.Last("""{ "type": "bollinger", "interval": "1m", "output": "percent_b" }"""));
        Assert.Equal(double.NaN, tape.Last("""{ "type": "bollinger", "interval": "1m", "output": "bandwidth" }"""));
        Assert.Equal(10, tape.Last("""{ "type": "bollinger", "interval": "1m", "output": "upper" }"""));
    }

    private static Tape Zigzag()
    {
        var tape = new Tape();
        for (var minute = 0; minute <= 30; minute++)
        {
            tape.Trade(minute * 60, 10m + (minute * minute % 7));
        }

        return tape;
    }

    private static decimal Decimal(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
