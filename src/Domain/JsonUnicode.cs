using System.Text.Json;
using Trading.Domain.Strategies.Parsing;

namespace Trading.Domain;

/// <summary>Bytes that are no UTF-8, and escapes of half a surrogate pair, pass the parser and fail only when they are read as text.</summary>
public static class JsonUnicode
{
    public const string Rule = "Names and texts must be Unicode, found one that is not: bytes that are no UTF-8, or half of a surrogate pair.";

    /// <returns>Pointer of the first text that is no Unicode, or of the object that has such a name; null when all can be read.</returns>
    public static string? FindBroken(JsonElement root) => Find(root, "");

    private static string? Find(JsonElement element, string pointer) => element.ValueKind switch
    {
        JsonValueKind.Object => InObject(element, pointer),
        JsonValueKind.Array => element.EnumerateArray().Select((item, index) => Find(item, JsonPointer.Of(pointer, index))).FirstOrDefault(found => found is not null),
        JsonValueKind.String when !CanBeRead(element) => pointer,
        _ => null,
    };

    private static string? InObject(JsonElement element, string pointer)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (NameOf(member) is not { } name)
            {
                return pointer;
            }

            if (Find(member.Value, JsonPointer.Of(pointer, name)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static bool CanBeRead(JsonElement text)
    {
        try
        {
            return text.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            // The reader's only way to say it.
            return false;
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
