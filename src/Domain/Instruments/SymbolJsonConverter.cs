using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trading.Domain.Instruments;

/// <summary>A symbol as its name, also where it is the key of a dictionary. The default symbol, which an empty state holds, is null.</summary>
public sealed class SymbolJsonConverter : JsonConverter<Symbol>
{
    public override bool HandleNull => true;

    public override Symbol Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.Null ? default : Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, Symbol value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    public override Symbol ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    public override void WriteAsPropertyName(Utf8JsonWriter writer, Symbol value, JsonSerializerOptions options) => writer.WritePropertyName(value.Value);

    private static Symbol Parse(string? text) =>
        Symbol.TryParse(text, out var symbol) ? symbol : throw new JsonException($"'{text}' is not a symbol.");
}
