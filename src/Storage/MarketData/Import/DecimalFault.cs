namespace Trading.Storage.MarketData.Import;

/// <summary>Why a text is not an exact decimal of the market stream.</summary>
internal enum DecimalFault
{
    None = 0,
    Malformed = 1,

    /// <summary>NaN or infinity by name.</summary>
    NotFinite = 2,

    /// <summary>Over 18 digits.</summary>
    TooLong = 3,

    /// <summary>Over 12 decimals that are no mere noise.</summary>
    TooFine = 4,
}
