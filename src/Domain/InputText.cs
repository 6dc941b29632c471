using System.Text;
using System.Text.Json;

namespace Trading.Domain;

/// <summary>Shows what an input held, short and printable whatever it was, for a sentence that says what was expected instead. Never for secrets.</summary>
public static class InputText
{
    /// <summary>Characters that are shown of a text; the rest is cut.</summary>
    public const int LengthMax = 40;

    private const int EscapeLength = 6;

    /// <summary>The text in quotes, cut to <see cref="LengthMax"/> characters, with what is not printable as <c>\u001b</c>.</summary>
    public static string Quote(string? text) => text is null ? "nothing" : $"\"{Shorten(text)}\"";

    /// <summary>The first <see cref="LengthMax"/> characters, with what is not printable as <c>\u001b</c>.</summary>
    public static string Shorten(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var length = text.Length <= LengthMax ? text.Length : char.IsHighSurrogate(text[LengthMax - 1]) ? LengthMax - 1 : LengthMax;
        var shown = new StringBuilder(length + EscapeLength);
        foreach (var letter in text.AsSpan(0, length).EnumerateRunes())
        {
            shown.AppendPrintable(letter);
        }

        return shown.Append(length < text.Length ? "…" : "").ToString();
    }

    /// <summary>A text in quotes, a number, true, false or null as it was written; of anything larger its kind.</summary>
    public static string Show(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Quote(element.GetString()),
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Undefined => "nothing",
        _ => Shorten(element.GetRawText()),
    };
}
