using System.Collections.Concurrent;
using CsCheck;
using Trading.Domain.Indicators;
using Trading.Domain.MarketData;

namespace Trading.Domain.Tests.Indicators;

/// <summary>The streaming set against the plain computation, and against itself in other blocks and with other readers.</summary>
public sealed class NaiveComparisonTests
{
    private const double Tolerance = 1e-9;
    private const int EventCount = 150;

    private static readonly string[] Types =
        [.. IndicatorCatalog.All.Where(entry => !entry.Series.Contains(IndicatorSeries.Instance)).Select(entry => entry.Type)];

    [Fact]
    public void Every_type_equals_its_plain_computation_over_random_streams()
    {
        var classes = new ConcurrentDictionary<string, int>();
        var known = new ConcurrentDictionary<string, (int Known, int All)>(StringComparer.Ordinal);

        Gen.Int.Sample(
            seed =>
            {
                var (market, events, isLong) = Market(seed);
                var specs = Types.Select(type => market.Spec(type, isLong ? 2500 : 40)).ToArray();
                var columns = Tape.Run(new IndicatorSet(Tape.PriceScale, Tape.QuantityScale, specs), events, 1 + market.Next(300));
                var naive = new NaiveIndicators(events, 100m, 1000m);
                var hasGaps = events.Exists(market => market.Kind == MarketEventKind.Gap);
                for (var slot = 0; slot < specs.Length; slot++)
                {
                    if (hasGaps && specs[slot].CandleInterval is not null)
                    {
                        continue;
                    }

                    for (var check = 0; check < 4; check++)
                    {
                        var index = market.Next(EventCount);
                        var (expected, actual) = (naive.Value(specs[slot], index), columns[slot][index]);
                        AssertClose(expected, actual, $"{specs[slot]} at event {index} of seed {seed}");
                        Classify(classes, events, index, specs[slot], expected, hasGaps);
                        known.AddOrUpdate(specs[slot].Type, double.IsNaN(expected) ? (0, 1) : (1, 1), (_, count) => (count.Known + (double.IsNaN(expected) ? 0 : 1), count.All + 1));
                    }
                }
            },
            iter: 900);

        Report(classes);
        Assert.Equal(Types.Order(StringComparer.Ordinal), known.Keys.Order(StringComparer.Ordinal));
        Assert.All(known, entry => Assert.True(entry.Value.Known >= entry.Value.All / 100, $"{entry.Key} is known {entry.Value.Known} times of {entry.Value.All}."));
    }

    [Fact]
    public void Blocks_of_any_size_and_columns_asked_now_and_then_give_the_same_bits() =>
        Gen.Int.Sample(
            seed =>
            {
                var (market, events, isLong) = Market(seed);
                var specs = Types.Select(type => market.Spec(type, isLong ? 2500 : 40)).ToArray();
                var expected = Tape.Run(new IndicatorSet(Tape.PriceScale, Tape.QuantityScale, specs), events, 1);
                var set = new IndicatorSet(Tape.PriceScale, Tape.QuantityScale, specs);
                var batch = Tape.Batch(events);
                for (var offset = 0; offset < events.Count;)
                {
                    var count = Math.Min(1 + market.Next(60), events.Count - offset);
                    set.Append(batch, offset, count);
                    for (var slot = 0; slot < specs.Length; slot++)
                    {
                        if (market.Next(4) > 0)
                        {
                            continue;
                        }

                        var wanted = expected[slot].AsSpan(offset, count);
                        Assert.True(
                            wanted.SequenceEqual(set.Column(slot)),
                            $"{specs[slot]} at {offset}+{count} of seed {seed}: {string.Join(' ', wanted.ToArray())} against {string.Join(' ', set.Column(slot).ToArray())}");
                    }

                    offset += count;
                }
            },
            iter: 400);

    private static (RandomMarket Market, List<MarketEvent> Events, bool IsLong) Market(int seed)
    {
        var market = new RandomMarket(seed);
        var isLong = market.Next(3) == 0;
        return (market, market.Events(EventCount, isLong ? 60_000 : 1500, withGaps: market.Next(3) == 0, withCandleSteps: market.Next(3) == 0), isLong);
    }

    private static void AssertClose(double expected, double actual, string what)
    {
        Assert.False(double.IsInfinity(actual), what);
        if (double.IsNaN(expected) || double.IsNaN(actual))
        {
            Assert.True(double.IsNaN(expected) && double.IsNaN(actual), $"{what}: expected {expected}, found {actual}");
            return;
        }

        Assert.True(Math.Abs(expected - actual) <= Tolerance * Math.Max(1, Math.Abs(expected)), $"{what}: expected {expected:R}, found {actual:R}");
    }

    private static void Classify(
        ConcurrentDictionary<string, int> classes, List<MarketEvent> events, int index, IndicatorSpec spec, double value, bool hasGaps)
    {
        Count("all", true);
        Count("known", !double.IsNaN(value));
        Count("unknown", double.IsNaN(value));
        Count("known across a gap", !double.IsNaN(value) && hasGaps && events.Take(index).Any(market => market.Kind == MarketEventKind.Gap));
        Count("known, an edge more than 15 min back", !double.IsNaN(value) && spec.CandleInterval is null && spec.LongestWindow > TimeSpan.FromMinutes(15));
        Count("known within an instant", !double.IsNaN(value) && index + 1 < events.Count && events[index + 1].TimeMs == events[index].TimeMs);
        Count("known on a heartbeat", !double.IsNaN(value) && events[index].Kind == MarketEventKind.Heartbeat);
        Count("known candle", !double.IsNaN(value) && spec.CandleInterval is not null);

        void Count(string name, bool isOne) => classes.AddOrUpdate(name, isOne ? 1 : 0, (_, count) => count + (isOne ? 1 : 0));
    }

    private static void Report(ConcurrentDictionary<string, int> classes)
    {
        var all = classes["all"];
        foreach (var (name, count) in classes.OrderByDescending(entry => entry.Value))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {count} ({100.0 * count / all:0.0} %)");
        }

        Assert.True(all >= 100_000, $"{all} cases");
        Assert.All(classes, entry => Assert.True(entry.Value >= all / 100, $"{entry.Key}: {entry.Value} of {all}"));
    }
}
