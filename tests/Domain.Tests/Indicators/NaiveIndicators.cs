using System.Globalization;
using System.Text.Json;
using Trading.Domain.Indicators;
using Trading.Domain.MarketData;

namespace Trading.Domain.Tests.Indicators;

/// <summary>
/// The catalogue computed the plain way: from the whole list of events, with decimal sums and loops, for one event at a time.
/// Shares nothing with the streaming code but the text of the spec.
/// </summary>
internal sealed class NaiveIndicators(IReadOnlyList<MarketEvent> events, decimal priceUnit, decimal quantityUnit)
{
    private const long RecentMs = 900_000;
    private const double Unknown = double.NaN;

    private readonly long[] _nows = Nows(events);
    private readonly bool _hasGaps = events.Any(market => market.Kind == MarketEventKind.Gap);
    private readonly Dictionary<string, Step[]> _series = [];
    private int _last;
    private long _now;

    /// <summary>The value after event <paramref name="index"/>.</summary>
    public double Value(IndicatorSpec spec, int index)
    {
        _last = index;
        _now = _nows[index];
        using var document = JsonDocument.Parse(spec.CanonicalJson);
        var json = document.RootElement;
        if (!IsCovered(spec) || IsInGap() || HasGap(spec.Type, json))
        {
            return Unknown;
        }

        var value = Compute(spec.Type, json);
        return double.IsFinite(value) ? value : Unknown;
    }

    private double Compute(string type, JsonElement json) => type switch
    {
        "price" => At(Trades(), _now),
        "mark_price" => MarkPrice(),
        "index_price" => LastOf(MarketEventKind.Mark, market => market.AskPrice > 0 ? (double)(market.AskPrice / priceUnit) : null),
        "funding_rate" => FundingRate(),
        "twap" => T(Trades(), Window(json)),
        "twap_ratio" => T(Trades(), Current(json)) / T(Trades(), Baseline(json)),
        "pump_magnitude_pct" => Change(T(Trades(), Current(json)), T(Trades(), Baseline(json))),
        "price_velocity" => Velocity(Current(json), Baseline(json), _now),
        "price_momentum_pct" => Change(PriceMean(Current(json)), PriceMean(Baseline(json))),
        "velocity_cascade" => Cascade(json),
        "velocity_stabilization" => Stabilization(json),
        "momentum_reversal_pct" => Reversal(json),
        "volume" => (double)V(Window(json)),
        "trade_count" => N(Window(json)),
        "average_trade_size" => Divide(V(Window(json)), N(Window(json))),
        "volume_surge_ratio" => Rates((double)V(Current(json)), (double)V(Baseline(json)), json, json.GetProperty("minBaseline").GetDouble()),
        "trade_frequency_ratio" => Rates(N(Current(json)), N(Baseline(json)), json, 0),
        "volume_concentration" => Divide(V(At(json, "short")), V(At(json, "long"))),
        "taker_flow_imbalance" => Divide(
            V(Window(json), TakerSide.Buy) - V(Window(json), TakerSide.Sell), V(Window(json), TakerSide.Buy) + V(Window(json), TakerSide.Sell)),
        "vwap" => Divide(In(Window(json)).Sum(trade => trade.Price / priceUnit * (trade.Quantity / quantityUnit)), V(Window(json))),
        "max_price" => Extreme(Window(json), max: true),
        "min_price" => Extreme(Window(json), max: false),
        "drawdown_from_high_pct" => Drawdown(Window(json)),
        "rise_from_low_pct" => Change(At(Trades(), _now), Extreme(Window(json), max: false)),
        "support_proximity_pct" => Change(T(Trades(), Current(json)), T(Trades(), At(json, "support"))),
        "volatility_pct" => Volatility(json),
        "spread_pct" => At(Books(SpreadPct), _now),
        "average_spread_pct" => T(Books(SpreadPct), Window(json)),
        "spread_widening_ratio" => T(Books(SpreadPct), Current(json)) / T(Books(SpreadPct), Baseline(json)),
        "book_imbalance_pct" => T(Books(ImbalancePct), Window(json)),
        "liquidity" => T(Books(Liquidity), Window(json)),
        "liquidity_drain_pct" => Drain(json),
        "dump_exhaustion_score" => Exhaustion(json),
        _ => Candles(type, json),
    };

