using System.Runtime.InteropServices;

namespace Trading.Domain.MarketData;

/// <summary>A level below the top of the book, bid and ask side by side; a price of 0 is an absent level. Scaled as <see cref="MarketEvent"/>.</summary>
[StructLayout(LayoutKind.Auto)]
public struct BookLevel
{
    public long BidPrice;
    public long BidQuantity;
    public long AskPrice;
    public long AskQuantity;
}
