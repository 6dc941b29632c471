namespace Trading.Domain.Indicators;

/// <summary>The data that an indicator reads.</summary>
public enum IndicatorSeries
{
    /// <summary>Trades, or the price steps of replayed candles.</summary>
    Trade = 0,

    /// <summary>Best bid and ask.</summary>
    Book = 1,

    /// <summary>Mark price, index price and funding rate; the mark alone falls back to the book's mid, then to the last trade.</summary>
    Mark = 2,

    /// <summary>The strategy instance itself: computed by its machine, never by an <see cref="IndicatorSet"/>.</summary>
    Instance = 3,
}
