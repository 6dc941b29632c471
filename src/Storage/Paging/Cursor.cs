using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Trading.Storage.Paging;

/// <summary>Where a page ended: the list, the direction and the sort key of its last row, opaque to clients.</summary>
internal static class Cursor
{
    private const int LengthMax = 1_024;

    public static string Encode(string list, SortDirection sort, IReadOnlyList<object?> key) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes<object?[]>([list, (int)sort, .. key]));

    /// <param name="whole">For each part of the key, whether it is a whole number; otherwise it is text.</param>
    /// <exception cref="CursorException">Not a cursor of this list and direction.</exception>
    public static object[] Decode(string cursor, string list, SortDirection sort, IReadOnlyList<bool> whole)
    {
        try
        {
            if (cursor.Length > LengthMax)
            {
                throw new CursorException();
            }

            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(cursor));
            var parts = document.RootElement;
            if (parts.ValueKind is not JsonValueKind.Array || parts.GetArrayLength() != whole.Count + 2
                || parts[0].GetString() != list || parts[1].GetInt32() != (int)sort)
            {
                throw new CursorException();
            }

            return [.. whole.Select((isWhole, index) => isWhole ? (object)parts[index + 2].GetInt64() : Text(parts[index + 2]))];
        }
        catch (Exception malformed) when (malformed is FormatException or JsonException or InvalidOperationException or DecoderFallbackException)
        {
            throw new CursorException(malformed);
        }
    }

    private static string Text(JsonElement part) => part.GetString() is { } text && !text.Contains('\0', StringComparison.Ordinal)
        ? text
        : throw new CursorException();
}
