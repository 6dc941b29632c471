using System.Runtime.InteropServices;

namespace Trading.Domain.Indicators;

/// <summary>The window (now − <paramref name="FromMs"/>, now − <paramref name="ToMs"/>], milliseconds; from above to, to at least 0.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IndicatorWindow(long FromMs, long ToMs)
{
    public double Seconds => (FromMs - ToMs) / 1000.0;

    /// <summary>Seconds between the mid-times of two windows.</summary>
    public static double DistanceSeconds(IndicatorWindow later, IndicatorWindow earlier) =>
        (earlier.FromMs + earlier.ToMs - later.FromMs - later.ToMs) / 2000.0;
}
