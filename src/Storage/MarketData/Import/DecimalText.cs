using System.Buffers;
using System.Text;

namespace Trading.Storage.MarketData.Import;

/// <summary>Why a text is not an exact decimal of the market stream.</summary>
internal enum DecimalFault
{
    None = 0,
    Malformed = 1,

    /// <summary>NaN or infinity by name.</summary>
    NotFinite = 2,

    /// <summary>Over 18 digits.</summary>
    TooLong = 3,

    /// <summary>Over 12 decimals.</summary>
    TooFine = 4,
}

/// <summary>Reads a decimal text exactly: digits without trailing zeros, and how many of them are decimals. Knows exponents.</summary>
internal static class DecimalText
{
    public const int DigitsMax = 18;
    private const int ExponentMax = 1000;
    private static readonly SearchValues<byte> NumberLetters = SearchValues.Create("0123456789.eE+-"u8);

    public static DecimalFault TryParse(ReadOnlySpan<byte> text, out long digits, out int scale)
    {
        (digits, scale) = (0, 0);
        var at = 0;
        var isNegative = false;
        if (at < text.Length && text[at] is (byte)'-' or (byte)'+')
        {
            isNegative = text[at] == '-';
            at++;
        }

        var start = at;
        var decimals = 0;
        var trailingZeros = 0;
        var hasPoint = false;
        var hasDigit = false;
        for (; at < text.Length; at++)
        {
            var digit = text[at] - '0';
            if ((uint)digit <= 9)
            {
                hasDigit = true;
                decimals += hasPoint ? 1 : 0;
                if (digit == 0)
                {
                    // Zeros count only once a digit follows, so that any number of trailing ones is exact.
                    trailingZeros += digits == 0 ? 0 : 1;
                    continue;
                }

                if (!TryShift(ref digits, trailingZeros + 1))
                {
                    return IsNumber(text[start..]) ? DecimalFault.TooLong : DecimalFault.Malformed;
                }

                digits += digit;
                trailingZeros = 0;
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

        if (!hasDigit)
        {
            return IsNotFinite(text[start..]) ? DecimalFault.NotFinite : DecimalFault.Malformed;
        }

        if (!TryExponent(text[at..], out var exponent))
        {
            return DecimalFault.Malformed;
        }

        if (digits == 0)
        {
            return DecimalFault.None;
        }

        // The value is digits · 10^-scale.
        scale = decimals - trailingZeros - exponent;
        if (scale < 0)
        {
            if (!TryShift(ref digits, -scale))
            {
                return DecimalFault.TooLong;
            }

            scale = 0;
        }

        digits = isNegative ? -digits : digits;
        return scale > Domain.MarketData.Scaled.ScaleMax ? DecimalFault.TooFine : DecimalFault.None;
    }

    private static bool TryShift(ref long digits, int places)
    {
        if (digits == 0)
        {
            return true;
        }

        for (; places > 0; places--)
        {
            if (digits >= 100_000_000_000_000_000)
            {
                return false;
            }

            digits *= 10;
        }

        return true;
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

    private static bool IsNumber(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(NumberLetters);

    private static bool IsNotFinite(ReadOnlySpan<byte> text) =>
        Ascii.EqualsIgnoreCase(text, "nan"u8) || Ascii.EqualsIgnoreCase(text, "inf"u8) || Ascii.EqualsIgnoreCase(text, "infinity"u8) || text.SequenceEqual("∞"u8);
}
