using Trading.Domain.Instruments;

namespace Trading.Domain.MarketData.Synthetic;

/// <summary>
/// A seeded random market with trades, five book levels, mark and funding, in stream order with heartbeats. Uses only additions,
/// multiplications, divisions and square roots, which IEEE 754 rounds the same on every machine.
/// </summary>
public sealed class SyntheticMarket
{
    public const string Venue = "synthetic";

    /// <summary>Book levels below the top.</summary>
    public const int DepthLevels = 4;

    private const long SecondMs = 1000;
    private const long FundingMs = 8 * 3_600_000;
    private const int MarkEverySlots = 10;
    private const double PriceRatioMax = 50;
    private const double PriceRatioMin = 0.02;

    /// <summary>Funding rates move in steps of 10^-8.</summary>
    private const double RateStepsPerUnit = 1e8;
    private const long RateStepScaled = 10_000;
    private const double FundingRateUsual = 0.0001;
    private const double FundingRateMax = 0.00075;

    private readonly SyntheticSpec _spec;
    private readonly SyntheticInstrument _instrument;
    private readonly double _tickSize;
    private readonly long _tick;
    private readonly double _lotSize;
    private readonly long _lot;
    private readonly long _endMs;

    private SyntheticRandom _random;
    private SyntheticPlot _plot;
    private SyntheticMood _mood;
    private double _driftPerSlot;
    private double _volatilityPerSlot;
    private double _price;
    private double _mark;
    private double _index;
    private long _second;
    private int _slot;
    private int _stage;
    private long _slotTimeMs;
    private long _bidTicks;
    private long _askTicks;
    private long _rate = (long)(FundingRateUsual * RateStepsPerUnit) * RateStepScaled;

    private MarketEvent[] _events = [];
    private BookLevel[] _levels = [];

    /// <exception cref="ArgumentException">The spec breaks a rule.</exception>
    public SyntheticMarket(SyntheticSpec spec)
    {
        if (spec.Validate() is [var fault, ..])
        {
            throw new ArgumentException($"{fault.Pointer}: {fault.Detail}", nameof(spec));
        }

        _spec = spec;
        _instrument = SyntheticInstrument.Of(spec.Symbol);
        _tick = Scaled.FromDecimal(_instrument.Instrument.TickSize, _instrument.PriceScale);
        _lot = Scaled.FromDecimal(_instrument.Instrument.LotSize, _instrument.QuantityScale);
        _tickSize = Scaled.ToIndicatorInput(_tick, _instrument.PriceScale);
        _lotSize = Scaled.ToIndicatorInput(_lot, _instrument.QuantityScale);
        _endMs = spec.DurationMs is { } durationMs ? spec.StartMs + durationMs : long.MaxValue;
        _random = new SyntheticRandom(Mix(spec));
        _plot = new SyntheticPlot(spec.Scenario);
        (_price, _mark, _index) = (_instrument.StartPrice, _instrument.StartPrice, _instrument.StartPrice);
        BeginSecond();
    }

    /// <summary>Goes on where <see cref="Snapshot"/> was taken of a market of the same spec.</summary>
    public SyntheticMarket(SyntheticSpec spec, SyntheticState state)
        : this(spec)
    {
        _random = new SyntheticRandom(state.Random.AsSpan());
        var integers = state.Integers.AsSpan();
        (_second, _slot, _stage, _slotTimeMs) = (integers[0], (int)integers[1], (int)integers[2], integers[3]);
        (_bidTicks, _askTicks, _rate) = (integers[4], integers[5], integers[6]);
        var reals = state.Reals.AsSpan();
        (_price, _mark, _index, _driftPerSlot, _volatilityPerSlot) = (reals[0], reals[1], reals[2], reals[3], reals[4]);
        _mood = new SyntheticMood(reals[5], reals[6], reals[7], reals[8], reals[9], reals[10], reals[11]);
        _plot.Load(integers[7..], reals[12..]);
    }

    /// <summary>True when the duration is over.</summary>
    public bool IsOver => _slotTimeMs >= _endMs;

