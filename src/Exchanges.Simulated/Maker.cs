using Trading.Domain.MarketData;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Simulated;

/// <summary>Fills of resting limit orders, always at their own price, by recorded trades and books.</summary>
internal static class Maker
{
    /// <summary>
    /// A trade at an order's price by the opposite taker works off its queue, what is left of it fills the order; a trade
    /// beyond the price fills it whatever the queue. The trade's quantity is used once over all orders.
    /// </summary>
    public static void OnTrade(Desk desk, TradedMarket market, long price, long quantity, TakerSide taker, long atMs)
    {
        var rest = quantity;
        for (var i = 0; i < market.Limits.Count;)
        {
            var order = market.Limits[i];
            if (order.ArrivedInEvent != market.EventNumber)
            {
                var reach = Reach(order, price, rest, taker);
                if (reach > 0)
                {
                    rest -= FillUpTo(desk, market, order, reach, atMs);
                }
            }

            i += IsAt(market, i, order) ? 1 : 0;
        }
    }

    /// <summary>
    /// A queue is never longer than what is displayed. An order whose price the opposite best went beyond, or reached with
    /// no queue left before it, fills by what is displayed there, which is then taken.
    /// </summary>
    public static void OnBook(Desk desk, TradedMarket market, long atMs)
    {
        for (var i = 0; i < market.Limits.Count;)
        {
            var order = market.Limits[i];
            if (order.ArrivedInEvent != market.EventNumber)
            {
                Shorten(order, order.IsBuy ? market.State.Bids : market.State.Asks);
                FillFrom(desk, market, order, order.IsBuy ? market.State.Asks : market.State.Bids, atMs);
            }

            i += IsAt(market, i, order) ? 1 : 0;
        }
    }

    /// <summary>Joins the queue: all that is displayed at the price on arrival stands before it.</summary>
    public static void Rest(TradedMarket market, RestingOrder order)
    {
        var own = order.IsBuy ? market.State.Bids : market.State.Asks;
        order.QueueAhead = own.IsEmpty || market.State.IsCandles ? 0 : own.DisplayedAt(order.Price);
        market.AddResting(order);
    }

    /// <summary>How much of a trade comes through to the order; shortens its queue.</summary>
    private static long Reach(RestingOrder order, long price, long quantity, TakerSide taker)
    {
        if (order.IsBuy ? price < order.Price : price > order.Price)
        {
            order.QueueAhead = 0;
            return quantity;
        }

        var isOpposite = taker == (order.IsBuy ? TakerSide.Sell : TakerSide.Buy);
        if (price != order.Price || !isOpposite || order.QueueAhead == BookSide.UnknownQuantity)
        {
            return 0;
        }

        var ahead = order.QueueAhead;
        order.QueueAhead = Math.Max(0, ahead - quantity);
        return Math.Max(0, quantity - ahead);
    }

    private static void Shorten(RestingOrder order, BookSide own)
    {
        if (!own.IsEmpty && own.DisplayedAt(order.Price) is not BookSide.UnknownQuantity and var displayed)
        {
            order.QueueAhead = Math.Min(order.QueueAhead, displayed);
        }
    }

    private static void FillFrom(Desk desk, TradedMarket market, RestingOrder order, BookSide opposite, long atMs)
    {
        for (var level = 0; order.IsWorking && opposite.Has(level); level++)
        {
            var price = opposite.PriceAt(level);
            if (order.IsBuy ? price < order.Price : price > order.Price)
            {
                order.QueueAhead = 0;
            }
            else if (price != order.Price || order.QueueAhead > 0)
            {
                return;
            }

            if (opposite.AvailableAt(level) is > 0 and var available)
            {
                opposite.Take(level, FillUpTo(desk, market, order, available, atMs));
            }
        }
    }

    private static long FillUpTo(Desk desk, TradedMarket market, RestingOrder order, long quantity, long atMs)
    {
        var filled = Math.Min(quantity, desk.Fillable(market, order, atMs));
        if (filled > 0)
        {
            desk.Fill(market, order, order.Price, filled, Liquidity.Maker, atMs);
        }

        return filled;
    }

    /// <summary>False when the order ended and its successor moved up.</summary>
    private static bool IsAt(TradedMarket market, int index, RestingOrder order) =>
        index < market.Limits.Count && ReferenceEquals(market.Limits[index], order);
}
