using System.Runtime.InteropServices;

namespace Trading.Domain.MarketData;

/// <summary>One side of a book's level, scaled as <see cref="MarketEvent"/>.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ScaledLevel(long Price, long Quantity);
