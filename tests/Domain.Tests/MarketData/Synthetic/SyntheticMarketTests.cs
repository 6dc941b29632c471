using System.Text.Json;
using CsCheck;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Synthetic;

namespace Trading.Domain.Tests.MarketData.Synthetic;

public sealed class SyntheticMarketTests(ITestOutputHelper output)
{
    private static readonly Symbol Xrp = Symbol.Parse("XRP_USDT");
    private static readonly SyntheticSpec Hour = new(Xrp, SyntheticScenario.PumpAndDump, 3_600_000, 20, Seed: 1);

    private static readonly Gen<SyntheticSpec> Specs = Gen.Select(
        Gen.Enum<SyntheticScenario>(), Gen.Long[1000, 40_000], Gen.Int[1, 60], Gen.Long[0, long.MaxValue],
        (scenario, durationMs, eventsPerSecond, seed) => new SyntheticSpec(Xrp, scenario, durationMs, eventsPerSecond, seed));

    [Fact]
    public void Seed_below_zero_is_refused_as_that_of_a_session_is()
    {
        var fault = Assert.Single((Hour with { Seed = -1 }).Validate());

        Assert.Equal(("/seed", "out_of_range", "Must be 0 or above, found -1."), (fault.Pointer, fault.Code, fault.Detail));
    }

    [Fact]
    public void Same_seed_gives_the_same_events_whatever_the_size_of_the_batches() =>
        Gen.Select(Specs, Gen.Int[1, 300]).Sample((spec, size) => Tell(spec, size).SequenceEqual(Tell(spec, 4096)), iter: 300);

    [Fact]
    public void Longer_duration_begins_with_the_events_of_the_shorter() =>
        Gen.Select(Specs, Gen.Long[1, 20_000]).Sample(
            (spec, moreMs) =>
            {
                var shorter = Tell(spec);
                return Tell(spec with { DurationMs = spec.DurationMs + moreMs }).Take(shorter.Count).SequenceEqual(shorter);
            },
            iter: 300);

    [Fact]
    public void Market_resumed_from_a_stored_snapshot_goes_on_with_the_same_events() =>
        Gen.Select(Specs, Gen.Int[0, 500]).Sample(
            (spec, count) =>
            {
                var market = new SyntheticMarket(spec);
                market.Next(count + 1);
                var stored = JsonSerializer.Serialize(market.Snapshot());
                var resumed = new SyntheticMarket(spec, JsonSerializer.Deserialize<SyntheticState>(stored)!);
                return Rest(resumed, 97).SequenceEqual(Rest(market, 97));
            },
            iter: 300);

    [Fact]
    public void Seeds_symbols_and_scenarios_differ()
    {
        var first = Tell(Hour with { DurationMs = 60_000 });

        Assert.NotEqual(first, Tell(Hour with { DurationMs = 60_000, Seed = 2 }));
        Assert.NotEqual(first, Tell(Hour with { DurationMs = 60_000, Symbol = Symbol.Parse("DOGE_USDT") }));
        Assert.NotEqual(first, Tell(Hour with { DurationMs = 60_000, Scenario = SyntheticScenario.Calm }));
    }

    [Fact]
    public void Batch_ends_before_the_time_asked_for()
    {
        var market = new SyntheticMarket(Hour with { DurationMs = null });

        var first = market.Next(100_000, Hour.StartMs + 5000);
        var none = market.Next(100_000, Hour.StartMs + 5000);
        var next = market.Next(1);

        Assert.Equal((5 * 21) + 1, first.Count);
        Assert.Equal(0, none.Count);
        Assert.Equal((Hour.StartMs + 5000, MarketEventKind.Heartbeat), (next.Events[0].TimeMs, next.Events[0].Kind));
    }

