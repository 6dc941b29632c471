using System.Buffers;
using System.Globalization;
using System.Text;
using Trading.Domain;

namespace Trading.Storage.MarketData.Import;

/// <summary>Shows what was found in a file, short and printable whatever it was.</summary>
internal static class FoundText
{
    private const int LengthMax = 64;

    /// <summary>The text in quotes. What is not printable is escaped, such as <c>\t</c> and <c>\u200b</c>; a byte that is no UTF-8 is <c>\xff</c>.</summary>
    /// <param name="lengthMax">Letters that are shown; the rest is cut.</param>
    public static string Of(ReadOnlySpan<byte> text, int lengthMax = LengthMax)
    {
        if (text.IsEmpty)
        {
            return "nothing";
        }

        var shown = new StringBuilder();
        shown.Append('\'');
        for (var count = 0; count < lengthMax && !text.IsEmpty; count++)
        {
            text = text[Append(shown, text)..];
        }

        return shown.Append(text.IsEmpty ? "'" : "…'").ToString();
    }

    /// <returns>Bytes of the letter.</returns>
    private static int Append(StringBuilder shown, ReadOnlySpan<byte> text)
    {
        if (Rune.DecodeFromUtf8(text, out var letter, out var length) is not OperationStatus.Done)
        {
            shown.Append(CultureInfo.InvariantCulture, $"\\x{text[0]:x2}");
            return 1;
        }

        _ = letter.Value switch
        {
            '\t' => shown.Append(@"\t"),
            '\\' => shown.Append(@"\\"),
            _ => shown.AppendPrintable(letter),
        };
        return length;
    }
}
