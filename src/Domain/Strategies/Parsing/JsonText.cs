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
            if (JsonUnicode.FindBroken(document.RootElement) is not { } broken)
            {
                CheckNul(document.RootElement, string.Empty, faults);
                return document;
            }

            document.Dispose();
            faults.Add(broken, FaultCodes.Malformed, JsonUnicode.Rule);
        }
        catch (JsonException error)
        {
            faults.Add(string.Empty, FaultCodes.Malformed, $"The document is not JSON of at most {DepthMax} levels: fault in line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}.");
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

    /// <summary>No database keeps a text with U+0000, and no person means it: it is JSON, and breaks a rule.</summary>
    private static void CheckNul(JsonElement element, string pointer, FaultList faults)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var (index, item) in element.EnumerateArray().Index())
                {
                    CheckNul(item, JsonPointer.Of(pointer, index), faults);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    var at = JsonPointer.Of(pointer, member.Name);
                    RefuseNul(member.Name, at, "name", faults);
                    CheckNul(member.Value, at, faults);
                }

                break;
            case JsonValueKind.String:
                RefuseNul(element.GetString()!, pointer, "text", faults);
                break;
        }
    }

    private static void RefuseNul(string text, string pointer, string what, FaultList faults)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            faults.Add(pointer, FaultCodes.Malformed, $"A {what} must not have the character U+0000, found {InputText.Quote(text)}.");
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