    [Theory]
    [InlineData(SyntheticScenario.Calm)]
    [InlineData(SyntheticScenario.Trend)]
    [InlineData(SyntheticScenario.PumpAndDump)]
    [InlineData(SyntheticScenario.FlashCrash)]
    public void Stream_is_ordered_aligned_and_never_crossed(SyntheticScenario scenario)
    {
        var market = new SyntheticMarket(Hour with { Scenario = scenario, DurationMs = 10 * 3_600_000L });
        var last = (long.MinValue, MarketEventKind.Heartbeat);
        var kinds = new long[8];
        while (!market.IsOver)
        {
            var batch = market.Next(4096, reuseArrays: true);
            foreach (ref readonly var next in batch.Events)
            {
                Assert.True(next.TimeMs > last.Item1 || (next.TimeMs == last.Item1 && (next.Kind >= last.Item2 || next.Kind >= MarketEventKind.Trade)));
                last = (next.TimeMs, next.Kind);
                kinds[(int)next.Kind]++;
                AssertSound(batch, in next);
            }
        }

        Assert.Equal((36_000L, 2L), (kinds[(int)MarketEventKind.Heartbeat], kinds[(int)MarketEventKind.Funding]));
        Assert.Equal(36_000 * 20, kinds[(int)MarketEventKind.Mark] + kinds[(int)MarketEventKind.Trade] + kinds[(int)MarketEventKind.Book]);
        Assert.True(kinds[(int)MarketEventKind.Mark] >= 35_999);
    }

    [Fact]
    public void Pumps_are_clear_enough_for_the_sample_strategy_with_every_seed()
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var (pumps, spreadPctMax) = CountPumps(new SyntheticSpec(Xrp, SyntheticScenario.PumpAndDump, 4 * 3_600_000L, 20, seed));

