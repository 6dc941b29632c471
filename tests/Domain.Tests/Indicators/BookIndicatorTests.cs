namespace Trading.Domain.Tests.Indicators;

/// <summary>The book's indicators by numbers worked out by hand.</summary>
public sealed class BookIndicatorTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void Spread_is_of_the_newest_book_and_no_trade_changes_it()
    {
        var values = new Tape().Trade(0, 100m).Book(1, 99m, 101m).Trade(2, 105m).Book(3, 98m, 102m).Values("""{ "type": "spread_pct" }""");

        Assert.Equal([double.NaN, 2, 2, 4], values);
    }

    [Theory]
    [InlineData(101, 99)]
    [InlineData(0, 99)]
    [InlineData(99, 0)]
    public void A_crossed_or_one_sided_book_is_unknown(int bid, int ask)
    {
        var tape = new Tape().Book(0, 99m, 101m).Book(40, bid, ask).Heartbeat(60);

        Assert.Equal(double.NaN, tape.Last("""{ "type": "spread_pct" }"""));
        Assert.Equal(double.NaN, tape.Last("""{ "type": "mark_price" }"""));

        // 40 of 60 s are known; of the last 30 s only 10.
        Assert.Equal(2, tape.Last("""{ "type": "average_spread_pct" }"""), Tolerance);
        Assert.Equal(double.NaN, tape.Last("""{ "type": "average_spread_pct", "window": { "from": 30, "to": 0 } }"""));
    }

    [Fact]
    public void A_locked_book_has_no_spread_and_is_known() =>
        Assert.Equal(0, new Tape().Book(0, 100m, 100m).Last("""{ "type": "spread_pct" }"""));

    [Fact]
    public void Exactly_half_of_the_window_known_is_enough()
    {
        var tape = new Tape().Book(0, 99m, 101m).Book(30, 0m, 101m).Heartbeat(60);

        Assert.Equal(2, tape.Last("""{ "type": "average_spread_pct" }"""), Tolerance);
        Assert.Equal(double.NaN, tape.Heartbeat(60.001).Last("""{ "type": "average_spread_pct" }"""));
    }

    [Fact]
    public void Spread_averages_weigh_by_time()
    {
        var tape = new Tape().Book(0, 99m, 101m).Book(45, 98m, 102m).Heartbeat(60);

        Assert.Equal((2 * 0.75) + (4 * 0.25), tape.Last("""{ "type": "average_spread_pct" }"""), Tolerance);
        Assert.Equal(
            4.0 / 2,
            tape.Last("""{ "type": "spread_widening_ratio", "current": { "from": 10, "to": 0 }, "baseline": { "from": 60, "to": 30 } }"""),
            Tolerance);
    }

    [Fact]
    public void Imbalance_and_liquidity_average_the_best_level()
    {
        var tape = new Tape().Book(0, 99m, 101m, 3m, 1m).Book(15, 99m, 101m, 1m, 1m).Heartbeat(30);

        Assert.Equal(25, tape.Last("""{ "type": "book_imbalance_pct" }"""), Tolerance);
        Assert.Equal((398 + 200) / 2.0, tape.Last("""{ "type": "liquidity" }"""), Tolerance);
    }

    [Fact]
    public void A_book_without_quantities_has_no_imbalance() =>
        Assert.Equal(double.NaN, new Tape().Book(0, 99m, 101m, 0m, 0m).Heartbeat(30).Last("""{ "type": "book_imbalance_pct" }"""));

    [Theory]
    [InlineData(200, 50)]
    [InlineData(200.001, double.NaN)]
    public void Drain_is_unknown_when_there_was_too_little_to_begin_with(double minimum, double expected)
    {
        var tape = new Tape().Book(0, 99m, 101m, 1m, 1m).Book(30, 99m, 101m, 0.5m, 0.5m).Heartbeat(60);

        var spec = FormattableString.Invariant(
            $$"""{ "type": "liquidity_drain_pct", "current": { "from": 30, "to": 0 }, "baseline": { "from": 60, "to": 30 }, "minBaseline": {{minimum}} }""");
        Assert.Equal(expected, tape.Last(spec), Tolerance);
    }

    [Theory]
    [InlineData(0.05, 1.1, 40, -60, 30 + 25 + 25 + 20)]
    [InlineData(0.02, 0.7, 60, -40, 15 + 12.5 + 12.5 + 10)]
    [InlineData(0.01, 0.6, 80, -20, 0)]
    [InlineData(0.05, 0.6, 60, -20, 30 + 12.5)]
    public void Exhaustion_adds_whole_and_half_parts(double velocity, double surge, double retracement, double imbalance, double expected)
    {
        // At 600 s: velocity 1 % / 30 s, surge 1, 49.5 % below the high, imbalance −50 %.
        var tape = new Tape().Trade(0, 200m).Book(0, 99m, 101m, 1m, 3m).Trade(1, 200m, 56m).Trade(100, 100m, 1m).Trade(590, 101m, 3m).Heartbeat(600);

        var spec = FormattableString.Invariant(
            $$"""
            { "type": "dump_exhaustion_score", "velocity": { "below": {{velocity}} }, "volume_surge": { "below": {{surge}} },
              "retracement": { "above": {{retracement}} }, "imbalance": { "above": {{imbalance}} } }
            """);
        Assert.Equal(expected, tape.Last(spec));
    }

    [Fact]
    public void Exhaustion_reads_trades_and_book()
    {
        // High 200 ten minutes ago, 100 since; no velocity, a tenth of the volume, an even book.
        var tape = new Tape().Trade(0, 200m).Trade(2, 200m, 600m).Book(2, 99m, 101m).Trade(100, 100m).Trade(600, 100m).Heartbeat(601);

        Assert.Equal(100, tape.Last("""{ "type": "dump_exhaustion_score" }"""));
        Assert.Equal(double.NaN, tape.Last("""{ "type": "dump_exhaustion_score", "imbalance": { "window": { "from": 1300, "to": 1200 } } }"""));
        Assert.Equal(75, tape.Last("""{ "type": "dump_exhaustion_score", "retracement": { "above": 80 } }"""));
    }
}
