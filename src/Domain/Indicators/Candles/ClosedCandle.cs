using System.Runtime.InteropServices;

namespace Trading.Domain.Indicators.Candles;

/// <summary>What candle indicators read of a closed candle, in quote units.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ClosedCandle(double High, double Low, double Close);
