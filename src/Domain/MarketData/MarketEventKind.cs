namespace Trading.Domain.MarketData;

/// <summary>What a market event says. The order of the values is the order in which events of one instant are merged.</summary>
public enum MarketEventKind : byte
{
    /// <summary>A whole UTC second was reached. First among all events of its instant; never counted as a market event.</summary>
    Heartbeat = 0,

    /// <summary>The recording has no data from <see cref="MarketEvent.Quantity"/> (Unix ms) until this event's time. When both are equal the hole begins here and lasts until the next data.</summary>
    Gap = 1,

    /// <summary>A funding payment falls due: the rate times 10^12 is in <see cref="MarketEvent.Quantity"/>.</summary>
    Funding = 2,

    /// <summary>Mark price in Price; index price in AskPrice (0: none); current funding rate times 10^12 in AskQuantity (<see cref="MarketEvent.None"/>: none).</summary>
    Mark = 3,

    /// <summary>A trade: Price, Quantity, Side of the taker.</summary>
    Trade = 4,

    /// <summary>Best bid (Price, Quantity) and ask (AskPrice, AskQuantity), and deeper levels when recorded. A side of price 0 is empty.</summary>
    Book = 5,

    /// <summary>A step of a replayed candle: Price, and its number 0–3 (open, two extremes, close) in AskQuantity; the closing step carries the volume in Quantity. Read by indicators as a trade of unknown side.</summary>
    CandleStep = 6,
}