    public int PriceScale => _instrument.PriceScale;

    public int QuantityScale => _instrument.QuantityScale;

    /// <summary>The rules of the generated instrument.</summary>
    public static Instrument InstrumentOf(Symbol symbol) => SyntheticInstrument.Of(symbol).Instrument;

    /// <summary>Price at which every scenario begins, quote units.</summary>
    public static decimal StartPriceOf(Symbol symbol) => (decimal)SyntheticInstrument.Of(symbol).StartPrice;

    /// <summary>The next events: at most <paramref name="countMax"/>, all before <paramref name="untilMs"/>. Empty when there are none before it.</summary>
    /// <param name="reuseArrays">Overwrite the arrays of the batch before, which nobody reads any more.</param>
    public MarketBatch Next(int countMax, long untilMs = long.MaxValue, bool reuseArrays = false)
    {
        if (!reuseArrays || _events.Length < countMax)
        {
            _events = new MarketEvent[countMax];
            _levels = new BookLevel[countMax * DepthLevels];
        }

        var endMs = Math.Min(untilMs, _endMs);
        var count = 0;
        var levels = 0;
        while (count < countMax && _slotTimeMs < endMs)
        {
            ref var next = ref _events[count];
            if (_stage == 0)
            {
                _stage = 1;
                if (_slot == 0)
                {
                    next = new MarketEvent { TimeMs = _slotTimeMs, Kind = MarketEventKind.Heartbeat, DepthIndex = -1 };
                    count++;
                    continue;
                }
            }

            if (_stage == 1)
            {
                _stage = 2;
                if (_slot == 0 && _slotTimeMs % FundingMs == 0)
                {
                    next = new MarketEvent { TimeMs = _slotTimeMs, Kind = MarketEventKind.Funding, Quantity = _rate, DepthIndex = -1 };
                    count++;
                    continue;
                }
            }

            EmitSlot(ref next, ref levels);
            count++;
            Advance();
        }

        var batch = new MarketBatch(_spec.Symbol, PriceScale, QuantityScale, _events, count, _levels, DepthLevels);
        return batch;
    }

    /// <summary>The whole state between two calls of <see cref="Next"/>: a market restored from it continues with the same events.</summary>
    public SyntheticState Snapshot()
    {
        List<long> integers = [_second, _slot, _stage, _slotTimeMs, _bidTicks, _askTicks, _rate];
        List<double> reals =
        [
            _price, _mark, _index, _driftPerSlot, _volatilityPerSlot, _mood.Drift, _mood.Volatility, _mood.Activity, _mood.Spread, _mood.Depth,
            _mood.BuyShare, _mood.TradeShare,
        ];
        _plot.Save(integers, reals);
        return new SyntheticState([.. _random.State], [.. integers], [.. reals]);
    }

