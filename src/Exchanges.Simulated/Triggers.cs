using Trading.Domain.Exchanges;

namespace Trading.Exchanges.Simulated;

/// <summary>Stops and targets: once their level is reached on the mark (or the last price), market orders.</summary>
internal static class Triggers
{
    public static void OnPrice(Desk desk, TradedMarket market, long atMs)
    {
        var price = market.TriggerPriceHalf;
        for (var i = 0; i < market.Triggers.Count;)
        {
            var order = market.Triggers[i];
            if (order.IsTriggeredBy(price))
            {
                Fire(desk, market, order, atMs);
            }
            else
            {
                i++;
            }
        }
    }

    /// <summary>An order whose level was already reached when it arrived fires at once.</summary>
    public static void OnArrival(Desk desk, TradedMarket market, RestingOrder order, long atMs)
    {
        market.AddResting(order);
        if (order.IsTriggeredBy(market.TriggerPriceHalf))
        {
            Fire(desk, market, order, atMs);
        }
    }

    /// <summary>A candle's move reached the level.</summary>
    public static void FireAt(Desk desk, TradedMarket market, RestingOrder order, long level, long atMs)
    {
        Report(desk, market, order, atMs);
        Taker.TakeFrom(desk, market, order, level, atMs);
    }

    private static void Fire(Desk desk, TradedMarket market, RestingOrder order, long atMs)
    {
        if (market.State.IsCandles && CandleBase(market, order) is > 0 and var level)
        {
            FireAt(desk, market, order, level, atMs);
            return;
        }

        Report(desk, market, order, atMs);
        Taker.TakeWhole(desk, market, order, atMs);
    }

    private static void Report(Desk desk, TradedMarket market, RestingOrder order, long atMs)
    {
        market.Remove(order);
        order.ChangedAtMs = atMs;
        desk.Reports.Add(new VenueTriggered(order.Request.Id, DateTimeOffset.FromUnixTimeMilliseconds(atMs)));
    }

    /// <summary>
    /// Where a triggered order starts from between two steps. A stop of an entry that this very step filled starts from its
    /// level, or from where the price stood at the entry when that is already beyond it; any other from the last price, or
    /// from a mark that is worse.
    /// </summary>
    private static long CandleBase(TradedMarket market, RestingOrder order)
    {
        var state = market.State;
        if (market.PathTriggers)
        {
            return order.IsOfEntryStep ? Worse(order, order.TriggerHalf / 2, market.EntryLevel) : state.Last;
        }

        var mark = order.IsBuy ? (state.MarkHalf + 1) / 2 : state.MarkHalf / 2;
        return state.Last == 0 ? mark : Worse(order, state.Last, mark);
    }

    private static long Worse(RestingOrder order, long first, long second) =>
        order.IsBuy ? Math.Max(first, second) : Math.Min(first, second);
}
