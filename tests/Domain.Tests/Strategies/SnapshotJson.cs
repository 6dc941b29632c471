using System.Text.Json;
using System.Text.Json.Serialization;
using Trading.Domain.Instruments;

namespace Trading.Domain.Tests.Strategies;

/// <summary>JSON as grain storage writes it: symbols as texts, everything else by its public members.</summary>
internal static class SnapshotJson
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new SymbolText() } };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;

    private sealed class SymbolText : JsonConverter<Symbol>
    {
        public override Symbol Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Symbol.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Symbol value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
