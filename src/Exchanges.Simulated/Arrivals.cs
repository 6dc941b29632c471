using Trading.Domain.Exchanges;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Simulated;

/// <summary>What happens to an order when it reaches the venue: judged, accepted, matched, and put to rest.</summary>
internal static class Arrivals
{
    private const decimal MarketReserve = 1.01m;

    /// <param name="isOfEntryStep">A stop of a position that the last candle step opened: it belongs to that step.</param>
    public static void Place(Desk desk, TradedMarket market, Request request, bool isOfEntryStep, long atMs)
    {
        var order = desk.Admit(request.Order!, market);
        order.IsOfEntryStep = isOfEntryStep;
        if (Refusal(desk, market, order, request.IsRefused) is { } reason)
        {
            desk.Reject(order, reason, atMs);
            return;
        }

        desk.Accept(order, atMs);
        switch (order.Request.Type)
        {
            case OrderType.Market:
                Taker.TakeWhole(desk, market, order, atMs);
                break;
            case OrderType.Limit:
                PlaceLimit(desk, market, order, atMs);
                break;
            default:
                Triggers.OnArrival(desk, market, order, atMs);
                break;
        }
    }

    /// <summary>Data ended: fills at once at the last price worsened by half the assumed spread, and never better than the book that stands then.</summary>
    public static void CloseAtEnd(Desk desk, TradedMarket market, OrderRequest request, long atMs)
    {
        var order = desk.Admit(request, market);
        if (Refusal(desk, market, order, isRefused: false) is { } reason)
        {
            desk.Reject(order, reason, atMs);
            return;
        }

        desk.Accept(order, atMs);
        var last = market.State.Last > 0 ? market.State.Last : market.State.MarkHalf / 2;
        if (desk.Fillable(market, order, atMs) is > 0 and var quantity)
        {
            var worsened = Slippage.Worsen(market.State, last, request.Side, Slippage.HalfSpreadBps(desk.Options));
            var best = Taker.OppositeBest(desk, market, request.Side);
            var price = best == 0 ? worsened : request.Side is Side.Buy ? Math.Max(worsened, best) : Math.Min(worsened, best);
            desk.Fill(market, order, price, quantity, Liquidity.Taker, atMs);
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
        order.ReadPrices(market.State);
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

        return HasMargin(desk, market, order) ? null : VenueReasons.InsufficientMargin;
    }

    /// <summary>What an order opens needs price·quantity·(1/leverage + taker fee) of the available balance, and keeps it reserved.</summary>
    private static bool HasMargin(Desk desk, TradedMarket market, RestingOrder order)
    {
        if (order.Request.ReduceOnly)
        {
            return true;
        }

        var closable = order.IsBuy ? -market.Held : market.Held;
        var leverage = market.Held != 0 ? market.Position.Leverage : order.Request.Leverage;
        var opening = order.Leaves - Math.Clamp(closable, 0, order.Leaves);
        var available = desk.Available;
        order.Reserve(opening, ReservePrice(market.State, order), leverage, desk.Options.TakerFeeRate);
        return order.ReservedAmount(market.State) <= available;
    }

    /// <summary>The limit for a buy, the higher of limit and bid for a sell; for market orders the opposite best + 1 %, and no better than the trigger.</summary>
    private static decimal ReservePrice(MarketState state, RestingOrder order)
    {
        var (quote, limit) = (order.IsBuy ? state.Asks.Best : state.Bids.Best, order.Request.Price ?? 0m);
        var best = quote > 0 ? state.PriceOf(quote) : state.Last > 0 ? state.PriceOf(state.Last) : state.Mark;
        return order.Request.Type switch
        {
            OrderType.Limit => order.IsBuy ? limit : Math.Max(limit, best),
            OrderType.Market => best * MarketReserve,
            _ => Math.Max(best, order.Request.StopPrice ?? 0m) * MarketReserve,
        };
    }

    private static bool IsMultiple(decimal value, decimal step) => value % step == 0m;
}
