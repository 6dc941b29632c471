using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsCheck;
using Trading.Domain.Orders;
using Trading.Domain.Sessions.Results;
using static Trading.Domain.Tests.Sessions.Results.ResultsRun;

namespace Trading.Domain.Tests.Sessions.Results;

public sealed class ResultsBuilderTests
{
    private static readonly int[] Strides = [1, 7, 60, 900];

    [Fact]
    public void Equity_points_are_the_start_whole_minutes_fills_fundings_and_the_end()
    {
        using var run = new ResultsRun(start: At(30));
        run.Mark(At(31), 0m).Fill(At(45), fee: 1m).Mark(At(59), 5m).Mark(At(60), 6m).Mark(At(61), 9m).Fund(At(119), -2m).Mark(At(120), 3m);

        run.End(At(130));

        Assert.Equal(
            [(30, 10_000m), (45, 9_999m), (60, 10_005m), (119, 10_006m), (120, 10_000m), (130, 10_000m)],
            run.Points.Select(point => ((int)(point.At - Start).TotalSeconds, point.Equity)));
    }

    [Fact]
    public void Minutes_that_passed_without_a_word_are_taken_at_the_equity_that_stood()
    {
        using var run = new ResultsRun();
        run.Fill(At(10), fee: 1m).Fill(At(180), fee: 2m);

        run.End(At(200));

        Assert.Equal(
            [(0, 10_000m), (10, 9_999m), (60, 9_999m), (120, 9_999m), (180, 9_999m), (180, 9_997m), (200, 9_997m)],
            run.Points.Select(point => ((int)(point.At - Start).TotalSeconds, point.Equity)));
    }

    [Fact]
    public void The_end_on_a_whole_minute_is_one_point()
    {
        using var run = new ResultsRun();
        run.Mark(At(60), 5m);

        run.End(At(60));

        Assert.Equal(2, run.Points.Count);
    }

    [Fact]
    public void The_fingerprint_is_that_of_the_documented_lines()
    {
        using var run = new ResultsRun();
        run.Fill(At(1.5), realized: 0m, fee: 0.0600m, side: Side.Sell, price: 100.10m, quantity: 0.50m);
        run.Builder.OnOrder(SessionMetricsTests.Order(1), At(1.8));
        run.Fund(At(2), -0.020m);
        var report = run.Builder.Finish(At(3));

        const string Lines = """
            equity|1704067200000|10000|10000
            equity|1704067201500|9999.94|9999.94
            fill|1|100.1|0.5|0.06|Taker|1704067201500
            order|1|BTC_USDT|Sell|Limit|1.5|99.9|1704067201000|Canceled|requested|0.5|33.333333333333333333333333333
            equity|1704067202000|9999.92|9999.92
            funding|BTC_USDT|-2|100|0.0001|-0.02|1704067202000
            equity|1704067203000|9999.92|9999.92
            """;
        Assert.Equal(Sha256(Lines.ReplaceLineEndings("\n")), report.Fingerprint);
    }

    [Fact]
    public void A_liquidation_has_no_order_and_an_absent_member_is_empty()
    {
        using var fingerprint = new Fingerprint();
        fingerprint.Add(new FillResult(0, null, Side.Sell, 90m, 1m, 0m, Liquidity.Taker, -30m, null, At(0)));
        fingerprint.Add(SessionMetricsTests.Order(2) with { Price = null, Reason = null, AveragePrice = null, FilledQuantity = 0.000m }, At(1));
        fingerprint.Complete();

        Assert.Equal(
            Sha256("fill||90|1|0|Taker|1704067200000\norder|2|BTC_USDT|Sell|Limit|1.5||1704067201000|Canceled||0|"), fingerprint.Current());
    }

