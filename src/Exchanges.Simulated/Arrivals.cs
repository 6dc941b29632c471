using Trading.Domain.Exchanges;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Simulated;

/// <summary>What happens to an order when it reaches the venue: judged, accepted, matched, and put to rest.</summary>
internal static class Arrivals
{
    private const decimal MarketReserve = 1.01m;

    public static void Place(Desk desk, TradedMarket market, OrderRequest request, bool isRefused, long atMs)
    {
        desk.OrderCount++;
        var order = new RestingOrder(request, desk.OrderCount, market.Index) { ArrivedInEvent = market.EventNumber };
        desk.Admit(order);
        if (Refusal(desk, market, order, isRefused) is { } reason)
        {
            desk.Reject(order, reason, atMs);
            return;
        }

        desk.Accept(order, atMs);
        switch (request.Type)
        {
            case OrderType.Market:
                Taker.Take(desk, market, order, atMs);
                break;
            case OrderType.Limit:
                PlaceLimit(desk, market, order, atMs);
                break;
            default:
                Triggers.OnArrival(desk, market, order, atMs);
                break;
        }
    }

    private static void PlaceLimit(Desk desk, TradedMarket market, RestingOrder order, long atMs)
    {
        if (order.Request.TimeInForce is TimeInForce.Fok)
        {
            var quantity = desk.Fillable(market, order, atMs);
            if (order.IsWorking && !Taker.CanFillWhole(desk, market, order, quantity, atMs))
            {
                desk.Cancel(market, order, VenueReasons.Fok, atMs);
            }
        }

        if (order.IsWorking && order.Request.TimeInForce is not TimeInForce.PostOnly)
        {
            Taker.Take(desk, market, order, atMs);
        }

        if (order.IsWorking && order.Request.TimeInForce is TimeInForce.Ioc)
        {
            desk.Cancel(market, order, VenueReasons.Ioc, atMs);
        }

        if (order.IsWorking)
        {
            Maker.Rest(market, order);
        }
    }

    /// <summary>Reads the order's numbers into the market's scales and judges them.</summary>
    /// <returns>Null for an order that is taken.</returns>
    private static string? Refusal(Desk desk, TradedMarket market, RestingOrder order, bool isRefused)
    {
        var (request, instrument) = (order.Request, market.State.Instrument);
        if (isRefused)
        {
            return VenueReasons.Refused;
        }

        if (request.Quantity <= 0m || !IsMultiple(request.Quantity, instrument.LotSize) || (!request.ReduceOnly && request.Quantity < instrument.MinQuantity))
        {
            return VenueReasons.InvalidQuantity;
        }

        var price = request.Type is OrderType.Limit ? request.Price : order.IsTrigger ? request.StopPrice : null;
        if (request.Type is not OrderType.Market && (price is not > 0m || !IsMultiple(price.Value, instrument.TickSize)))
        {
            return VenueReasons.InvalidPrice;
        }

        if (request.Leverage > instrument.MaxLeverage || request.Leverage < 1)
        {
            return VenueReasons.InvalidLeverage;
        }

        order.Leaves = market.State.ScaleQuantity(request.Quantity);
        order.Price = request.Type is OrderType.Limit ? market.State.ScalePrice(price!.Value) : 0;
        order.TriggerHalf = order.IsTrigger ? 2 * market.State.ScalePrice(price!.Value) : 0;
        var best = Taker.OppositeBest(desk, market, request.Side);
        if (best == 0 && request.Type is OrderType.Market)
        {
            return VenueReasons.NoMarket;
        }

        var crosses = best > 0 && order.Price > 0 && (order.IsBuy ? order.Price >= best : order.Price <= best);
        if (crosses && request.TimeInForce is TimeInForce.PostOnly)
        {
            return VenueReasons.PostOnlyWouldCross;
        }

        return HasMargin(desk, market, order, best) ? null : VenueReasons.InsufficientMargin;
    }

    /// <summary>An opening order needs and keeps price·quantity·(1/leverage + taker fee) of the available balance.</summary>
    private static bool HasMargin(Desk desk, TradedMarket market, RestingOrder order, long best)
    {
        if (order.Request.ReduceOnly)
        {
            return true;
        }

        var closable = order.IsBuy ? -market.Held : market.Held;
        order.OpeningQuantity = order.Leaves - Math.Clamp(closable, 0, order.Leaves);
        var leverage = market.Held != 0 ? market.Position.Leverage : order.Request.Leverage;
        var price = ReservePrice(market, order, best);
        order.ReservedPerUnit = (price / leverage) + (price * desk.Options.TakerFeeRate);
        return order.ReservedPerUnit * market.State.QuantityOf(order.OpeningQuantity) <= desk.Available;
    }

    /// <summary>The limit for a buy, the higher of limit and bid for a sell; for market orders the opposite best + 1 %, and no better than the trigger.</summary>
    private static decimal ReservePrice(TradedMarket market, RestingOrder order, long best)
    {
        var (limit, opposite) = (order.Request.Price ?? 0m, market.State.PriceOf(best));
        return order.Request.Type switch
        {
            OrderType.Limit => order.IsBuy ? limit : Math.Max(limit, opposite),
            OrderType.Market => opposite * MarketReserve,
            _ => Math.Max(opposite, order.Request.StopPrice ?? 0m) * MarketReserve,
        };
    }

    private static bool IsMultiple(decimal value, decimal step) => value % step == 0m;
}
