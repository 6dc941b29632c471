using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Api.Orders;

/// <summary>What OpenAPI shows of orders.</summary>
internal static class OrderExamples
{
    public static readonly DateTimeOffset At = new(2024, 1, 1, 1, 2, 3, TimeSpan.Zero);

    public static readonly OrderAnswer Order = new(
        "ord-q6ai7ymqjqmidjcaxzfri3ltpsab", OrderStatus.Filled, "ses-abcdefghijklmno", "acc-ses-abcdefghijklmno", "flash-pump-fade", OrderPurpose.Entry,
        Symbol.Parse("BTC_USDT"), Side.Sell, OrderType.Limit, TimeInForce.Gtc, 0.012m, 61_800.2m, null, ReduceOnly: false, Leverage: 3, 0.012m, 61_800.2m,
        0.4449m, null, [], At, At.AddSeconds(60), At.AddMilliseconds(50), Sequence: 12, Revision: 15);

    public static readonly PlaceOrderRequest Place = new(
        Symbol.Parse("BTC_USDT"), Side.Buy, OrderType.Limit, 0.012m, Session: "ses-abcdefghijklmno", Price: 61_000m, Timeout: "5m");

    public static readonly OrderAnswer Placed = new(
        "ord-q6ai7ymqjqmidjcaxzfri3ltpsab", OrderStatus.PendingNew, "ses-abcdefghijklmno", "acc-ses-abcdefghijklmno", null, OrderPurpose.Manual,
        Symbol.Parse("BTC_USDT"), Side.Buy, OrderType.Limit, TimeInForce.Gtc, 0.012m, 61_000m, null, ReduceOnly: false, Leverage: 1, 0m, null, 0m, null, [], At,
        At.AddMinutes(5), At, Sequence: 1_704_070_923_000_000, Revision: 1, [new OrderHistoryAnswer(At, OrderStatus.PendingNew, "placed", null)], []);

    public static readonly OrderAnswer Cancelling = Placed with { Status = OrderStatus.PendingCancel };
}
