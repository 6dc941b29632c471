using System.Globalization;

namespace Trading.Storage.Tables;

/// <summary>One representation for each value: no trailing zeros, no exponent, no minus zero. So both engines give the same bytes back.</summary>
internal static class CanonicalDecimal
{
    // Dividing by a one with 28 decimals makes the runtime drop the trailing zeros of the quotient.
    private const decimal One = 1.0000000000000000000000000000m;

    public static decimal Of(decimal value) => value == 0m ? 0m : value / One;

    public static string Text(decimal value) => Of(value).ToString(CultureInfo.InvariantCulture);

    public static decimal Parse(string text) => decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}