    private static long[] Nows(IReadOnlyList<MarketEvent> events)
    {
        var nows = new long[events.Count];
        for (var index = 0; index < nows.Length; index++)
        {
            nows[index] = Math.Max(index == 0 ? long.MinValue : nows[index - 1], events[index].TimeMs);
        }

        return nows;
    }

    private bool IsCovered(IndicatorSpec spec)
    {
        for (var index = 0; index <= _last; index++)
        {
            if (events[index].Kind >= MarketEventKind.Mark)
            {
                return spec.CandleInterval is not null || _now - _nows[index] >= (long)spec.LongestWindow.TotalMilliseconds;
            }
        }

        return false;
    }

    /// <summary>Gaps noted so far, each from its beginning to its end or the first data after it.</summary>
    private List<(long From, long To, bool IsOpen)> Gaps()
    {
        var gaps = new List<(long From, long To, bool IsOpen)>();
        for (var index = 0; index <= _last; index++)
        {
            var market = events[index];
            if (market.Kind == MarketEventKind.Gap)
            {
                if (gaps is [.., { IsOpen: true }])
                {
                    gaps[^1] = (gaps[^1].From, market.TimeMs, market.Quantity >= market.TimeMs);
                }
                else
                {
                    gaps.Add((market.Quantity, market.TimeMs, market.Quantity >= market.TimeMs));
                }
            }
            else if (market.Kind >= MarketEventKind.Mark && gaps is [.., { IsOpen: true }])
            {
                gaps[^1] = (gaps[^1].From, _nows[index], false);
            }
        }

        return gaps;
    }

    private bool IsInGap() => _hasGaps && events[_last].Kind <= MarketEventKind.Funding && Gaps() is [.., { IsOpen: true }];

    private bool HasGap(string type, JsonElement json)
    {
        string? window = type switch
        {
            "volume" or "trade_count" or "average_trade_size" or "taker_flow_imbalance" or "vwap" => "window",
            "volume_surge_ratio" or "trade_frequency_ratio" or "price_momentum_pct" => "current",
            "volume_concentration" => "short",
            _ => null,
        };
        if (type == "dump_exhaustion_score")
        {
            (window, json) = ("current", json.GetProperty("volume_surge"));
        }

        if (window is null || !_hasGaps)
        {
            return false;
        }

        var (from, to) = At(json, window);
        return Gaps().Any(gap => !gap.IsOpen && gap.To - gap.From > 2000 && gap.To > _now - from && gap.From < _now - to);
    }

    /// <summary>The values of a series in order, each with its event; null is unknown.</summary>
    private Step[] Series(string name, Func<MarketEvent, bool> isOf, Func<MarketEvent, decimal?> value)
    {
        if (!_series.TryGetValue(name, out var series))
        {
            var steps = new List<Step>();
            var open = long.MaxValue;
            for (var index = 0; index < events.Count; index++)
            {
                var market = events[index];
                var last = steps.Count > 0 ? steps[^1].Time : long.MinValue;
                if (market.Kind == MarketEventKind.Gap)
                {
                    // Before its noted beginning the series may still have moved; one inside an open one began with that.
                    var from = Math.Min(open, market.Quantity);
                    open = market.Quantity == market.TimeMs ? from : long.MaxValue;
                    steps.Add(new Step(Math.Max(from, last), null, index));
                    continue;
                }

                open = market.Kind is MarketEventKind.Heartbeat or MarketEventKind.Funding ? open : long.MaxValue;
                if (isOf(market))
                {
                    steps.Add(new Step(Math.Max(market.TimeMs, last), value(market), index));
                }
            }

            _series.Add(name, series = [.. steps]);
        }

        return series;
    }

