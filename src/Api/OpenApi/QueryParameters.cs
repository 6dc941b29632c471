using Trading.Api.Json;

namespace Trading.Api.OpenApi;

/// <summary>Query parameters that several endpoints take.</summary>
internal static class QueryParameters
{
    public static readonly QueryParameter Session = new("session", "Of this session.", IsNumber: false);
    public static readonly QueryParameter Account = new("account", "Of this account.", IsNumber: false);
    public static readonly QueryParameter Strategy = new("strategy", "Of this strategy.", IsNumber: false);
    public static readonly QueryParameter Symbol = new("symbol", "Of this symbol.", IsNumber: false);
    public static readonly QueryParameter OrderId = new("orderId", "Of this order.", IsNumber: false);
    public static readonly QueryParameter Venue = new("venue", "Of this venue.", IsNumber: false);
    public static readonly QueryParameter OpenOrAll = new("state", "Open ones, or all.", IsNumber: false, "open", "all");
    public static readonly QueryParameter From = new("from", "From this time on, UTC.", IsNumber: false);
    public static readonly QueryParameter To = new("to", "Before this time, UTC.", IsNumber: false);

    /// <summary>One of an enum's names, spelled as the API writes them.</summary>
    public static QueryParameter Of<T>(string name, string description)
        where T : struct, Enum =>
        new(name, description, IsNumber: false, [.. EnumNames.Of(typeof(T))]);

    /// <summary>Says which parameters an endpoint reads; every other is refused.</summary>
    public static TBuilder TakesQuery<TBuilder>(this TBuilder endpoint, params QueryParameter[] parameters)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata([.. parameters]);
}
