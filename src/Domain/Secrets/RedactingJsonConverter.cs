using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trading.Domain.Secrets;

/// <summary>Writes <c>[redacted]</c>, and refuses to read: a secret enters by its constructor only.</summary>
public sealed class RedactingJsonConverter<T> : JsonConverter<T>
    where T : ISecret
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new JsonException($"{typeof(T).Name} is not read from JSON.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(SecretString.Redacted);
    }
}
