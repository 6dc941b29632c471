using Trading.Domain.Indicators;
using Trading.Domain.MarketData;

namespace Trading.Domain.Tests.Indicators;

/// <summary>Random streams and specs from one seed: equal timestamps, silence, broken books, gaps, late books, candle steps.</summary>
internal sealed class RandomMarket(int seed)
{
    private readonly Random _random = new(seed);

    /// <param name="stepMsMax">Longest time between events.</param>
    public List<MarketEvent> Events(int count, long stepMsMax, bool withGaps, bool withCandleSteps)
    {
        var events = new List<MarketEvent>(count);
        var (now, lastBook, price) = (1_700_000_000_000L + _random.Next(5000), 0L, 10_000L);
        while (events.Count < count)
        {
            now += Step(stepMsMax);
            price = Math.Clamp(price + _random.Next(-200, 201), 2000, 50_000);
            var pick = _random.Next(100);
            if (pick < 45)
            {
                events.Add(Trade(now, price, withCandleSteps));
            }
            else if (pick < 80)
            {
                // Books may arrive later than their time says, never before their predecessor.
                lastBook = Math.Max(lastBook, now - (_random.Next(4) == 0 ? _random.Next(300) : 0));
                events.Add(Book(lastBook, price));
            }
            else if (pick < 90)
            {
                now = (now / 1000 * 1000) + 1000;
                events.Add(new MarketEvent { Kind = MarketEventKind.Heartbeat, TimeMs = now, DepthIndex = -1 });
            }
            else if (pick < 94)
            {
                events.Add(Mark(now, price));
            }
            else if (pick < 96)
            {
                events.Add(new MarketEvent { Kind = MarketEventKind.Funding, TimeMs = now, Quantity = _random.Next(-1000, 1000) * 1000L, DepthIndex = -1 });
            }
            else if (withGaps && events.Count > 20)
            {
                var from = now;
                now += _random.Next(2) == 0 ? 0 : Step(2 * stepMsMax);
                events.Add(new MarketEvent { Kind = MarketEventKind.Gap, TimeMs = now, Quantity = from, DepthIndex = -1 });
            }
        }

        return events;
    }

    /// <summary>A spec of the type whose windows reach at most so far back.</summary>
    public IndicatorSpec Spec(string type, int secondsMax)
    {
        string Single()
        {
            var from = 1 + _random.Next(secondsMax);
            return Window(from, _random.Next(3) == 0 ? _random.Next(from) : 0);
        }

        string Pair(string earlier = "baseline")
        {
            var near = 1 + _random.Next(Math.Max(1, secondsMax / 3));
            var gap = _random.Next(2) * _random.Next(Math.Max(1, secondsMax / 3));
            var far = near + gap + 1 + _random.Next(Math.Max(1, secondsMax / 3));
            return $"\"current\": {Window(near, _random.Next(4) == 0 ? _random.Next(near) : 0)}, \"{earlier}\": {Window(far, near + gap)}";
        }

        string Interval() => $"\"interval\": \"{new[] { "1s", "5s", "10s", "1m" }[_random.Next(4)]}\"";

        var definition = IndicatorCatalog.Find(type)!;
        var members = type switch
        {
            "volume_concentration" => Concentration(),
            "support_proximity_pct" => Pair("support"),
            "velocity_cascade" => $"\"frames\": [ {{ {Pair()} }} , {{ \"current\": {Window(secondsMax / 2, 0)}, \"baseline\": {Window(secondsMax, secondsMax / 2)} }} ]",
            "velocity_stabilization" => $"{Pair()}, \"samples\": {2 + _random.Next(3)}, \"spacing\": {1 + (_random.Next(4) / 2.0):0.0}",
            "momentum_reversal_pct" => $"{Pair()}, \"lookback\": {1 + _random.Next(15)}",
            "volatility_pct" => $"\"window\": {Window(6 + _random.Next(secondsMax), _random.Next(2))}, \"step\": {1 + (_random.Next(2) / 2.0):0.0}",
            "dump_exhaustion_score" => $"\"peakLookback\": {1 + _random.Next(secondsMax)}, \"velocity\": {{ {Pair()} }}, \"volume_surge\": {{ {Pair()} }}, \"retracement\": {{ \"above\": 5 }}, \"imbalance\": {{ \"window\": {Single()} }}",
            "macd" => $"{Interval()}, \"fast\": 2, \"slow\": 4, \"signal\": 3, \"output\": \"{Pick("macd", "signal", "histogram")}\"",
            "bollinger" => $"{Interval()}, \"period\": {2 + _random.Next(4)}, \"output\": \"{Pick("upper", "middle", "lower", "percent_b", "bandwidth")}\"",
            "sma" or "ema" or "rsi" or "atr" => $"{Interval()}, \"period\": {1 + _random.Next(5)}",
            "volume_surge_ratio" => $"{Pair()}, \"minBaseline\": {_random.Next(3)}",
            _ when definition.Parameters.Any(parameter => parameter.Name == "baseline") => Pair(),
            _ when definition.Parameters.Count > 0 => $"\"window\": {Single()}",
            _ => "",
        };
        return Tape.Spec(members.Length == 0 ? $"{{ \"type\": \"{type}\" }}" : $"{{ \"type\": \"{type}\", {members} }}");

        string Concentration()
        {
            var part = 1 + _random.Next(Math.Max(1, secondsMax / 2));
            return $"\"short\": {Window(part, 0)}, \"long\": {Window(part + 1 + _random.Next(Math.Max(1, secondsMax / 2)), 0)}";
        }
    }

    public int Next(int below) => _random.Next(below);

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];

    /// <summary>Whole seconds mostly, tenths of a second now and then.</summary>
    private string Window(int from, int to)
    {
        var tenth = from > to + 1 && _random.Next(5) == 0 ? 0.3 : 0;
        return FormattableString.Invariant($"{{ \"from\": {from - tenth}, \"to\": {to} }}");
    }

    private long Step(long stepMsMax) => _random.Next(5) switch
    {
        0 => 0,
        1 => _random.Next(5),
        _ => _random.NextInt64(stepMsMax),
    };

    private MarketEvent Trade(long now, long price, bool withCandleSteps) => new()
    {
        Kind = withCandleSteps && _random.Next(3) == 0 ? MarketEventKind.CandleStep : MarketEventKind.Trade,
        TimeMs = now,
        Price = price,
        Quantity = withCandleSteps && _random.Next(3) == 0 ? 0 : 1 + _random.Next(5000),
        Side = (TakerSide)_random.Next(3),
        DepthIndex = -1,
    };

    private MarketEvent Book(long time, long price)
    {
        var broken = _random.Next(12);
        return new MarketEvent
        {
            Kind = MarketEventKind.Book,
            TimeMs = time,
            Price = broken == 0 ? 0 : price - _random.Next(50),
            Quantity = _random.Next(10) == 0 ? 0 : _random.Next(5000),
            AskPrice = broken == 1 ? 0 : broken == 2 ? price - 60 : price + _random.Next(50),
            AskQuantity = _random.Next(10) == 0 ? 0 : _random.Next(5000),
            DepthIndex = -1,
        };
    }

    private MarketEvent Mark(long now, long price) => new()
    {
        Kind = MarketEventKind.Mark,
        TimeMs = now,
        Price = price,
        AskPrice = _random.Next(2) * price,
        AskQuantity = _random.Next(2) == 0 ? MarketEvent.None : _random.Next(1000) * 1000L,
        DepthIndex = -1,
    };
}
