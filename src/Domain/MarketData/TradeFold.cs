namespace Trading.Domain.MarketData;

/// <summary>Folds scaled trades into candles without a decimal operation for each trade.</summary>
internal sealed class TradeFold(CandleInterval interval)
{
    private long _openMs;
    private long _closeMs = long.MinValue;
    private long _open;
    private long _high;
    private long _low;
    private long _close;
    private Int128 _volume;
    private long _trades;
    private int _priceScale;
    private int _quantityScale;

    /// <summary>Takes trades from <paramref name="start"/> on until one closes the candle or the batch ends.</summary>
    /// <returns>The index to go on at.</returns>
    public int Take(MarketBatch batch, int start, out Candle? closed)
    {
        closed = null;
        (_priceScale, _quantityScale) = (batch.PriceScale, batch.QuantityScale);
        var events = batch.Events;
        for (var i = start; i < events.Length; i++)
        {
            ref readonly var trade = ref events[i];
            if (trade.Kind is not MarketEventKind.Trade)
            {
                continue;
            }

            if (trade.TimeMs >= _closeMs)
            {
                closed = Finish();
                Begin(in trade);
                if (closed is not null)
                {
                    return i + 1;
                }

                continue;
            }

            _high = Math.Max(_high, trade.Price);
            _low = Math.Min(_low, trade.Price);
            _close = trade.Price;
            _volume += trade.Quantity;
            _trades++;
        }

        return events.Length;
    }

    public Candle? Finish()
    {
        if (_trades == 0)
        {
            return null;
        }

        var candle = new Candle(
            _openMs, Price(_open), Price(_high), Price(_low), Price(_close), (decimal)_volume * Scaled.ToDecimal(1, _quantityScale), _trades);
        _trades = 0;
        return candle;
    }

    private void Begin(in MarketEvent trade)
    {
        _openMs = interval.OpenTimeOf(trade.TimeMs);
        _closeMs = interval.CloseTimeOf(_openMs);
        (_open, _high, _low, _close) = (trade.Price, trade.Price, trade.Price, trade.Price);
        _volume = trade.Quantity;
        _trades = 1;
    }

    private decimal Price(long scaled) => Scaled.ToDecimal(scaled, _priceScale);
}
