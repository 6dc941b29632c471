using System.Runtime.InteropServices;
using Orleans;

namespace Trading.Domain.MarketData;

/// <summary>
/// One event of one symbol's stream, 48 bytes. Prices and quantities are exact integers: the decimal value is
/// <c>Price / 10^PriceScale</c> and <c>Quantity / 10^QuantityScale</c> with the scales of the batch. What each
/// member means for a kind is said in <see cref="MarketEventKind"/>.
/// </summary>
[StructLayout(LayoutKind.Auto)]
[GenerateSerializer, Immutable, Alias("market-event")]
public struct MarketEvent
{
    /// <summary>Marks an absent optional member.</summary>
    public const long None = long.MinValue;

    /// <summary>Rates (funding) are integers of 10^-12.</summary>
    public const int RateScale = 12;

    /// <summary>Milliseconds since 1970 UTC.</summary>
    [Id(0)]
    public long TimeMs;

    [Id(1)]
    public long Price;

    [Id(2)]
    public long Quantity;

    [Id(3)]
    public long AskPrice;

    [Id(4)]
    public long AskQuantity;

    /// <summary>Index of the first deeper level in <see cref="MarketBatch.Depth"/>, or -1 when only the top is known.</summary>
    [Id(5)]
    public int DepthIndex;

    [Id(6)]
    public MarketEventKind Kind;

    [Id(7)]
    public TakerSide Side;

    /// <summary>Of a book event: both sides are there and not crossed; a locked book (bid = ask) counts as two-sided.</summary>
    public readonly bool HasTwoSides => Price > 0 && AskPrice >= Price && Quantity >= 0 && AskQuantity >= 0;
}
