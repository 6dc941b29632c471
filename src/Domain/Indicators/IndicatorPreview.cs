using System.Collections.Immutable;
using Trading.Domain.MarketData;

namespace Trading.Domain.Indicators;

/// <summary>
/// Evaluates indicators of one symbol over a stream of batches in bounded memory and hands out their values. Makes the instants that the
/// recording has no event for: candle closes and whole seconds.
/// </summary>
public sealed class IndicatorPreview
{
    private const long SecondMs = 1000;

    private readonly IndicatorSet _set;
    private readonly ImmutableArray<IndicatorSpec> _specs;
    private readonly PreviewCadence _every;
    private readonly long _intervalMs;
    private readonly Action<int, long, double> _point;
    private readonly int _priceScale;
    private readonly int _quantityScale;
    private readonly bool[][] _isPoint;
    private readonly MarketEvent[] _events = new MarketEvent[IndicatorSet.BlockSizeMax];
    private MarkSource _mark;
    private MarketBatch? _lastBatch;
    private int _count;
    private long? _now;
    private long? _firstMs;
    private long _nextMs = long.MaxValue;
    private bool _endsWithCandle;

    /// <param name="specs">What to evaluate; no instance indicators.</param>
    /// <param name="priceScale">Decimals of prices in the batches to come.</param>
    /// <param name="quantityScale">Decimals of quantities.</param>
    /// <param name="every">At which instants.</param>
    /// <param name="candleInterval">Interval of <see cref="PreviewCadence.Candle"/>; null takes the indicators' own, which is to be one and the same.</param>
    /// <param name="point">Receives the place of the spec, Unix ms and the value, NaN when unknown; for each spec in order of time.</param>
    /// <exception cref="ArgumentException">An instance indicator, or cadence Candle without one interval for all.</exception>
    public IndicatorPreview(
        ImmutableArray<IndicatorSpec> specs, int priceScale, int quantityScale, PreviewCadence every, TimeSpan? candleInterval,
        Action<int, long, double> point)
    {
        _set = new IndicatorSet(priceScale, quantityScale, specs);
        (_specs, _every, _point, _priceScale, _quantityScale) = (specs, every, point, priceScale, quantityScale);
        var instants = new bool[IndicatorSet.BlockSizeMax];
        _isPoint = [.. specs.Select(_ => every == PreviewCadence.Event ? new bool[IndicatorSet.BlockSizeMax] : instants)];
        var interval = candleInterval ?? specs[0].CandleInterval;
        if (every == PreviewCadence.Candle && interval is not { Ticks: > 0 })
        {
            throw new ArgumentException($"{specs[0].Type} has no candles of its own: a preview by candle needs an interval.", nameof(candleInterval));
        }

        if (every == PreviewCadence.Candle && candleInterval is null && specs.Any(spec => spec.CandleInterval != interval))
        {
            throw new ArgumentException("A preview by candle needs one interval for all.", nameof(candleInterval));
        }

        _intervalMs = every == PreviewCadence.Candle ? (long)interval!.Value.TotalMilliseconds : SecondMs;
    }

    public void Append(MarketBatch batch)
    {
        _lastBatch = batch;
        foreach (ref readonly var market in batch.Events)
        {
            var now = Math.Max(_now ?? market.TimeMs, market.TimeMs);
            HandOutUntil(now);
            _ = _mark.Apply(market);
            Push(market, isInstant: false);
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

    private bool Feeds(in MarketEvent market, IndicatorSpec spec) => market.Kind switch
    {
        MarketEventKind.Trade or MarketEventKind.CandleStep => spec.Reads(IndicatorSeries.Trade) || FeedsMark(MarkSeries.Trade, spec),
        MarketEventKind.Book => spec.Reads(IndicatorSeries.Book) || FeedsMark(MarkSeries.Book, spec),
        MarketEventKind.Mark => spec.Reads(IndicatorSeries.Mark),
        _ => false,
    };

    private bool FeedsMark(MarkSeries series, IndicatorSpec spec) => spec.Reads(IndicatorSeries.Mark) && _mark.Series == series;

    /// <summary>Makes the scheduled instants that lie before the event at <paramref name="now"/>; candle closes also those at it.</summary>
    private void HandOutUntil(long now)
    {
        while (_nextMs < now || (_nextMs == now && _every == PreviewCadence.Candle))
        {
            Push(new MarketEvent { Kind = MarketEventKind.Heartbeat, TimeMs = _nextMs, DepthIndex = -1 }, isInstant: true);
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

    private void Push(in MarketEvent market, bool isInstant)
    {
        if (_count == IndicatorSet.BlockSizeMax)
        {
            Flush();
        }

        _events[_count] = market;
        _isPoint[0][_count] = isInstant;
        for (var slot = 0; _every == PreviewCadence.Event && slot < _specs.Length; slot++)
        {
            _isPoint[slot][_count] = Feeds(market, _specs[slot]);
        }

        _count++;
    }

    private void Flush()
    {
        if (_count == 0)
        {
            return;
        }

        _set.Append(new MarketBatch(_lastBatch!.Symbol, _priceScale, _quantityScale, _events, _count), 0, _count);
        for (var slot = 0; slot < _specs.Length; slot++)
        {
            var values = _set.Column(slot);
            for (var row = 0; row < _count; row++)
            {
                if (_isPoint[slot][row])
                {
                    _point(slot, _events[row].TimeMs, values[row]);
                }
            }
        }

        _set.KeepBlock();
        _count = 0;
    }
}
