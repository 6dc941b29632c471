using System.Globalization;
using System.Numerics;
using System.Text;
using Trading.Domain.MarketData;

namespace Trading.Storage.MarketData.Import;

/// <summary>
/// Reads a decimal text exactly: digits without trailing zeros, and how many of them are decimals. Knows exponents. Two kinds of text are
/// rounded, and say so: the noise that a recorder's binary fractions left (1.1979600000000001), which is a text that a fraction of 64 bits writes
/// itself and whose neighbour, at most one step of the fraction away, has 13 digits or fewer; and more than 12 decimals, when rounding to 12 changes the
/// value by less than a billionth of it. More decimals than that are refused.
/// </summary>
internal static class DecimalText
{
    public const int DigitsMax = 18;

    /// <summary>Digits that a binary fraction of 64 bits keeps.</summary>
    private const int BinaryDigits = 15;
    private const int PublishedDigitsMax = 13;
    private const int ExponentMax = 1000;
    private const int TextMax = 400;
    private const long NoiseFraction = 1_000_000_000;

    private static readonly BigInteger ValueEnd = BigInteger.Pow(10, DigitsMax);

    public static DecimalFault TryParse(ReadOnlySpan<byte> text, out long digits, out int scale) => TryParse(text, out digits, out scale, out _);

    /// <param name="isRounded">The value is not exactly what was written.</param>
    public static DecimalFault TryParse(ReadOnlySpan<byte> text, out long digits, out int scale, out bool isRounded)
    {
        (digits, scale, isRounded) = (0, 0, false);
        var at = text is [(byte)'-' or (byte)'+', ..] ? 1 : 0;
        var start = at;
        var decimals = 0;
        var significant = 0;
        var hasPoint = false;
        for (; at < text.Length; at++)
        {
            var digit = text[at] - '0';
            if ((uint)digit <= 9)
            {
                decimals += hasPoint ? 1 : 0;
                significant += significant > 0 || digit > 0 ? 1 : 0;
                digits = unchecked((digits * 10) + digit);
            }
            else if (text[at] == '.' && !hasPoint)
            {
                hasPoint = true;
            }
            else
            {
                break;
            }
        }

        if (at - start - (hasPoint ? 1 : 0) == 0)
        {
            return IsNotFinite(text[start..]) ? DecimalFault.NotFinite : DecimalFault.Malformed;
        }

        if (!TryExponent(text[at..], out var exponent))
        {
            return DecimalFault.Malformed;
        }

        if (significant == 0)
        {
            digits = 0;
            return DecimalFault.None;
        }

        scale = decimals - exponent;
        if (significant > BinaryDigits || scale is < 0 or > Scaled.ScaleMax)
        {
            var fault = Fit(text[start..at], scale, out digits, out scale, out isRounded);
            digits = text[0] == '-' ? -digits : digits;
            return fault;
        }

        for (; scale > 0 && digits % 10 == 0; scale--)
        {
            digits /= 10;
        }

        digits = text[0] == '-' ? -digits : digits;
        return DecimalFault.None;
    }

    /// <summary>The rare long way: many digits, many decimals, or an exponent that reaches beyond them.</summary>
    private static DecimalFault Fit(ReadOnlySpan<byte> text, int decimals, out long digits, out int scale, out bool isRounded)
    {
        (digits, scale, isRounded) = (0, decimals, false);
        if (text.Length > TextMax)
        {
            return DecimalFault.TooLong;
        }

        var letters = Encoding.ASCII.GetString(text).Replace(".", "", StringComparison.Ordinal);
        var value = BigInteger.Parse(letters, NumberStyles.None, CultureInfo.InvariantCulture);
        (value, scale) = Trim((value, scale));
        if (WithoutNoise(value, scale) is { } published)
        {
            ((value, scale), isRounded) = (Trim(published), true);
        }

        if (scale < 0)
        {
            if (-scale > DigitsMax)
            {
                return DecimalFault.TooLong;
            }

            value *= BigInteger.Pow(10, -scale);
            scale = 0;
        }

        if (scale > Scaled.ScaleMax)
        {
            var unit = BigInteger.Pow(10, scale - Scaled.ScaleMax);
            var rounded = (value + (unit / 2)) / unit;
            if (BigInteger.Abs((rounded * unit) - value) * NoiseFraction > value)
            {
                return DecimalFault.TooFine;
            }

            ((value, scale), isRounded) = (Trim((rounded, Scaled.ScaleMax)), true);
        }

        if (value >= ValueEnd)
        {
            return DecimalFault.TooLong;
        }

        digits = (long)value;
        return DecimalFault.None;
    }

    /// <returns>What was published when the number is that and the noise of a binary fraction; null when it stands for itself.</returns>
    private static (BigInteger Value, int Scale)? WithoutNoise(BigInteger value, int scale)
    {
        var digits = value.ToString(CultureInfo.InvariantCulture).Length;
        if (scale <= 0 || digits is not (BinaryDigits + 1 or BinaryDigits + 2))
        {
            return null;
        }

        var unit = BigInteger.Pow(10, digits - BinaryDigits);
        var rounded = (value + (unit / 2)) / unit;
        if (!(rounded % BigInteger.Pow(10, BinaryDigits - PublishedDigitsMax)).IsZero)
        {
            return null;
        }

        // Digits that no fraction of 64 bits would have written, or that lie further away than its last bit, are somebody's own.
        (BigInteger Value, int Scale) published = (rounded, scale - digits + BinaryDigits);
        var (found, near) = (FractionOf(value, scale), FractionOf(published.Value, published.Scale));
        return Math.Abs(BitConverter.DoubleToInt64Bits(found) - BitConverter.DoubleToInt64Bits(near)) == 1 && IsWrittenBy(found, value) ? published : null;
    }

    private static double FractionOf(BigInteger value, int scale) =>
        double.Parse(string.Create(CultureInfo.InvariantCulture, $"{value}E-{scale}"), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static bool IsWrittenBy(double fraction, BigInteger value) =>
        fraction.ToString("R", CultureInfo.InvariantCulture).Split('E')[0].Replace(".", "", StringComparison.Ordinal).TrimStart('0')
            == value.ToString(CultureInfo.InvariantCulture);

    private static (BigInteger Value, int Scale) Trim((BigInteger Value, int Scale) number)
    {
        var (value, scale) = number;
        for (; scale > 0 && (value % 10).IsZero; scale--)
        {
            value /= 10;
        }

        return (value, scale);
    }

    private static bool TryExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] is not ((byte)'e' or (byte)'E') || text.Length < 2)
        {
            return false;
        }

        var at = text[1] is (byte)'-' or (byte)'+' ? 2 : 1;
        if (at == text.Length)
        {
            return false;
        }

        for (var i = at; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit((char)text[i]))
            {
                return false;
            }

            exponent = Math.Min((exponent * 10) + text[i] - '0', ExponentMax);
        }

        exponent = text[1] == '-' ? -exponent : exponent;
        return true;
    }

    private static bool IsNotFinite(ReadOnlySpan<byte> text) =>
        Ascii.EqualsIgnoreCase(text, "nan"u8) || Ascii.EqualsIgnoreCase(text, "inf"u8) || Ascii.EqualsIgnoreCase(text, "infinity"u8) || text.SequenceEqual("∞"u8);
}
