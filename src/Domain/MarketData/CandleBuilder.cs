namespace Trading.Domain.MarketData;

/// <summary>Folds trades, or finer candles, into calendar-aligned candles. Empty intervals give none.</summary>
public sealed class CandleBuilder(CandleInterval interval)
{
    private long _closeMs = long.MinValue;
    private Candle _open;
    private bool _isOpen;

    /// <summary>Takes the next trade.</summary>
    /// <returns>The candle that this trade closed, by being the first of a later interval; else null.</returns>
    public Candle? Add(long timeMs, decimal price, decimal quantity) => Add(new Candle(timeMs, price, price, price, price, quantity, 1));

    /// <summary>Takes the next finer candle, which must not cross a boundary of this interval.</summary>
    public Candle? Add(Candle part)
    {
        Candle? closed = null;
        if (!_isOpen || part.OpenTimeMs >= _closeMs)
        {
            closed = _isOpen ? _open : null;
            var openTimeMs = interval.OpenTimeOf(part.OpenTimeMs);
            _closeMs = interval.CloseTimeOf(openTimeMs);
            _open = part with { OpenTimeMs = openTimeMs };
            _isOpen = true;
            return closed;
        }

        _open = _open with
        {
            High = Math.Max(_open.High, part.High),
            Low = Math.Min(_open.Low, part.Low),
            Close = part.Close,
            Volume = _open.Volume + part.Volume,
            Trades = _open.Trades + part.Trades,
        };
        return closed;
    }

    /// <summary>The candle still open, when the data are over.</summary>
    public Candle? Finish()
    {
        var last = _isOpen ? _open : (Candle?)null;
        _isOpen = false;
        return last;
    }
}