    /// <summary>Symbols differ under one seed: FNV-1a of the name goes into it.</summary>
    private static ulong Mix(SyntheticSpec spec)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var letter in spec.Symbol.Value)
        {
            hash = (hash ^ letter) * 1_099_511_628_211UL;
        }

        return hash ^ (unchecked((ulong)spec.Seed) * 0x9E3779B97F4A7C15) ^ ((ulong)spec.Scenario << 56);
    }

    private void BeginSecond()
    {
        var ratio = _price / _instrument.StartPrice;
        _mood = _plot.Next(ref _random, ratio);
        _driftPerSlot = _mood.Drift / _spec.EventsPerSecond;
        _volatilityPerSlot = _mood.Volatility / Math.Sqrt(_spec.EventsPerSecond);
        _slotTimeMs = _spec.StartMs + (_second * SecondMs);
    }

    private void Advance()
    {
        _stage = 0;
        _slot++;
        if (_slot == _spec.EventsPerSecond)
        {
            _slot = 0;
            _second++;
            BeginSecond();
            return;
        }

        // Slots divide the second; each event falls somewhere into its slot, so times never run backwards.
        _slotTimeMs = _spec.StartMs + (_second * SecondMs) + (long)((_slot + _random.Unit()) * SecondMs / _spec.EventsPerSecond);
    }

    private void EmitSlot(ref MarketEvent next, ref int levels)
    {
        var price = _price * (1 + _driftPerSlot + (_volatilityPerSlot * _random.Bell()));
        _price = Math.Clamp(price, _instrument.StartPrice * PriceRatioMin, _instrument.StartPrice * PriceRatioMax);

        if (_askTicks == 0)
        {
            EmitBook(ref next, ref levels);
        }
        else if (IsMarkSlot())
        {
            EmitMark(ref next);
        }
        else if (_random.Unit() < _mood.TradeShare)
        {
            EmitTrade(ref next);
        }
        else
        {
            EmitBook(ref next, ref levels);
        }
    }

    private bool IsMarkSlot() => _spec.EventsPerSecond >= 3 ? _slot == 0 : ((_second * _spec.EventsPerSecond) + _slot) % MarkEverySlots == MarkEverySlots - 1;

    private void EmitMark(ref MarketEvent next)
    {
        var mid = (_bidTicks + _askTicks) * _tickSize / 2;
        _index += 0.2 * (_price - _index);
        _mark += 0.4 * (mid - _mark);
        var premium = (mid - _index) / _index;
        var rate = Math.Clamp(FundingRateUsual + (premium / 10), -FundingRateMax, FundingRateMax);
        _rate = (long)Math.Floor((rate * RateStepsPerUnit) + 0.5) * RateStepScaled;
        next = new MarketEvent
        {
            TimeMs = _slotTimeMs,
            Kind = MarketEventKind.Mark,
            Price = ToTicks(_mark) * _tick,
            AskPrice = ToTicks(_index) * _tick,
            AskQuantity = _rate,
            DepthIndex = -1,
        };
    }

    private void EmitTrade(ref MarketEvent next)
    {
        var isBuy = _random.Unit() < _mood.BuyShare;
        next = new MarketEvent
        {
            TimeMs = _slotTimeMs,
            Kind = MarketEventKind.Trade,
            Price = (isBuy ? _askTicks : _bidTicks) * _tick,
            // Many small trades, few large ones: the mean of u/(1.05−v) is 1.5.
            Quantity = ToLots(_instrument.UsualQuantity * _mood.Activity * _random.Unit() / (1.05 - _random.Unit()) / 3),
            Side = isBuy ? TakerSide.Buy : TakerSide.Sell,
            DepthIndex = -1,
        };
    }

    private void EmitBook(ref MarketEvent next, ref int levels)
    {
        var spreadTicks = Math.Max(1, (long)(_price * _mood.Spread / _tickSize));
        _bidTicks = (long)Math.Floor((_price / _tickSize) - (spreadTicks / 2.0) + 0.5);
        _askTicks = _bidTicks + spreadTicks;
        next = new MarketEvent
        {
            TimeMs = _slotTimeMs,
            Kind = MarketEventKind.Book,
            Price = _bidTicks * _tick,
            Quantity = BookQuantity(1),
            AskPrice = _askTicks * _tick,
            AskQuantity = BookQuantity(1),
            DepthIndex = levels,
        };

        var (bid, ask) = (_bidTicks, _askTicks);
        var steps = _random.Next();
        for (var level = 0; level < DepthLevels; level++)
        {
            bid -= 1 + (long)(steps & 3);
            ask += 1 + (long)((steps >> 2) & 3);
            steps >>= 4;
            ref var deeper = ref _levels[levels++];
            deeper.BidPrice = bid * _tick;
            deeper.BidQuantity = BookQuantity(level + 2);
            deeper.AskPrice = ask * _tick;
            deeper.AskQuantity = BookQuantity(level + 2);
        }
    }

    private long BookQuantity(int level) => ToLots(_instrument.UsualQuantity * 2 * _mood.Depth * level * (0.3 + _random.Unit()));

    private long ToTicks(double price) => (long)Math.Floor((price / _tickSize) + 0.5);

    private long ToLots(double quantity) => Math.Max(1, (long)(quantity / _lotSize)) * _lot;
}
