using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.Domain.Instruments;

namespace Trading.Domain.Tests.Accounts;

/// <summary>System.Text.Json as a host uses it: enums by name, a symbol as its text.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(), new SymbolText() },
    };

    public static string Of<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T To<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;

    private sealed class SymbolText : JsonConverter<Symbol>
    {
        public override Symbol Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Symbol.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Symbol value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
