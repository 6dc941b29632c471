using System.Globalization;

namespace Trading.Domain.Sessions.Results;

/// <summary>The one text of a decimal value: invariant, no trailing zeros, no exponent, never <c>-0</c>.</summary>
public static class CanonicalDecimal
{
    // Sign, 29 digits, point and a leading zero.
    private const int LengthMax = 32;

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

    /// <summary>Empty for null.</summary>
    public static string Format(decimal? value) => value is { } present ? Format(present) : "";
}
