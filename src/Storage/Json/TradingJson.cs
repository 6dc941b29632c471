using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trading.Storage.Json;

/// <summary>
/// How state and documents are written as JSON: no type names (polymorphic records carry a short fixed discriminator),
/// decimals digit by digit, enums by name, unknown members skipped, so that a newer version's state can be read back after a rollback.
/// </summary>
public static class TradingJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
            AllowOutOfOrderMetadataProperties = true,
            RespectNullableAnnotations = false,
            MaxDepth = 64,
            Converters = { new JsonStringEnumConverter(), new ImmutableArrayJsonConverterFactory() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
