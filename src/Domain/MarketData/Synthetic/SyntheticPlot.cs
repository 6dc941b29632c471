namespace Trading.Domain.MarketData.Synthetic;

/// <summary>
/// The story of a scenario, told second by second: phases whose lengths and sizes are drawn as they begin, so nothing depends on how long
/// the story will be told. Prices are fractions of the start price.
/// </summary>
internal struct SyntheticPlot(SyntheticScenario scenario)
{
    // Phases shared by the scenarios: before and between the events, the move, its top or bottom, the way back.
    private const int Calm = 0;
    private const int Move = 1;
    private const int Turn = 2;
    private const int Return = 3;

    private const double PriceMax = 8;
    private const double PriceMin = 0.125;

    private int _phase;
    private long _left;
    private double _size;
    private double _origin = 1;
    private double _target = 1;
    private bool _began;

    /// <summary>The mood of the next second at the price that holds now.</summary>
    public SyntheticMood Next(ref SyntheticRandom random, double price)
    {
        if (!_began)
        {
            _began = true;
            BeginCalm(ref random, price);
        }

        while (_left == 0)
        {
            BeginNext(ref random, price);
        }

        _left--;
        return scenario switch
        {
            SyntheticScenario.Trend => Trending(),
            SyntheticScenario.PumpAndDump => Pumping(price),
            SyntheticScenario.FlashCrash => Crashing(price),
            _ => SyntheticMood.Quiet with { Drift = Pull(price, 1, 1800), BuyShare = price < 1 ? 0.52 : 0.48 },
        };
    }

    public readonly void Save(List<long> integers, List<double> reals)
    {
        integers.AddRange([_phase, _left, _began ? 1 : 0]);
        reals.AddRange([_size, _origin, _target]);
    }

    public void Load(ReadOnlySpan<long> integers, ReadOnlySpan<double> reals)
    {
        (_phase, _left, _began) = ((int)integers[0], integers[1], integers[2] == 1);
        (_size, _origin, _target) = (reals[0], reals[1], reals[2]);
    }

    /// <summary>Drift that leads back to the target with a time constant in seconds.</summary>
    private static double Pull(double price, double target, double seconds) => (target - price) / price / seconds;

    private void BeginCalm(ref SyntheticRandom random, double price)
    {
        _phase = Calm;
        _origin = price;
        (_left, _size) = scenario switch
        {
            // A regime has one drift, a fraction per second; far from the start it leads back.
            SyntheticScenario.Trend => ((long)random.Between(1200, 4200), TrendDrift(ref random, price)),
            SyntheticScenario.PumpAndDump => ((long)random.Between(900, 1800), 0),
            SyntheticScenario.FlashCrash => ((long)random.Between(1200, 2700), 0),
            _ => (86_400L, 0),
        };
    }

    private static double TrendDrift(ref SyntheticRandom random, double price)
    {
        var perHour = random.Between(0.015, 0.045);
        var rises = random.Unit() < 0.6;
        if (price is > PriceMax or < PriceMin)
        {
            rises = price < PriceMin;
        }

        return (rises ? perHour : -perHour) / 3600;
    }

    private void BeginNext(ref SyntheticRandom random, double price)
    {
        if (scenario is SyntheticScenario.Calm or SyntheticScenario.Trend || _phase == Return)
        {
            BeginCalm(ref random, price);
            return;
        }

        _phase++;
        var isPump = scenario is SyntheticScenario.PumpAndDump;
        switch (_phase)
        {
            case Move:
                _origin = price;
                _size = isPump ? random.Between(0.11, 0.17) : -random.Between(0.08, 0.15);
                _left = (long)(isPump ? random.Between(22, 38) : random.Between(8, 20));
                _target = price * (1 + _size);
                break;
            case Turn:
                _left = (long)(isPump ? random.Between(6, 14) : random.Between(5, 15));
                break;
            default:
                // A pump gives back most of its rise, a crash recovers a part of its fall.
                _target = price + ((_origin - price) * random.Between(isPump ? 0.6 : 0.5, 0.9));
                _left = (long)random.Between(180, 420);
                break;
        }
    }

    private readonly SyntheticMood Trending() => SyntheticMood.Quiet with
    {
        Drift = _size,
        Volatility = 0.00018,
        Activity = 1.2,
        BuyShare = _size > 0 ? 0.56 : 0.44,
    };

    private readonly SyntheticMood Pumping(double price) => _phase switch
    {
        Move => new(Pull(price, _target, _left + 1), 0.0006, 12, 0.001, 0.8, 0.85, 0.7),
        Turn => new(0, 0.0008, 9, 0.0015, 0.8, 0.5, 0.7),
        Return => new(Pull(price, _target, 70), 0.0005, _left > 120 ? 4 : 1.8, 0.001, 0.8, 0.32, 0.55),
        _ => SyntheticMood.Quiet with { Drift = Pull(price, 1, 5400) },
    };

    private readonly SyntheticMood Crashing(double price) => _phase switch
    {
        Move => new(Pull(price, _target, _left + 1), 0.0012, 10, 0.012, 0.15, 0.12, 0.7),
        Turn => new(0, 0.002, 8, 0.02, 0.15, 0.45, 0.65),
        Return => new(Pull(price, _target, 60), 0.0008, _left > 120 ? 4 : 2, 0.003, 0.5, 0.66, 0.55),
        _ => SyntheticMood.Quiet with { Drift = Pull(price, 1, 5400) },
    };
}
