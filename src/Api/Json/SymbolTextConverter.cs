using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.Domain.Instruments;

namespace Trading.Api.Json;

/// <summary>A symbol as its name.</summary>
public sealed class SymbolTextConverter : JsonConverter<Symbol>
{
    public override Symbol Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String && Symbol.TryParse(reader.GetString(), out var symbol)
            ? symbol
            : throw new JsonException($"Expected {Symbol.Rule}.");

    public override void Write(Utf8JsonWriter writer, Symbol value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.Value);
    }
}
