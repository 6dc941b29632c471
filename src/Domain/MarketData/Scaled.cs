namespace Trading.Domain.MarketData;

/// <summary>Exact conversion between decimals and the scaled integers of the market stream. The one crossing to double is <see cref="ToIndicatorInput"/>.</summary>
public static class Scaled
{
    public const int ScaleMax = 12;

    private static readonly decimal[] DecimalPowers = [.. Enumerable.Range(0, 19).Select(n => new decimal(Math.Pow(10, n)))];
    private static readonly double[] DoublePowers = [.. Enumerable.Range(0, 19).Select(n => Math.Pow(10, n))];

    public static decimal ToDecimal(long scaled, int scale)
    {
        // new decimal(lo, mid, hi, negative, scale) keeps the value exact without a division.
        var magnitude = scaled < 0 ? (ulong)-scaled : (ulong)scaled;
        return new decimal((int)(magnitude & 0xFFFFFFFF), (int)(magnitude >> 32), 0, scaled < 0, (byte)scale);
    }

    /// <exception cref="OverflowException">The value does not fit 63 bits at this scale.</exception>
    /// <exception cref="ArgumentException">The value has more decimals than the scale holds.</exception>
    public static long FromDecimal(decimal value, int scale)
    {
        var shifted = value * DecimalPowers[scale];
        return shifted == decimal.Truncate(shifted)
            ? decimal.ToInt64(shifted)
            : throw new ArgumentException($"{value} has more than {scale} decimals.", nameof(value));
    }

    /// <summary>Decimals of the value without trailing zeros.</summary>
    public static int ScaleOf(decimal value)
    {
        var scale = (int)value.Scale;
        while (scale > 0 && decimal.Truncate(value * DecimalPowers[scale - 1]) == value * DecimalPowers[scale - 1])
        {
            scale--;
        }

        return scale;
    }

    /// <summary>True when the magnitude stays below 10^18 at the scale.</summary>
    public static bool Fits(decimal value, int scale) => Math.Abs(value) < DecimalPowers[18 - scale];

    /// <summary>Correctly rounded: the same double as parsing the decimal text, as long as the integer is below 2^53.</summary>
    public static double ToIndicatorInput(long scaled, int scale) => scaled / DoublePowers[scale];
}