    private Step[] Trades() => Series("trades", IsTrade, trade => trade.Price / priceUnit);

    private Step[] Books(Func<MarketEvent, decimal?> value) =>
        Series(value.Method.Name, market => market.Kind == MarketEventKind.Book, book => book.Price > 0 && book.AskPrice >= book.Price ? value(book) : null);

    private static bool IsTrade(MarketEvent market) => market.Kind is MarketEventKind.Trade or MarketEventKind.CandleStep;

    private static decimal? SpreadPct(MarketEvent book) => 100m * (book.AskPrice - book.Price) / ((book.AskPrice + book.Price) / 2m);

    private static decimal? ImbalancePct(MarketEvent book) =>
        book.Quantity + book.AskQuantity == 0 ? null : 100m * (book.Quantity - book.AskQuantity) / (book.Quantity + book.AskQuantity);

    private decimal? Liquidity(MarketEvent book) =>
        (book.Price / priceUnit * (book.Quantity / quantityUnit)) + (book.AskPrice / priceUnit * (book.AskQuantity / quantityUnit));

    private double At(Step[] series, long at)
    {
        decimal? value = null;
        foreach (var step in series)
        {
            if (step.Event <= _last && step.Time <= at)
            {
                value = step.Value;
            }
        }

        return (double?)value ?? Unknown;
    }

    private static long Edge(long now, long distanceMs) =>
        distanceMs > RecentMs ? (long)Math.Floor((now - distanceMs) / 1000.0) * 1000 : now - distanceMs;

    private double T(Step[] series, (long From, long To) window) => T(series, window, _now);

    private double T(Step[] series, (long From, long To) window, long now)
    {
        var (start, end) = (Edge(now, window.From), Edge(now, window.To));
        var (area, known) = (0m, 0L);
        for (var index = 0; index < series.Length && series[index].Event <= _last; index++)
        {
            var isLast = index + 1 == series.Length || series[index + 1].Event > _last;
            var from = Math.Max(start, series[index].Time);
            var to = Math.Min(end, isLast ? end : series[index + 1].Time);
            if (to > from && series[index].Value is { } value)
            {
                area += value * (to - from);
                known += to - from;
            }
        }

        return known > 0 && 2 * known >= end - start ? (double)(area / known) : Unknown;
    }

    private double Velocity((long From, long To) current, (long From, long To) baseline, long now)
    {
        var trades = Trades();
        var distance = (baseline.From + baseline.To - current.From - current.To) / 2000.0;
        return Change(T(trades, current, now), T(trades, baseline, now)) / distance;
    }

    /// <summary>Trades inside a window, those of one instant included at its closed end.</summary>
    private IEnumerable<MarketEvent> In((long From, long To) window)
    {
        var (start, end) = (Edge(_now, window.From), Edge(_now, window.To));
        return events.Take(_last + 1).Where(market => IsTrade(market) && market.TimeMs > start && market.TimeMs <= end);
    }

    private decimal V((long From, long To) window, TakerSide? side = null) =>
        In(window).Where(trade => side is null || trade.Side == side).Sum(trade => trade.Quantity / quantityUnit);

    private int N((long From, long To) window) => In(window).Count(trade => trade.Quantity > 0);

    private double PriceMean((long From, long To) window)
    {
        var prices = In(window).Select(trade => trade.Price / priceUnit).ToArray();
        return prices.Length == 0 ? Unknown : (double)(prices.Sum() / prices.Length);
    }

    private static double Rates(double current, double baseline, JsonElement json, double minimum)
    {
        var (now, before) = (Current(json), Baseline(json));
        return baseline <= minimum ? Unknown : current / (now.From - now.To) / (baseline / (before.From - before.To));
    }

