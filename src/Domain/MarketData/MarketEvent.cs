using System.Runtime.InteropServices;

namespace Trading.Domain.MarketData;

/// <summary>
/// One event of one symbol's stream, 48 bytes. Prices and quantities are exact integers: the decimal value is
/// <c>Price / 10^PriceScale</c> and <c>Quantity / 10^QuantityScale</c> with the scales of the batch. What each
/// member means for a kind is said in <see cref="MarketEventKind"/>.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public struct MarketEvent
{
    /// <summary>Marks an absent optional member.</summary>
    public const long None = long.MinValue;

    /// <summary>Rates (funding) are integers of 10^-12.</summary>
    public const int RateScale = 12;

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public long TimeMs;
    public long Price;
    public long Quantity;
    public long AskPrice;
    public long AskQuantity;

    /// <summary>Index of the first deeper level in <see cref="MarketBatch.Depth"/>, or -1 when only the top is known.</summary>
    public int DepthIndex;
    public MarketEventKind Kind;
    public TakerSide Side;

    /// <summary>Of a book event: both sides are there and not crossed; a locked book (bid = ask) counts as two-sided.</summary>
    public readonly bool HasTwoSides => Price > 0 && AskPrice >= Price && Quantity >= 0 && AskQuantity >= 0;
}
