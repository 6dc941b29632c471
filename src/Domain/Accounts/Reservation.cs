using System.Text.Json.Serialization;
using Orleans;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Domain.Accounts;

/// <summary>What an open order that does not reduce holds back of the available balance. Also the account's list of working entries.</summary>
/// <param name="Price">The price it is reserved at (spec: money, Account).</param>
/// <param name="TakerFeeRate">Fraction.</param>
/// <param name="FilledQuantity">Base units whose margin and fee are booked already.</param>
/// <param name="EndedQuantity">The filled quantity that the order ended with, while fills up to it are still on their way; null while it works.</param>
/// <param name="IsClaimed">The order is known to be durable. One not claimed within 10 s is asked after.</param>
[GenerateSerializer, Immutable, Alias("reservation")]
public sealed record Reservation(
    [property: Id(0)] string OrderId,
    [property: Id(1)] string Session,
    [property: Id(2)] string Instance,
    [property: Id(3)] OrderPurpose Purpose,
    [property: Id(4)] Symbol Symbol,
    [property: Id(5)] Side Side,
    [property: Id(6)] decimal Quantity,
    [property: Id(7)] decimal Price,
    [property: Id(8)] int Leverage,
    [property: Id(9)] decimal TakerFeeRate,
    [property: Id(10)] decimal FilledQuantity,
    [property: Id(11)] decimal? EndedQuantity,
    [property: Id(12)] DateTimeOffset ReservedAt,
    [property: Id(13)] bool IsClaimed)
{
    /// <summary>Base units that may still be filled; nothing is left of an overfilled order.</summary>
    [JsonIgnore]
    public decimal LeavesQuantity => Math.Max(0m, (EndedQuantity ?? Quantity) - FilledQuantity);

    /// <summary>leaves · price · (1/leverage + taker fee), quote units.</summary>
    [JsonIgnore]
    public decimal Amount => AmountOf(Price, LeavesQuantity, Leverage, TakerFeeRate);

    /// <summary>The order as far as the account knows it: to ask after it, or to cancel it before it was placed. Type and prices are not known.</summary>
    public OrderRequest ToInquiry(string account) => new(
        OrderId, account, Session, Instance, Purpose, Symbol, Side, OrderType.Market, TimeInForce.Gtc, Quantity, null, null, ReduceOnly: false,
        Leverage, null, ReservedAt);

    public static decimal AmountOf(decimal price, decimal quantity, int leverage, decimal takerFeeRate)
    {
        var notional = price * quantity;
        return LedgerAmount.Round((notional / leverage) + (notional * takerFeeRate));
    }
}
