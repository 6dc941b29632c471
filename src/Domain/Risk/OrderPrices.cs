using Trading.Domain.Orders;

namespace Trading.Domain.Risk;

/// <summary>The prices that risk judges one order at. Each is 0 when the market gives none.</summary>
/// <param name="OppositeBest">Ask for a buy, bid for a sell; the last trade, else the mark, without a book.</param>
/// <param name="Notional">The limit, for market orders the opposite best; of a trigger order the higher of trigger and opposite best.</param>
/// <param name="Reserved">The limit for a buy, the higher of limit and bid for a sell, else the notional's price + 1 %.</param>
/// <param name="Collar">What the collar judges: the limit, the trigger, or the average of the walk through the book.</param>
internal readonly record struct OrderPrices(decimal OppositeBest, decimal Notional, decimal Reserved, decimal Collar)
{
    private const decimal MarketOrderMargin = 1.01m;

    public bool AreKnown => Notional > 0m && Reserved > 0m && Collar > 0m;

    public static OrderPrices Of(OrderRequest request, RiskMarket market)
    {
        var best = OppositeBestOf(request.Side, market);
        switch (request.Type)
        {
            case OrderType.Limit:
                var limit = request.Price ?? 0m;
                return new(best, limit, request.Side is Side.Buy ? limit : Math.Max(limit, best), limit);
            case OrderType.Market:
                var levels = request.Side is Side.Buy ? market.Asks : market.Bids;
                return new(best, best, best * MarketOrderMargin, BookWalk.AveragePrice(levels, best, request.Quantity));
            default:
                // Where the trigger will find the market is unknown: the higher price claims the more.
                var trigger = request.StopPrice ?? 0m;
                var higher = Math.Max(trigger, best);
                return new(best, higher, higher * MarketOrderMargin, trigger);
        }
    }

    private static decimal OppositeBestOf(Side side, RiskMarket market)
    {
        var quote = side is Side.Buy ? market.Ask : market.Bid;
        return quote > 0m ? quote : market.Last > 0m ? market.Last : market.Mark;
    }
}
