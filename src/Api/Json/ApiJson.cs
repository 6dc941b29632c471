using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Trading.Domain.Orders;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Strategies.Instances;

namespace Trading.Api.Json;

/// <summary>How the API speaks: camelCase, exact decimals as strings, UTC times with milliseconds, enums in snake_case, nothing unknown, nothing twice.</summary>
public static class ApiJson
{
    public const int DepthMax = 32;

    /// <summary>Body of a request; imports have their own limit.</summary>
    public const int BodyBytesMax = 64 * 1024;

    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Applies the rules to options that the framework owns.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.DictionaryKeyPolicy = null;

        // Null is written: a client asks for a member by name, and only what spec: api marks
        // optional may be missing (a parameter with a null default and JsonIgnore WhenWritingNull).
        options.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = DepthMax;
        options.Converters.Add(new DecimalTextConverter());
        options.Converters.Add(new UtcTimeConverter());
        options.Converters.Add(new SymbolTextConverter());

        // States are names of their own (spec: api, Exact shapes); every other enum is snake_case.
        options.Converters.Add(new JsonStringEnumConverter<OrderStatus>(namingPolicy: null, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<SessionStatus>(namingPolicy: null, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<InstanceStatus>(namingPolicy: null, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        Configure(options);
        options.MakeReadOnly();
        return options;
    }
}