    private double Extreme((long From, long To) window, bool max)
    {
        var prices = In(window).Select(trade => (double)(trade.Price / priceUnit)).ToList();
        var holding = At(Trades(), Edge(_now, window.From));
        if (!double.IsNaN(holding))
        {
            prices.Add(holding);
        }

        return prices.Count == 0 ? Unknown : max ? prices.Max() : prices.Min();
    }

    private double Drawdown((long From, long To) window)
    {
        var max = Extreme(window, max: true);
        return 100 * (max - At(Trades(), _now)) / max;
    }

    private double Volatility(JsonElement json)
    {
        var (from, to) = Window(json);
        var step = Ms(json.GetProperty("step"));
        var trades = Trades();
        var returns = new List<double>();
        var before = Unknown;
        for (var time = FirstGrid(Edge(_now, from) + 1, step); time <= Edge(_now, to) && time < _now; time += step)
        {
            var price = At(trades, time);
            if (!double.IsNaN(price / before))
            {
                returns.Add(Math.Log(price / before));
            }

            before = price;
        }

        return returns.Count < 2 ? Unknown : 100 * Sigma(returns);
    }

    private double Stabilization(JsonElement json)
    {
        var (count, spacing) = (json.GetProperty("samples").GetInt32(), Ms(json.GetProperty("spacing")));
        var newest = FirstGrid(_now, spacing) - spacing;
        var velocities = Enumerable.Range(0, count).Select(back => Velocity(Current(json), Baseline(json), newest - (back * spacing))).ToList();
        var size = velocities.Average(Math.Abs);
        return size < 0.001 ? Unknown : Sigma(velocities) / size;
    }

    private double Reversal(JsonElement json)
    {
        var lookback = Ms(json.GetProperty("lookback"));
        var now = Velocity(Current(json), Baseline(json), _now);
        var peak = now;
        for (var time = FirstGrid(_now, 1000) - 1000; time > _now - lookback; time -= 1000)
        {
            var velocity = Velocity(Current(json), Baseline(json), time);
            if (Math.Abs(velocity) > Math.Abs(peak))
            {
                peak = velocity;
            }
        }

        return double.IsNaN(now) || Math.Abs(peak) < 0.001 ? Unknown : 100 * (now - peak) / Math.Abs(peak);
    }

    private double Cascade(JsonElement json)
    {
        var velocities = json.GetProperty("frames").EnumerateArray().Select(frame => Velocity(Current(frame), Baseline(frame), _now)).ToArray();
        var leads = velocities.Zip(velocities.Skip(1), (v, next) => (v - next) / Math.Max(Math.Abs(next), 0.01)).ToArray();
        var x = leads.Select((lead, index) => lead * Math.Pow(2, -index)).Sum() / leads.Select((_, index) => Math.Pow(2, -index)).Sum();
        if (leads.Length >= 2 && (leads.All(lead => lead > 0) || leads.All(lead => lead < 0)))
        {
            x *= 1.2;
        }

        return Math.Tanh(x / 2);
    }

    private double Drain(JsonElement json)
    {
        var (now, before) = (T(Books(Liquidity), Current(json)), T(Books(Liquidity), Baseline(json)));
        return before < json.GetProperty("minBaseline").GetDouble() ? Unknown : 100 * (before - now) / before;
    }

