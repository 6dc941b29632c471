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
}
