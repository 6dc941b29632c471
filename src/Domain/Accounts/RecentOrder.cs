using Orleans;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Domain.Accounts;

/// <summary>An order approved a moment ago, for the limits on pace and repetition.</summary>
[GenerateSerializer, Immutable, Alias("recent-order")]
public sealed record RecentOrder(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string OrderId,
    [property: Id(2)] Symbol Symbol,
    [property: Id(3)] Side Side,
    [property: Id(4)] OrderType Type,
    [property: Id(5)] TimeInForce TimeInForce,
    [property: Id(6)] decimal Quantity,
    [property: Id(7)] decimal? Price,
    [property: Id(8)] decimal? StopPrice)
{
    public static RecentOrder Of(OrderRequest request, DateTimeOffset at) => new(
        at, request.Id, request.Symbol, request.Side, request.Type, request.TimeInForce, request.Quantity, request.Price, request.StopPrice);

    /// <summary>Same order but for its id and time.</summary>
    public bool IsSameOrder(OrderRequest request) =>
        Symbol == request.Symbol && Side == request.Side && Type == request.Type && TimeInForce == request.TimeInForce
        && Quantity == request.Quantity && Price == request.Price && StopPrice == request.StopPrice;
}
