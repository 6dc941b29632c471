namespace Trading.Domain.MarketData;

/// <summary>Where the mark price comes from, worst to best.</summary>
public enum MarkSeries
{
    None = 0,

    /// <summary>The last trade's price.</summary>
    Trade = 1,

    /// <summary>The mid of best bid and ask.</summary>
    Book = 2,

    /// <summary>The exchange's own mark price.</summary>
    Mark = 3,
}
