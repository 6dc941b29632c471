namespace Trading.Domain.MarketData;

/// <summary>The kinds of series that a dataset records of a symbol. The order is that in which equal times merge; candles stand in for trades.</summary>
public enum SeriesKind
{
    Funding = 0,
    Mark = 1,
    Trades = 2,
    Book = 3,
    Candles = 4,
}