            output.WriteLine(FormattableString.Invariant($"seed {seed}: {pumps} pumps, spread at most {spreadPctMax:F3} %"));
            Assert.True(pumps >= 4);
            Assert.True(spreadPctMax <= 1);
        }
    }

    [Fact]
    public void Endless_market_stays_within_bounds()
    {
        foreach (var scenario in Enum.GetValues<SyntheticScenario>())
        {
            var market = new SyntheticMarket(new SyntheticSpec(Xrp, scenario, DurationMs: null, 3, Seed: 7));
            var (low, high) = (long.MaxValue, 0L);
            for (var batches = 0; batches < 500; batches++)
            {
                foreach (ref readonly var next in market.Next(4096, reuseArrays: true).Events)
                {
                    if (next.Kind is MarketEventKind.Trade)
                    {
                        (low, high) = (Math.Min(low, next.Price), Math.Max(high, next.Price));
                    }
                }
            }

            Assert.True(low >= 200 && high <= 500_000, $"{scenario} ran from {low} to {high} ticks");
        }
    }

    [Theory]
    [InlineData(999L, 20, 0L, "/duration")]
    [InlineData(60_000L, 0, 0L, "/eventsPerSecond")]
    [InlineData(60_000L, 100_001, 0L, "/eventsPerSecond")]
    [InlineData(60_000L, 20, 1L, "/start")]
    [InlineData(60_000L, 20, -1000L, "/start")]
    [InlineData(3_652L * 86_400_000, 100_000, 0L, "/eventsPerSecond")]
    public void Spec_that_breaks_a_rule_is_refused_with_its_pointer(long durationMs, int eventsPerSecond, long startMs, string pointer)
    {
        var spec = Hour with { DurationMs = durationMs, EventsPerSecond = eventsPerSecond, StartMs = startMs };

        Assert.Equal([pointer], spec.Validate().Select(fault => fault.Pointer));
        Assert.Throws<ArgumentException>(() => new SyntheticMarket(spec));
    }

    [Fact]
    public void Scenarios_are_known_by_their_names()
    {
        Assert.Equal(["calm", "trend", "pump_and_dump", "flash_crash"], SyntheticScenarios.Names);
        Assert.All(SyntheticScenarios.Names, name => Assert.True(SyntheticScenarios.TryParse(name, out var scenario) && SyntheticScenarios.NameOf(scenario) == name));
        Assert.False(SyntheticScenarios.TryParse("Calm", out _));
    }

    private static void AssertSound(MarketBatch batch, in MarketEvent next)
    {
        switch (next.Kind)
        {
            case MarketEventKind.Trade:
                Assert.True(next.Price > 0 && next.Quantity > 0 && next.Side != TakerSide.Unknown);
                break;
            case MarketEventKind.Mark:
                Assert.True(next.Price > 0 && next.AskPrice > 0 && Math.Abs(next.AskQuantity) < 1_000_000_000);
                break;
            case MarketEventKind.Book:
                Assert.True(next.Price > 0 && next.AskPrice > next.Price && next.Quantity > 0 && next.AskQuantity > 0);
                var (bid, ask) = (next.Price, next.AskPrice);
                Assert.Equal(4, batch.DepthOf(in next).Length);
                foreach (ref readonly var level in batch.DepthOf(in next))
                {
                    Assert.True(level.BidPrice > 0 && level.BidPrice < bid && level.AskPrice > ask && level.BidQuantity > 0 && level.AskQuantity > 0);
                    (bid, ask) = (level.BidPrice, level.AskPrice);
                }

                break;
        }
    }

    /// <summary>Rises of 7 % of the last 10 s over 30 to 60 s before with 3.5 times the usual volume, of which half is given back within five minutes.</summary>
    private static (int Pumps, double SpreadPctMax) CountPumps(SyntheticSpec spec)
    {
        var seconds = (int)(spec.DurationMs!.Value / 1000);
        var (prices, volumes) = (new double[seconds], new double[seconds]);
        var (last, spreadPctMax) = (100.0, 0.0);
        var market = new SyntheticMarket(spec);
        while (!market.IsOver)
        {
            foreach (ref readonly var next in market.Next(4096, reuseArrays: true).Events)
            {
                var second = (next.TimeMs - spec.StartMs) / 1000;
                if (next.Kind is MarketEventKind.Trade)
                {
                    last = next.Price / 100.0;
                    volumes[second] += next.Quantity;
                }
                else if (next.Kind is MarketEventKind.Book)
                {
                    spreadPctMax = Math.Max(spreadPctMax, 200.0 * (next.AskPrice - next.Price) / (next.AskPrice + next.Price));
                }

                prices[second] = last;
            }
        }

        var pumps = 0;
        for (var second = 660; second < seconds - 300; second++)
        {
            var (now, before) = (prices[(second - 9)..(second + 1)].Average(), prices[(second - 59)..(second - 29)].Average());
            var surge = volumes[(second - 29)..(second + 1)].Average() / volumes[(second - 599)..(second - 29)].Average();
            if (now / before >= 1.07 && surge >= 3.5)
            {
                var peak = prices[second..(second + 60)].Max();
                Assert.True(prices[second..(second + 300)].Min() < (before + peak) / 2, "half of the rise is given back");
                pumps++;
                second += 300;
            }
        }

        return (pumps, spreadPctMax);
    }

    private static List<(MarketEventKind, long, long, long, long, long, TakerSide, string)> Tell(SyntheticSpec spec, int size = 4096) => Rest(new SyntheticMarket(spec), size);

    private static List<(MarketEventKind, long, long, long, long, long, TakerSide, string)> Rest(SyntheticMarket market, int size)
    {
        var told = new List<(MarketEventKind, long, long, long, long, long, TakerSide, string)>();
        while (!market.IsOver)
        {
            var batch = market.Next(size);
            foreach (ref readonly var next in batch.Events)
            {
                var depth = string.Join(' ', batch.DepthOf(in next).ToArray().Select(level => (level.BidPrice, level.BidQuantity, level.AskPrice, level.AskQuantity)));
                told.Add((next.Kind, next.TimeMs, next.Price, next.Quantity, next.AskPrice, next.AskQuantity, next.Side, depth));
            }
        }

        return told;
    }
}
