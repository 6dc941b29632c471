namespace Trading.Domain.Exchanges;

/// <summary>What is recorded, or streamed, of a symbol; decides where its mark and its funding come from.</summary>
[Flags]
public enum MarketSeries : byte
{
    None = 0,
    Trades = 1,
    Book = 2,
    Mark = 4,

    /// <summary>Published funding times and rates; without it funding falls due every 8 h from 00:00 UTC at the set rate.</summary>
    Funding = 8,

    /// <summary>Candles instead of trades, replayed as price steps.</summary>
    Candles = 16,
}
