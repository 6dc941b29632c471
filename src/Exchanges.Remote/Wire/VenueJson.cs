using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trading.Exchanges.Remote.Wire;

/// <summary>JSON on the wire between the platform and a paper venue, and in that venue's files: decimals digit by digit, enums by name, no type names; every member is there, unknown ones are refused.</summary>
public static class VenueJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>The same for a host's own options.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.AllowOutOfOrderMetadataProperties = true;
        options.RespectRequiredConstructorParameters = true;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.Converters.Add(new JsonStringEnumConverter());
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
