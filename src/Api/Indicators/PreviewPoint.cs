using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trading.Api.Indicators;

/// <summary>One value of a series, written as <c>[unixMs, value or null]</c>.</summary>
/// <param name="At">Unix ms.</param>
/// <param name="Value">Not finite when unknown.</param>
[JsonConverter(typeof(PreviewPointConverter))]
public readonly record struct PreviewPoint(long At, double Value);

internal sealed class PreviewPointConverter : JsonConverter<PreviewPoint>
{
    public override PreviewPoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.StartArray || !reader.Read() || !reader.TryGetInt64(out var at) || !reader.Read())
        {
            throw new JsonException();
        }

        var value = reader.TokenType is JsonTokenType.Null ? double.NaN : reader.GetDouble();
        return reader.Read() && reader.TokenType is JsonTokenType.EndArray ? new PreviewPoint(at, value) : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, PreviewPoint value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.At);
        if (double.IsFinite(value.Value))
        {
            writer.WriteNumberValue(value.Value);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteEndArray();
    }
}
