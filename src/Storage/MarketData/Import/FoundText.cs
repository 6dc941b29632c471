using System.Text;

namespace Trading.Storage.MarketData.Import;

/// <summary>Shows what was found in a file, short and printable whatever it was.</summary>
internal static class FoundText
{
    private const int LengthMax = 64;

    public static string Of(ReadOnlySpan<byte> text, int lengthMax = LengthMax)
    {
        if (text.IsEmpty)
        {
            return "nothing";
        }

        var shown = new StringBuilder();
        shown.Append('\'');
        foreach (var letter in text[..Math.Min(text.Length, lengthMax)])
        {
            shown.Append(letter is >= 32 and < 127 ? (char)letter : '?');
        }

        return shown.Append(text.Length > lengthMax ? "…'" : "'").ToString();
    }
}
