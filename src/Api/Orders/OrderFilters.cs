using Trading.Api.OpenApi;
using Trading.Api.Requests;
using Trading.Domain.Orders;
using Trading.Grains.Abstractions;
using Trading.Storage.Results;

namespace Trading.Api.Orders;

/// <summary>The filters that every list of orders takes.</summary>
internal static class OrderFilters
{
    /// <summary>What <see cref="Read"/> reads.</summary>
    public static QueryParameter[] Parameters => [QueryParameters.Session, .. InSession];

    /// <summary>The same where the session is given already.</summary>
    public static QueryParameter[] InSession =>
    [
        QueryParameters.Account, QueryParameters.Strategy, QueryParameters.Symbol, QueryParameters.Of<Side>("side", "Of this side."),
        QueryParameters.Of<OrderType>("type", "Of this type."), QueryParameters.Of<OrderStatus>("status", "In this status."),
    ];

    public static OrderFilter Read(QueryReader reader) => new(
        Account: reader.Text("account", GrainKeys.LengthMax),
        Session: reader.Text("session", GrainKeys.LengthMax),
        Strategy: reader.Text("strategy", 64),
        Symbol: reader.Symbol("symbol"),
        Side: reader.Enum<Side>("side"),
        Type: reader.Enum<OrderType>("type"),
        Status: reader.Enum<OrderStatus>("status"));
}
