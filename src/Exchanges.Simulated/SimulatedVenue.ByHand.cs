using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Exchanges.Simulated;

/// <summary>What happens at a venue without our asking: the trader's own trades there, a liquidation, an execution in the way of a cancel.</summary>
public sealed partial class SimulatedVenue
{
    /// <summary>A trade of the trader's own, past us, at the mark: reported as an order that we never sent.</summary>
    /// <param name="quantity">Signed base units, a multiple of the lot, not 0.</param>
    /// <exception cref="ArgumentException">The quantity is none, or no price of the symbol is known.</exception>
    public void TradeByHand(Symbol symbol, decimal quantity, List<VenueReport> reports)
    {
        var market = _markets[IndexOf(symbol)];
        var instrument = market.State.Instrument;
        if (quantity == 0m || quantity % instrument.LotSize != 0m)
        {
            throw new ArgumentException($"{symbol}: {quantity} is not a multiple of the lot {instrument.LotSize}.", nameof(quantity));
        }

        var price = instrument.FloorToTick(market.State.Mark);
        if (price <= 0m)
        {
            throw new ArgumentException($"{symbol}: no price is known yet.", nameof(symbol));
        }

        _desk.Reports = reports;
        var request = new OrderRequest(
            FormattableString.Invariant($"hand-{_desk.OrderCount + 1}"), "", "", "", OrderPurpose.Manual, symbol, quantity > 0m ? Side.Buy : Side.Sell,
            OrderType.Market, TimeInForce.Gtc, Math.Abs(quantity), null, null, ReduceOnly: false, Math.Max(1, market.Position.Leverage), null,
            DateTimeOffset.FromUnixTimeMilliseconds(NowMs));
        var order = _desk.Admit(request, market);
        order.Leaves = market.State.ScaleQuantity(request.Quantity);
        _desk.Accept(order, NowMs);
        _desk.Fill(market, order, market.State.ScalePrice(price), order.Leaves, Liquidity.Taker, NowMs);
    }

    /// <summary>The venue closes the position by force, wherever the mark stands.</summary>
    /// <returns>False when there is none.</returns>
    public bool LiquidateByHand(Symbol symbol, List<VenueReport> reports)
    {
        var market = _markets[IndexOf(symbol)];
        if (market.Held == 0)
        {
            return false;
        }

        _desk.Reports = reports;
        _desk.Liquidate(market, NowMs);
        return true;
    }

    /// <summary>A part of a resting limit order is executed now at its price, whatever the market says: half of what is left, at least one lot.</summary>
    /// <returns>False when no such order rests, or nothing of it may fill.</returns>
    public bool FillByHand(string orderId, List<VenueReport> reports)
    {
        if (_desk.Find(orderId) is not { IsWorking: true, IsTrigger: false } order)
        {
            return false;
        }

        _desk.Reports = reports;
        var market = _markets[order.Market];
        var lot = market.State.ScaleQuantity(market.State.Instrument.LotSize);
        var quantity = Math.Min(_desk.Fillable(market, order, NowMs), Math.Max(lot, order.Leaves / 2 / lot * lot));
        if (quantity == 0)
        {
            return false;
        }

        _desk.Fill(market, order, order.Price, quantity, Liquidity.Maker, NowMs);
        return true;
    }

    private long NowMs => _clockMs == Unset ? 0 : _clockMs;
}