    private double Exhaustion(JsonElement json)
    {
        var (velocity, surge, imbalance) = (json.GetProperty("velocity"), json.GetProperty("volume_surge"), json.GetProperty("imbalance"));
        double[] parts =
        [
            Math.Abs(Velocity(Current(velocity), Baseline(velocity), _now)),
            Rates((double)V(Current(surge)), (double)V(Baseline(surge)), surge, 0),
            Drawdown((Ms(json.GetProperty("peakLookback")), 0)),
            T(Books(ImbalancePct), Window(imbalance)),
        ];
        if (parts.Any(part => !double.IsFinite(part)))
        {
            return Unknown;
        }

        var (speed, ratio) = (velocity.GetProperty("below").GetDouble(), surge.GetProperty("below").GetDouble());
        var (depth, tilt) = (json.GetProperty("retracement").GetProperty("above").GetDouble(), imbalance.GetProperty("above").GetDouble());
        return (parts[0] < speed ? 30 : parts[0] < 2 * speed ? 15 : 0)
            + (parts[1] < ratio ? 25 : parts[1] < 1.5 * ratio ? 12.5 : 0)
            + (parts[2] > depth ? 25 : parts[2] >= 0.7 * depth ? 12.5 : 0)
            + (parts[3] > tilt ? 20 : parts[3] >= tilt - 20 ? 10 : 0);
    }

    private double MarkPrice()
    {
        var seen = events.Take(_last + 1).ToArray();
        var kind = seen.Any(market => market.Kind == MarketEventKind.Mark) ? MarketEventKind.Mark
            : seen.Any(market => market.Kind == MarketEventKind.Book && market.Price > 0 && market.AskPrice >= market.Price) ? MarketEventKind.Book
            : MarketEventKind.Trade;
        return kind switch
        {
            MarketEventKind.Mark => LastOf(kind, market => (double)(market.Price / priceUnit)),
            MarketEventKind.Book => LastOf(kind, book => book.Price > 0 && book.AskPrice >= book.Price ? (double)((book.Price + book.AskPrice) / 2m / priceUnit) : Unknown),
            _ => At(Trades(), _now),
        };
    }

    private double FundingRate()
    {
        var rate = Unknown;
        var hasMark = false;
        for (var index = 0; index <= _last; index++)
        {
            var market = events[index];
            hasMark |= market.Kind == MarketEventKind.Mark;
            rate = market.Kind switch
            {
                MarketEventKind.Gap => Unknown,
                MarketEventKind.Funding => market.Quantity / 1e12,
                MarketEventKind.Mark when market.AskQuantity != MarketEvent.None => market.AskQuantity / 1e12,
                _ => rate,
            };
        }

        return hasMark ? rate : Unknown;
    }

    /// <param name="value">Null leaves the value as it was.</param>
    private double LastOf(MarketEventKind kind, Func<MarketEvent, double?> value)
    {
        var last = Unknown;
        for (var index = 0; index <= _last; index++)
        {
            last = events[index].Kind == MarketEventKind.Gap ? Unknown : events[index].Kind == kind ? value(events[index]) ?? last : last;
        }

        return last;
    }

    private double Candles(string type, JsonElement json)
    {
        Assert.True(IntervalMs.TryGetValue(json.GetProperty("interval").GetString()!, out var interval));

        // The reference time: a book that comes late says nothing of the time before it came.
        var first = _nows[events.ToList().FindIndex(market => market.Kind >= MarketEventKind.Mark)];
        var candles = events.Take(_last + 1).Where(IsTrade)
            .GroupBy(trade => FirstGrid(trade.TimeMs + 1, interval) - interval)
            .Where(bucket => bucket.Key >= first && bucket.Key + interval <= _now)
            .OrderBy(bucket => bucket.Key)
            .Select(bucket => (
                High: (double)(bucket.Max(trade => trade.Price) / priceUnit),
                Low: (double)(bucket.Min(trade => trade.Price) / priceUnit),
                Close: (double)(bucket.Last().Price / priceUnit)))
            .ToArray();
        var closes = candles.Select(candle => candle.Close).ToArray();
        var period = json.TryGetProperty("period", out var given) ? given.GetInt32() : 0;
        return type switch
        {
            "sma" => closes.Length < period ? Unknown : closes[^period..].Average(),
            "ema" => Ema(closes, period) is [.., var last] ? last : Unknown,
            "rsi" => Rsi(closes, period),
            "atr" => candles.Length <= period
                ? Unknown
                : Wilder(candles.Zip(candles.Skip(1), (before, candle) => Math.Max(candle.High, before.Close) - Math.Min(candle.Low, before.Close)).ToArray(), period),
            "macd" => Macd(closes, json),
            "bollinger" => closes.Length < period ? Unknown : Bollinger(closes[^period..], json),
            _ => throw new ArgumentException($"{type} has no plain computation.", nameof(type)),
        };
    }

