using System.Globalization;
using System.Text;

namespace Trading.Domain;

/// <summary>Which letters a reader can tell apart, and how the others are written.</summary>
public static class PrintableText
{
    /// <summary>False for what shows nothing, looks like a usual space, or turns the direction of what follows.</summary>
    public static bool IsPrintable(Rune letter) => letter.Value == ' ' || Rune.GetUnicodeCategory(letter) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    /// <summary>The letter itself, or its number as <c>\u001b</c>, beyond 16 bits as <c>\U000e0001</c>.</summary>
    public static StringBuilder AppendPrintable(this StringBuilder text, Rune letter)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsPrintable(letter) ? text.Append(letter.ToString())
            : letter.IsBmp ? text.Append(CultureInfo.InvariantCulture, $"\\u{letter.Value:x4}")
            : text.Append(CultureInfo.InvariantCulture, $"\\U{letter.Value:x8}");
    }
}
