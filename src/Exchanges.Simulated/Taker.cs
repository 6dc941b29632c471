using Trading.Domain.Exchanges;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Simulated;

/// <summary>
/// Taking liquidity: the recorded levels first, less what was taken of them before; what they do not hold at the deepest
/// level worsened by impact. Without a book, and in candles, at the last price worsened by half the assumed spread and impact.
/// </summary>
internal static class Taker
{
    /// <summary>Fills what the market offers now, a limit order only up to its price.</summary>
    public static void Take(Desk desk, TradedMarket market, RestingOrder order, long atMs)
    {
        var levels = LevelsFor(market, order);
        for (var i = 0; levels is not null && order.IsWorking && levels.Has(i); i++)
        {
            var price = levels.PriceAt(i);
            if (!IsWithinLimit(order, price))
            {
                return;
            }

            var available = levels.AvailableAt(i);
            if (available > 0 && desk.Fillable(market, order, atMs) is > 0 and var fillable)
            {
                var quantity = Math.Min(available, fillable);
                levels.Take(i, quantity);
                desk.Fill(market, order, price, quantity, Liquidity.Taker, atMs);
            }
        }

        if (order.IsWorking && desk.Fillable(market, order, atMs) is > 0 and var rest)
        {
            var price = PriceBeyond(desk, market, order.Request.Side, rest, atMs);
            if (price > 0 && IsWithinLimit(order, price))
            {
                desk.Fill(market, order, price, rest, Liquidity.Taker, atMs);
            }
        }
    }

    /// <summary>A market order: whatever the price, and never left to rest.</summary>
    public static void TakeWhole(Desk desk, TradedMarket market, RestingOrder order, long atMs)
    {
        Take(desk, market, order, atMs);
        if (order.IsWorking)
        {
            desk.Cancel(market, order, VenueReasons.NoMarket, atMs);
        }
    }

    /// <summary>Fills the whole order from one price, worsened by half the assumed spread and impact: candles.</summary>
    public static void TakeFrom(Desk desk, TradedMarket market, RestingOrder order, long basePrice, long atMs)
    {
        if (desk.Fillable(market, order, atMs) is > 0 and var quantity)
        {
            var bps = Slippage.HalfSpreadBps(desk.Options) + Slippage.ImpactBps(desk.Options, quantity, market.State.Volume.At(atMs));
            desk.Fill(market, order, Slippage.Worsen(market.State, basePrice, order.Request.Side, bps), quantity, Liquidity.Taker, atMs);
        }
    }

    /// <summary>Whether the market offers the whole order now within its limit.</summary>
    public static bool CanFillWhole(Desk desk, TradedMarket market, RestingOrder order, long quantity, long atMs)
    {
        var rest = quantity;
        var levels = LevelsFor(market, order);
        for (var i = 0; levels is not null && rest > 0 && levels.Has(i); i++)
        {
            if (!IsWithinLimit(order, levels.PriceAt(i)))
            {
                return false;
            }

            rest -= Math.Min(rest, levels.AvailableAt(i));
        }

        return rest == 0 || (PriceBeyond(desk, market, order.Request.Side, rest, atMs) is > 0 and var price && IsWithinLimit(order, price));
    }

    /// <summary>Best price that a taker of this side meets, without impact; 0 when nothing is known of the market.</summary>
    public static long OppositeBest(Desk desk, TradedMarket market, Side taker)
    {
        var state = market.State;
        var levels = taker is Side.Buy ? state.Asks : state.Bids;
        return !state.IsCandles && !levels.IsEmpty
            ? levels.Best
            : BasePrice(state, taker) is > 0 and var last ? Slippage.Worsen(state, last, taker, Slippage.HalfSpreadBps(desk.Options)) : 0;
    }

    private static long PriceBeyond(Desk desk, TradedMarket market, Side taker, long quantity, long atMs)
    {
        var state = market.State;
        var impact = Slippage.ImpactBps(desk.Options, quantity, state.Volume.At(atMs));
        var levels = taker is Side.Buy ? state.Asks : state.Bids;
        if (!state.IsCandles && !levels.IsEmpty)
        {
            return Slippage.Worsen(state, levels.Deepest, taker, impact);
        }

        return BasePrice(state, taker) is > 0 and var last
            ? Slippage.Worsen(state, last, taker, Slippage.HalfSpreadBps(desk.Options) + impact)
            : 0;
    }

    /// <summary>The last price; where the taker's own side of a one-sided book is already worse for him, that; before any trade the mark.</summary>
    private static long BasePrice(MarketState state, Side taker)
    {
        var last = state.Last > 0 ? state.Last : taker is Side.Buy ? (state.MarkHalf + 1) / 2 : state.MarkHalf / 2;
        if (state.IsCandles)
        {
            return last;
        }

        return taker is Side.Buy
            ? Math.Max(last, state.Bids.Best)
            : state.Asks.Best > 0 && (last == 0 || state.Asks.Best < last) ? state.Asks.Best : last;
    }

    private static BookSide? LevelsFor(TradedMarket market, RestingOrder order) =>
        market.State.IsCandles ? null : order.IsBuy ? market.State.Asks : market.State.Bids;

    private static bool IsWithinLimit(RestingOrder order, long price) =>
        order.Price == 0 || (order.IsBuy ? price <= order.Price : price >= order.Price);
}
