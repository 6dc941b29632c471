namespace Trading.Storage.MarketData.Segments;

/// <summary>What the integers of a column are.</summary>
internal enum ColumnRole
{
    /// <summary>Unix ms.</summary>
    Time = 0,

    /// <summary>Scaled by the block's price scale; 0 is absent.</summary>
    Price = 1,

    /// <summary>Scaled by the block's quantity scale; beside an absent price 0.</summary>
    Quantity = 2,

    /// <summary>Fraction times 10^12.</summary>
    Rate = 3,

    /// <summary>A plain number: an id or a count.</summary>
    Number = 4,

    /// <summary>A <see cref="Domain.MarketData.TakerSide"/>.</summary>
    Side = 5,
}
