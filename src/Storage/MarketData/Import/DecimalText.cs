using System.Globalization;
using System.Numerics;
using System.Text;
using Trading.Domain.MarketData;

namespace Trading.Storage.MarketData.Import;

/// <summary>
/// Reads a decimal text exactly: digits without trailing zeros, and how many of them are decimals. Knows exponents. Recorders that went
/// through binary fractions leave noise behind the 15th digit (1.1979600000000001): where rounding to 15 digits leaves at most 13, the
/// rounded value is what was published. Beyond that more than 12 decimals are rounded to 12 when that changes the value by less than a
/// billionth of it, and refused otherwise.
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

    public static DecimalFault TryParse(ReadOnlySpan<byte> text, out long digits, out int scale)
    {
        (digits, scale) = (0, 0);
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
            var fault = Fit(text[start..at], scale, out digits, out scale);
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
    private static DecimalFault Fit(ReadOnlySpan<byte> text, int decimals, out long digits, out int scale)
    {
        (digits, scale) = (0, decimals);
        if (text.Length > TextMax)
        {
            return DecimalFault.TooLong;
        }

        var letters = Encoding.ASCII.GetString(text).Replace(".", "", StringComparison.Ordinal);
        var value = BigInteger.Parse(letters, NumberStyles.None, CultureInfo.InvariantCulture);
        (value, scale) = Trim(WithoutNoise(value, scale));
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

            (value, scale) = Trim((rounded, Scaled.ScaleMax));
        }

        if (value >= ValueEnd)
        {
            return DecimalFault.TooLong;
        }

        digits = (long)value;
        return DecimalFault.None;
    }

    private static (BigInteger Value, int Scale) WithoutNoise(BigInteger value, int scale)
    {
        var digits = value.ToString(CultureInfo.InvariantCulture).Length;
        if (digits is not (BinaryDigits + 1 or BinaryDigits + 2))
        {
            return (value, scale);
        }

        var unit = BigInteger.Pow(10, digits - BinaryDigits);
        var rounded = (value + (unit / 2)) / unit;
        return (rounded % BigInteger.Pow(10, BinaryDigits - PublishedDigitsMax)).IsZero
            ? (rounded, scale - digits + BinaryDigits)
            : (value, scale);
    }

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
