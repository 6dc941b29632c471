using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Trading.Api.Idempotency;

/// <summary>Two bodies are the same request when they say the same, however they are spaced and ordered.</summary>
public static class CanonicalBody
{
    /// <param name="target">Path and query: the same key on another thing is another request.</param>
    /// <returns>SHA-256 in lower-case hexadecimal.</returns>
    public static string HashOf(string target, ReadOnlySpan<byte> body)
    {
        using var stream = new MemoryStream();
        stream.Write(Encoding.UTF8.GetBytes(target));
        stream.WriteByte((byte)'\n');
        stream.Write(Canonical(body));
        return Convert.ToHexStringLower(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }

    private static ReadOnlySpan<byte> Canonical(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = Json.ApiJson.DepthMax });
            using var document = JsonDocument.ParseValue(ref reader);
            using var sorted = new MemoryStream();
            using (var writer = new Utf8JsonWriter(sorted))
            {
                Write(document.RootElement, writer);
            }

            return sorted.ToArray();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // No JSON, or text that is no Unicode: the endpoint will refuse it; until then the bytes stand for themselves.
            return body;
        }
    }

    private static void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(member.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Number when element.TryGetDecimal(out var number):
                // 1, 1.0 and 1e0 are one number.
                writer.WriteRawValue(Json.DecimalTextConverter.Format(number));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
