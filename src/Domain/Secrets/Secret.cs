using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trading.Domain.Secrets;

/// <summary>A value that must not leave the process by accident: it prints, logs and serializes as <c>[redacted]</c>.</summary>
[DebuggerDisplay(SecretString.Redacted)]
[JsonConverter(typeof(SecretJsonConverterFactory))]
public sealed class Secret<T>(T value) : ISecret
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly T _value = value;

    /// <summary>The value itself. A method, so that nothing that walks properties finds it.</summary>
    public T Reveal() => _value;

    public override string ToString() => SecretString.Redacted;
}

internal sealed class SecretJsonConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeof(ISecret).IsAssignableFrom(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(RedactingJsonConverter<>).MakeGenericType(typeToConvert))!;
}
