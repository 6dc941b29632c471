using Trading.Domain.MarketData;

namespace Trading.Domain.Indicators;

/// <summary>Evaluates one indicator over a stream of batches in bounded memory and hands out its values.</summary>
/// <param name="candleInterval">Interval of <see cref="PreviewCadence.Candle"/>; null takes the indicator's own.</param>
/// <param name="point">Receives Unix ms and the value, NaN when unknown, in order of time.</param>
/// <exception cref="ArgumentException">An instance indicator, or cadence Candle without any interval.</exception>
public sealed class IndicatorPreview(
    IndicatorSpec spec, int priceScale, int quantityScale, PreviewCadence every, TimeSpan? candleInterval, Action<long, double> point)
{
    /// <summary>Points with a known value so far.</summary>
    public long Known => throw new NotSupportedException();

    public long Unknown => throw new NotSupportedException();

    public void Append(MarketBatch batch) => throw new NotSupportedException($"{spec}{priceScale}{quantityScale}{every}{candleInterval}{point.Method}{batch.Count}");

    /// <summary>Ends the stream: closes a replayed candle that is complete and hands out the points that stood before the last instant.</summary>
    public void Complete() => throw new NotSupportedException();
}
