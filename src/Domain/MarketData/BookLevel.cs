using System.Runtime.InteropServices;
using Orleans;

namespace Trading.Domain.MarketData;

/// <summary>A level below the top of the book, bid and ask side by side; a price of 0 is an absent level. Scaled as <see cref="MarketEvent"/>.</summary>
[StructLayout(LayoutKind.Auto)]
[GenerateSerializer, Immutable, Alias("book-level")]
public struct BookLevel
{
    [Id(0)]
    public long BidPrice;

    [Id(1)]
    public long BidQuantity;

    [Id(2)]
    public long AskPrice;

    [Id(3)]
    public long AskQuantity;
}
