using Trading.Domain.Indicators;
using Trading.Domain.MarketData;

namespace Trading.Domain.Tests.Indicators;

/// <summary>What only many events show: drift and garbage.</summary>
public sealed class LongRunTests
{
    private const double Tolerance = 1e-9;

    /// <summary>Nearer to 0 than this a difference of sums has lost its digits, and counts as if it were so large.</summary>
    private const double Smallest = 1e-3;
    private const int BlockSize = IndicatorSet.BlockSizeMax;

    private static readonly string[] Types =
        [.. IndicatorCatalog.All.Where(entry => !entry.Series.Contains(IndicatorSeries.Instance)).Select(entry => entry.Type)];

    [Fact]
    public void After_a_million_events_every_type_equals_its_plain_computation()
    {
        var market = new RandomMarket(11);
        var specs = Types.Select(type => market.Spec(type, 60)).ToArray();
        var set = new IndicatorSet(Tape.PriceScale, Tape.QuantityScale, specs);
        var stream = new Stream(eventsPerSecond: 20);
        var all = new List<MarketEvent>();
        while (stream.Count < 1_000_000)
        {
            Append();
        }

        // Two hundred seconds of recent events hold every window; a recursive average of candles remembers the very first.
        var recent = new List<MarketEvent>();
        for (var block = 0; block < 10; block++)
        {
            recent.AddRange(Append());
        }

        var (naive, ofCandles) = (new NaiveIndicators(recent, 100m, 1000m), new NaiveIndicators(all, 100m, 1000m));
        for (var slot = 0; slot < specs.Length; slot++)
        {
            var expected = specs[slot].CandleInterval is null ? naive.Value(specs[slot], recent.Count - 1) : ofCandles.Value(specs[slot], all.Count - 1);
            var actual = set.Column(slot)[^1];
            Assert.True(
                Math.Abs(expected - actual) <= Tolerance * Math.Max(Smallest, Math.Abs(expected)) || (double.IsNaN(expected) && double.IsNaN(actual)),
                $"{specs[slot]}: expected {expected:R}, found {actual:R}");
        }

        ReadOnlySpan<MarketEvent> Append()
        {
            var batch = stream.Next();
            set.Append(batch, 0, BlockSize);
            all.AddRange(batch.Events);
            return batch.Events;
        }
    }

    [Fact]
    public void After_ten_million_events_sums_have_not_drifted()
    {
        string[] texts =
        [
            """{ "type": "twap", "window": { "from": 60, "to": 0 } }""",
            """{ "type": "vwap", "window": { "from": 60, "to": 0 } }""",
            """{ "type": "volume", "window": { "from": 60, "to": 0 } }""",
            """{ "type": "average_spread_pct", "window": { "from": 60, "to": 0 } }""",
            """{ "type": "liquidity", "window": { "from": 60, "to": 0 } }""",
            """{ "type": "pump_magnitude_pct" }""",
            """{ "type": "volatility_pct", "window": { "from": 60, "to": 0 } }""",
        ];
        var set = new IndicatorSet(Tape.PriceScale, Tape.QuantityScale, [.. texts.Select(Tape.Spec)]);
        var stream = new Stream(eventsPerSecond: 50);
        while (stream.Count < 10_000_000)
        {
            set.Append(stream.Next(), 0, BlockSize);
        }

        var recent = new List<MarketEvent>();
        for (var block = 0; block < 10; block++)
        {
            var batch = stream.Next();
            set.Append(batch, 0, BlockSize);
            recent.AddRange(batch.Events);
        }

        var naive = new NaiveIndicators(recent, 100m, 1000m);
        for (var slot = 0; slot < texts.Length; slot++)
        {
            var expected = naive.Value(set.Specs[slot], recent.Count - 1);
            Assert.InRange(set.Column(slot)[^1], expected - (Tolerance * Math.Max(1, Math.Abs(expected))), expected + (Tolerance * Math.Max(1, Math.Abs(expected))));
        }
    }

    [Fact]
    public void Steady_state_allocates_nothing()
    {
        var market = new RandomMarket(5);
        var specs = Types.Select(type => market.Spec(type, 60)).ToArray();
        var set = new IndicatorSet(Tape.PriceScale, Tape.QuantityScale, specs);
        var stream = new Stream(eventsPerSecond: 200);
        var batches = Enumerable.Range(0, 800).Select(_ => stream.Next()).ToArray();
        Play(set, batches.AsSpan(0, 500));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Play(set, batches.AsSpan(500));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }

    private static void Play(IndicatorSet set, ReadOnlySpan<MarketBatch> batches)
    {
        foreach (var batch in batches)
        {
            set.Append(batch, 0, BlockSize);
            for (var slot = 0; slot < set.Specs.Count; slot++)
            {
                _ = set.Column(slot);
            }
        }
    }

    /// <summary>An endless market of trades, books and heartbeats, a block at a time.</summary>
    private sealed class Stream(int eventsPerSecond)
    {
        private readonly Random _random = new(3);
        private long _now = 1_700_000_000_000;
        private long _price = 10_000;

        public long Count { get; private set; }

        public MarketBatch Next()
        {
            var events = new MarketEvent[BlockSize];
            for (var index = 0; index < events.Length; index++)
            {
                events[index] = NextEvent();
            }

            Count += events.Length;
            return new MarketBatch(Tape.Symbol, Tape.PriceScale, Tape.QuantityScale, events, events.Length);
        }

        private MarketEvent NextEvent()
        {
            var next = _now + _random.Next(2 * 1000 / eventsPerSecond);
            var second = (_now / 1000 * 1000) + 1000;
            if (next >= second)
            {
                _now = second;
                return new MarketEvent { Kind = MarketEventKind.Heartbeat, TimeMs = _now, DepthIndex = -1 };
            }

            _now = next;
            _price = Math.Clamp(_price + _random.Next(-3, 4), 5000, 20_000);
            return _random.Next(5) == 0
                ? new MarketEvent
                {
                    Kind = MarketEventKind.Trade,
                    TimeMs = _now,
                    Price = _price,
                    Quantity = 1 + _random.Next(3000),
                    Side = (TakerSide)(1 + _random.Next(2)),
                    DepthIndex = -1,
                }
                : new MarketEvent
                {
                    Kind = MarketEventKind.Book,
                    TimeMs = _now,
                    Price = _price - 1 - _random.Next(3),
                    Quantity = 1 + _random.Next(5000),
                    AskPrice = _price + _random.Next(3),
                    AskQuantity = 1 + _random.Next(5000),
                    DepthIndex = -1,
                };
        }
    }
}
