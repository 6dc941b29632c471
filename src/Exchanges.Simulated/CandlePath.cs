using Trading.Domain.Orders;

namespace Trading.Exchanges.Simulated;

/// <summary>
/// A candle's step: the price moves from the former step to this one and passes every level between, so what it reaches
/// happens in that order. The open of a candle is a jump: what lies across it happens at the open.
/// </summary>
internal static class CandlePath
{
    public static void Walk(Desk desk, TradedMarket market, long from, long to, long atMs)
    {
        market.Cursor = from;
        while (Next(market, to, out var level, out var order))
        {
            market.Cursor = level;
            if (order is null)
            {
                desk.Liquidate(market, atMs);
            }
            else if (order.IsTrigger)
            {
                Triggers.FireAt(desk, market, order, level, atMs);
            }
            else if (desk.Fillable(market, order, atMs) is > 0 and var quantity)
            {
                desk.Fill(market, order, order.Price, quantity, Liquidity.Maker, atMs);
            }
        }

        market.Cursor = to;
    }

    /// <summary>The first thing on the rest of the way: at one level liquidation, then resting orders, then triggers.</summary>
    /// <param name="order">Null for liquidation.</param>
    private static bool Next(TradedMarket market, long to, out long level, out RestingOrder? order)
    {
        level = 0;
        order = null;
        var nearest = long.MaxValue;
        if (market.State.MarksAreLast && market.IsLiquidatedAt(2 * to))
        {
            nearest = Distance(market, market.LiquidationHalf / 2, to, out level);
        }

        foreach (var resting in market.Limits)
        {
            // Only what goes strictly through a price fills it: a touch may have ended in the queue.
            if (resting.IsBuy ? to < resting.Price : to > resting.Price)
            {
                Choose(market, resting, resting.Price, to, ref nearest, ref level, ref order);
            }
        }

        if (market.PathTriggers)
        {
            foreach (var resting in market.Triggers)
            {
                if (resting.IsTriggeredBy(2 * to))
                {
                    Choose(market, resting, resting.TriggerHalf / 2, to, ref nearest, ref level, ref order);
                }
            }
        }

        return nearest < long.MaxValue;
    }

    private static void Choose(
        TradedMarket market, RestingOrder candidate, long price, long to, ref long nearest, ref long level, ref RestingOrder? order)
    {
        var distance = Distance(market, price, to, out var reachedAt);
        if (distance < nearest)
        {
            (nearest, level, order) = (distance, reachedAt, candidate);
        }
    }

    /// <summary>How far the price still has to go; a level that lies behind it is reached where it stands.</summary>
    private static long Distance(TradedMarket market, long price, long to, out long reachedAt)
    {
        var (low, high) = (Math.Min(market.Cursor, to), Math.Max(market.Cursor, to));
        reachedAt = price < low || price > high ? market.Cursor : price;
        return Math.Abs(reachedAt - market.Cursor);
    }
}
