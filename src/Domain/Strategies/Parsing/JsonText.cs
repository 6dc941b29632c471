using System.Text;
using System.Text.Json;

namespace Trading.Domain.Strategies.Parsing;

/// <summary>Turns bytes into a document whose every text can be read, or into faults; and a document into its canonical text.</summary>
internal static class JsonText
{
    private const int DepthMax = 32;

    /// <returns>Null when a fault was added.</returns>
    public static JsonDocument? Read(ReadOnlyMemory<byte> utf8Json, FaultList faults)
    {
        if (utf8Json.Length > StrategyDocument.BytesMax)
        {
            faults.Add(string.Empty, FaultCodes.TooLarge, $"The document must be at most {StrategyDocument.BytesMax} bytes, found {utf8Json.Length}.");
            return null;
        }

        try
        {
            var document = JsonDocument.Parse(utf8Json, new JsonDocumentOptions { MaxDepth = DepthMax });
            if (CheckTexts(utf8Json.Span, faults))
            {
                return document;
            }

            document.Dispose();
        }
        catch (JsonException error)
        {
            faults.Add(string.Empty, FaultCodes.Malformed, $"The document must be JSON: {error.Message}");
        }

        return null;
    }

    /// <summary>Members that stand twice in one object, wherever they are.</summary>
    public static void CheckDuplicates(JsonElement element, string pointer, FaultList faults)
    {
        if (element.ValueKind is JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                CheckDuplicates(item, JsonPointer.Of(pointer, index++), faults);
            }
        }
        else if (element.ValueKind is JsonValueKind.Object)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in element.EnumerateObject())
            {
                var at = JsonPointer.Of(pointer, member.Name);
                if (!names.Add(member.Name))
                {
                    faults.Add(at, FaultCodes.DuplicateField, $"The member '{Shorten(member.Name)}' must stand once, found it again.");
                }

                CheckDuplicates(member.Value, at, faults);
            }
        }
    }

    /// <summary>Names in order, no white space, numbers in their shortest form: one text for every spelling.</summary>
    public static string Canonical(JsonElement root)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, root);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>What was found, for a sentence.</summary>
    public static string Found(JsonElement element) => InputText.Show(element);

    public static string Shorten(string text) => InputText.Shorten(text);

    /// <summary>Escapes of half a surrogate pair, and bytes that are not UTF-8, pass the parser and fail only when read as text.</summary>
    private static bool CheckTexts(ReadOnlySpan<byte> utf8Json, FaultList faults)
    {
        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = DepthMax });
        try
        {
            while (reader.Read())
            {
                // No database keeps a text with U+0000, and no person means it.
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.GetString()!.Contains('\0', StringComparison.Ordinal))
                {
                    faults.Add(string.Empty, FaultCodes.Malformed, $"Texts must not have the character U+0000, found one in the text at byte {reader.TokenStartIndex}.");
                    return false;
                }
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            faults.Add(string.Empty, FaultCodes.Malformed, $"Texts must be valid Unicode, found a broken one at byte {reader.TokenStartIndex}.");
            return false;
        }
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Number when element.TryGetDecimal(out var exact) && (double)exact == element.GetDouble():
                // Dividing by a one of many decimals drops trailing zeros.
                writer.WriteNumberValue(exact / 1.000000000000000000000000000000000m);
                break;
            case JsonValueKind.Number:
                writer.WriteNumberValue(element.GetDouble());
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