    public static readonly IReadOnlyDictionary<string, long> IntervalMs =
        new Dictionary<string, long> { ["1s"] = 1000, ["5s"] = 5000, ["10s"] = 10_000, ["1m"] = 60_000 };

    private static double[] Ema(double[] values, int period)
    {
        if (values.Length < period)
        {
            return [];
        }

        var means = new List<double> { values[..period].Average() };
        foreach (var value in values[period..])
        {
            var k = 2.0 / (period + 1);
            means.Add((value * k) + (means[^1] * (1 - k)));
        }

        return [.. means];
    }

    private static double Wilder(double[] values, int period) =>
        values[period..].Aggregate(values[..period].Average(), (mean, value) => ((mean * (period - 1)) + value) / period);

    private static double Rsi(double[] closes, int period)
    {
        if (closes.Length <= period)
        {
            return Unknown;
        }

        var changes = closes.Zip(closes.Skip(1), (before, close) => close - before).ToArray();
        var gain = Wilder(changes.Select(change => Math.Max(change, 0)).ToArray(), period);
        var loss = Wilder(changes.Select(change => Math.Max(-change, 0)).ToArray(), period);
        return 100 * gain / (gain + loss);
    }

    private static double Macd(double[] closes, JsonElement json)
    {
        var (fast, slow) = (Ema(closes, json.GetProperty("fast").GetInt32()), Ema(closes, json.GetProperty("slow").GetInt32()));
        var macd = slow.Select((mean, index) => fast[fast.Length - slow.Length + index] - mean).ToArray();
        var signal = Ema(macd, json.GetProperty("signal").GetInt32());
        return json.GetProperty("output").GetString() switch
        {
            "macd" => macd is [.., var last] ? last : Unknown,
            "signal" => signal is [.., var last] ? last : Unknown,
            _ => signal is [.., var last] ? macd[^1] - last : Unknown,
        };
    }

    private static double Bollinger(double[] closes, JsonElement json)
    {
        var (mean, half) = (closes.Average(), json.GetProperty("k").GetDouble() * Sigma(closes));
        if (closes.Distinct().Count() == 1)
        {
            half = 0;
        }

        return json.GetProperty("output").GetString() switch
        {
            "upper" => mean + half,
            "middle" => mean,
            "lower" => mean - half,
            "percent_b" => half == 0 ? Unknown : (closes[^1] - (mean - half)) / (2 * half),
            _ => half == 0 ? Unknown : 2 * half / mean,
        };
    }

    private static double Sigma(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Count);
    }

    private static double Change(double now, double before) => 100 * (now - before) / before;

    private static double Divide(decimal x, decimal y) => y == 0 ? Unknown : (double)(x / y);

    private static long FirstGrid(long atOrAfter, long step) => (long)Math.Ceiling(atOrAfter / (decimal)step) * step;

    private static (long From, long To) Window(JsonElement json) => At(json, "window");

    private static (long From, long To) Current(JsonElement json) => At(json, "current");

    private static (long From, long To) Baseline(JsonElement json) => At(json, "baseline");

    private static (long From, long To) At(JsonElement json, string name) =>
        (Ms(json.GetProperty(name).GetProperty("from")), Ms(json.GetProperty(name).GetProperty("to")));

    private static long Ms(JsonElement seconds) => (long)(decimal.Parse(seconds.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture) * 1000m);

    /// <summary>A value from its time on, as of its event.</summary>
    private readonly record struct Step(long Time, decimal? Value, int Event);
}
