using System.Globalization;

namespace Trading.Domain.Sessions.Results;

/// <summary>The one text of a decimal value: invariant, no trailing zeros, no exponent, never <c>-0</c>.</summary>
public static class CanonicalDecimal
{
    /// <summary>Sign, 29 digits, point and a leading zero.</summary>
    public const int LengthMax = 32;

    public static string Format(decimal value)
    {
        if (value == 0m)
        {
            return "0";
        }

        Span<char> text = stackalloc char[LengthMax];
        if (!value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture))
        {
            throw new InvariantException($"A decimal longer than {LengthMax} characters.");
        }

        ReadOnlySpan<char> digits = text[..length];
        return (digits.Contains('.') ? digits.TrimEnd('0').TrimEnd('.') : digits).ToString();
    }

    /// <summary>The same text as UTF-8.</summary>
    /// <returns>Bytes written to the target, which has room for <see cref="LengthMax"/>.</returns>
    public static int Format(decimal value, Span<byte> target)
    {
        if (value == 0m)
        {
            target[0] = (byte)'0';
            return 1;
        }

        if (!value.TryFormat(target, out var length, provider: CultureInfo.InvariantCulture))
        {
            throw new InvariantException($"A decimal longer than {target.Length} characters.");
        }

        ReadOnlySpan<byte> digits = target[..length];
        return digits.Contains((byte)'.') ? digits.TrimEnd((byte)'0').TrimEnd((byte)'.').Length : length;
    }

    /// <summary>Empty for null.</summary>
    public static string Format(decimal? value) => value is { } present ? Format(present) : "";
}