    [Theory]
    [InlineData("1.000", "1")]
    [InlineData("100", "100")]
    [InlineData("-0.00", "0")]
    [InlineData("0.0000000100", "0.00000001")]
    [InlineData("-12.3400", "-12.34")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("-7.9228162514264337593543950335", "-7.9228162514264337593543950335")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    public void Decimals_have_one_text(string value, string expected) =>
        Assert.Equal(expected, CanonicalDecimal.Format(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Equal_decimals_have_equal_texts_that_read_back() =>
        Gen.Select(Gen.Decimal, Gen.Int[0, 4]).Sample(
            (value, zeros) =>
            {
                var text = CanonicalDecimal.Format(value);

                Assert.Equal(value, decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
                if (Math.Abs(value) < 1e20m)
                {
                    var padded = decimal.Round(value, 4);
                    Assert.Equal(CanonicalDecimal.Format(padded), CanonicalDecimal.Format(padded + new decimal(0, 0, 0, false, (byte)zeros)));
                }
            },
            iter: 100_000);

    [Fact]
    public void Seconds_without_change_and_looks_in_between_make_no_difference() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[0, int.MaxValue]).Sample(
            (steps, seed) =>
            {
                var (straight, straightPoints) = Tell(seed, steps, isSparse: false, looks: false);
                var (looked, lookedPoints) = Tell(seed, steps, isSparse: false, looks: true);
                var (sparse, sparsePoints) = Tell(seed, steps, isSparse: true, looks: false);

                Assert.Equal(straight, looked);
                Assert.Equal(straight, sparse);
                Assert.Equal(straightPoints, lookedPoints);
                Assert.Equal(straightPoints, sparsePoints);
            },
            iter: 2_000);

    [Fact]
    public void Streaming_figures_equal_those_computed_over_everything_at_the_end() =>
        Gen.Select(Gen.Int[2, 200], Gen.Int[0, int.MaxValue]).Sample(
            (steps, seed) =>
            {
                var random = new Random(seed);
                using var run = new ResultsRun();
                run.Fill(Start);
                var samples = new List<(DateTimeOffset At, double Equity)> { (Start, 10_000) };
                var at = Start;
                for (var step = 0; step < steps; step++)
                {
                    at = at.AddSeconds(random.Next(1, 2_000));
                    var unrealized = random.Next(-2_000, 2_000);
                    run.Mark(at, unrealized);
                    samples.Add((at, 10_000 + unrealized));
                }

                var metrics = run.End(at);

                var hours = Enumerable.Range(0, (int)((at - Start).TotalHours) + 1)
                    .Select(hour => samples.Last(sample => sample.At <= Hour(hour)).Equity).ToList();
                double[] returns = [.. hours.Skip(1).Zip(hours, (now, before) => (now / before) - 1)];
                var deepest = samples.Select((sample, index) => 1 - (sample.Equity / samples.Take(index + 1).Max(earlier => earlier.Equity))).Max();
                Assert.Equal(100 * deepest, metrics.MaxDrawdownPct, 1e-9);
                if (returns.Length < 2)
                {
                    Assert.Null(metrics.Sharpe);
                    return;
                }

                var mean = returns.Average();
                var deviation = Math.Sqrt(returns.Sum(value => (value - mean) * (value - mean)) / (returns.Length - 1));
                Assert.Equal(mean / deviation * Math.Sqrt(8_760), metrics.Sharpe!.Value, 1e-6);
            },
            iter: 3_000);

    /// <summary>A run in which positions come and go; sparse leaves out every second that changes nothing.</summary>
    private static (string Report, List<EquityPoint> Points) Tell(int seed, int steps, bool isSparse, bool looks)
    {
        var random = new Random(seed);
        var points = new List<EquityPoint>();
        using var builder = new ResultsBuilder(10_000m, Start, [new ResultsCell("fade", Btc), new ResultsCell("trend", Eth)], points.Add);
        builder.Start();
        var balance = 10_000m;
        var (known, unrealized) = (new decimal[2], new decimal[2]);
        var at = Start;
        for (var step = 0; step < steps; step++)
        {
            var stride = Strides[random.Next(Strides.Length)];
            var end = at.AddSeconds(stride * random.Next(1, 20));
            var isOpen = random.Next(2) == 0;
            while (at < end)
            {
                at = at.AddSeconds(stride);
                unrealized[0] = isOpen ? random.Next(-500, 500) : 0m;
                unrealized[1] = isOpen ? -unrealized[0] : 0m;
                if (!isSparse || !unrealized.AsSpan().SequenceEqual(known))
                {
                    builder.Evaluate(at, EquityCause.Second, balance, unrealized);
                    unrealized.CopyTo(known, 0);
                }
            }

            var cell = random.Next(2);
            builder.OnOrder(SessionMetricsTests.Order(step, cell), at);
            if (random.Next(3) == 0)
            {
                builder.OnFunding(new FundingResult(cell, 1m, 100m, 0.0001m, 0.01m, at));
                balance += 0.01m;
                builder.Evaluate(at, EquityCause.Funding, balance, unrealized);
            }
            else
            {
                var realized = random.Next(-100, 100) / 7m;
                builder.OnFill(new FillResult(cell, step, Side.Buy, 100m, 2m, 0.12m, Liquidity.Taker, realized, 99.5m, at));
                builder.OnPosition(cell, random.Next(2) == 0, at);
                balance += realized - 0.12m;
                builder.Evaluate(at, EquityCause.Fill, balance, unrealized);
            }

            if (looks)
            {
                builder.Snapshot();
            }
        }

        return (JsonSerializer.Serialize(builder.Finish(at)), points);
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
