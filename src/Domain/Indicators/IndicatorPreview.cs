using Trading.Domain.MarketData;

namespace Trading.Domain.Indicators;

/// <summary>
/// Evaluates one indicator over a stream of batches in bounded memory and hands out its values. Makes the instants that the
/// recording has no event for: candle closes and whole seconds.
/// </summary>
public sealed class IndicatorPreview
{
    private const long SecondMs = 1000;

    private readonly IndicatorSet _set;
    private readonly IndicatorSpec _spec;
    private readonly PreviewCadence _every;
    private readonly long _intervalMs;
    private readonly Action<long, double> _point;
    private readonly int _priceScale;
    private readonly int _quantityScale;
    private readonly bool[] _isPoint = new bool[IndicatorSet.BlockSizeMax];
    private MarketEvent[] _events = new MarketEvent[IndicatorSet.BlockSizeMax];
    private MarketEvent[] _spare = new MarketEvent[IndicatorSet.BlockSizeMax];
    private MarkSource _mark;
    private MarketBatch? _lastBatch;
    private int _count;
    private long? _now;
    private long? _firstMs;
    private long _nextMs = long.MaxValue;
    private bool _endsWithCandle;

    /// <param name="spec">What to evaluate; no instance indicator.</param>
    /// <param name="priceScale">Decimals of prices in the batches to come.</param>
    /// <param name="quantityScale">Decimals of quantities.</param>
    /// <param name="every">At which instants.</param>
    /// <param name="candleInterval">Interval of <see cref="PreviewCadence.Candle"/>; null takes the indicator's own.</param>
    /// <param name="point">Receives Unix ms and the value, NaN when unknown, in order of time.</param>
    /// <exception cref="ArgumentException">An instance indicator, or cadence Candle without any interval.</exception>
    public IndicatorPreview(
        IndicatorSpec spec, int priceScale, int quantityScale, PreviewCadence every, TimeSpan? candleInterval, Action<long, double> point)
    {
        _set = new IndicatorSet(priceScale, quantityScale, [spec]);
        (_spec, _every, _point, _priceScale, _quantityScale) = (spec, every, point, priceScale, quantityScale);
        var interval = candleInterval ?? spec.CandleInterval;
        if (every == PreviewCadence.Candle && interval is not { Ticks: > 0 })
        {
            throw new ArgumentException($"{spec.Type} has no candles of its own: a preview by candle needs an interval.", nameof(candleInterval));
        }

        _intervalMs = every == PreviewCadence.Candle ? (long)interval!.Value.TotalMilliseconds : SecondMs;
    }

    /// <summary>Points with a known value so far.</summary>
    public long Known { get; private set; }

    /// <summary>Points without one.</summary>
    public long Unknown { get; private set; }

    public void Append(MarketBatch batch)
    {
        _lastBatch = batch;
        foreach (ref readonly var market in batch.Events)
        {
            var now = Math.Max(_now ?? market.TimeMs, market.TimeMs);
            HandOutUntil(now);
            _ = _mark.Apply(market);
            Push(market, _every == PreviewCadence.Event && Feeds(market));
            _now = now;
            _endsWithCandle = market.Kind == MarketEventKind.CandleStep;
            Schedule(market, now);
        }
    }

    /// <summary>Ends the stream: closes a replayed candle that is complete and hands out the points that stood before the last instant.</summary>
    public void Complete()
    {
        if (_now is { } now)
        {
            // The last step of a candle stands 1 ms before its end, which the data therefore cover.
            HandOutUntil(_endsWithCandle || _every == PreviewCadence.Second ? now + 1 : now);
        }

        Flush();
    }

    private bool Feeds(in MarketEvent market) => market.Kind switch
    {
        MarketEventKind.Trade or MarketEventKind.CandleStep => _spec.Reads(IndicatorSeries.Trade) || FeedsMark(MarkSeries.Trade),
        MarketEventKind.Book => _spec.Reads(IndicatorSeries.Book) || FeedsMark(MarkSeries.Book),
        MarketEventKind.Mark => _spec.Reads(IndicatorSeries.Mark),
        _ => false,
    };

    private bool FeedsMark(MarkSeries series) => _spec.Reads(IndicatorSeries.Mark) && _mark.Series == series;

    /// <summary>Makes the scheduled instants that lie before the event at <paramref name="now"/>; candle closes also those at it.</summary>
    private void HandOutUntil(long now)
    {
        while (_nextMs < now || (_nextMs == now && _every == PreviewCadence.Candle))
        {
            Push(new MarketEvent { Kind = MarketEventKind.Heartbeat, TimeMs = _nextMs, DepthIndex = -1 }, isPoint: true);
            _nextMs = _every == PreviewCadence.Second ? _nextMs + SecondMs : long.MaxValue;
        }
    }

    private void Schedule(in MarketEvent market, long now)
    {
        if (market.Kind < MarketEventKind.Mark || _every == PreviewCadence.Event)
        {
            return;
        }

        _firstMs ??= now;
        if (_nextMs != long.MaxValue)
        {
            return;
        }

        var rest = ((now % _intervalMs) + _intervalMs) % _intervalMs;
        if (_every == PreviewCadence.Second)
        {
            _nextMs = rest == 0 ? now : now - rest + _intervalMs;
        }
        else if (market.Kind is MarketEventKind.Trade or MarketEventKind.CandleStep && _firstMs <= now - rest)
        {
            _nextMs = now - rest + _intervalMs;
        }
    }

    private void Push(in MarketEvent market, bool isPoint)
    {
        if (_count == IndicatorSet.BlockSizeMax)
        {
            Flush();
        }

        _events[_count] = market;
        _isPoint[_count] = isPoint;
        _count++;
    }

    private void Flush()
    {
        if (_count == 0)
        {
            return;
        }

        _set.Append(new MarketBatch(_lastBatch!.Symbol, _priceScale, _quantityScale, _events, _count), 0, _count);
        var values = _set.Column(0);
        for (var row = 0; row < _count; row++)
        {
            if (_isPoint[row])
            {
                (Known, Unknown) = double.IsNaN(values[row]) ? (Known, Unknown + 1) : (Known + 1, Unknown);
                _point(_events[row].TimeMs, values[row]);
            }
        }

        // The set still looks at this array when the next block begins.
        (_events, _spare) = (_spare, _events);
        _count = 0;
    }
}
