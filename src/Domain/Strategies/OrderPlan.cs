using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Domain.Strategies;

/// <summary>How a section places its order.</summary>
/// <param name="OffsetPct">Percent from the reference price; see <see cref="LimitPrice"/>.</param>
/// <param name="Timeout">Deadline of the order, 1 s – 24 h.</param>
public sealed record OrderPlan(OrderPlanType Type, decimal OffsetPct, TimeInForce TimeInForce, TimeSpan Timeout)
{
    public static readonly TimeSpan TimeoutDefault = TimeSpan.FromSeconds(60);

    public static OrderPlan Market { get; } = new(OrderPlanType.Market, 0m, TimeInForce.Gtc, TimeoutDefault);

    /// <summary>
    /// The limit price on its tick (buys round down, sells up). A limit counts from the opposite best price, a positive offset
    /// crosses; post_only counts from the own side's best price, the offset moves away from the market.
    /// </summary>
    /// <returns>Null for a market order, or when the rounded price would not be above 0.</returns>
    public decimal? LimitPrice(Side side, decimal bid, decimal ask, Instrument instrument)
    {
        if (Type is OrderPlanType.Market)
        {
            return null;
        }

        var step = side.Sign * OffsetPct / 100m;
        var (reference, offset) = Type is OrderPlanType.Limit
            ? (side is Side.Buy ? ask : bid, step)
            : (side is Side.Buy ? bid : ask, -step);
        var exact = reference * (1m + offset);
        var price = side is Side.Buy ? instrument.FloorToTick(exact) : instrument.CeilingToTick(exact);
        return price > 0m ? price : null;
    }
}

public enum OrderPlanType : byte
{
    Market = 0,
    Limit = 1,

    /// <summary>A limit order with time in force post_only.</summary>
    PostOnly = 2,
}
