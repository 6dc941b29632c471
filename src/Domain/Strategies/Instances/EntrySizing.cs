using Trading.Domain.Instruments;
using Trading.Domain.Positions;

namespace Trading.Domain.Strategies.Instances;

/// <summary>Price and quantity of an entry (spec: strategies, size and order).</summary>
internal static class EntrySizing
{
    public const string PriceUnknown = "price_unknown";
    public const string SizeUnknown = "size_unknown";
    public const string QuantityZero = "quantity_zero";
    public const string QuantityOutOfRange = "quantity_out_of_range";

    private const decimal Percent = 100m;

    /// <param name="scale">Factor on the quantity; NaN when its indicator is unknown.</param>
    /// <returns>The quantity on its lot and the limit price, null for a market order; or why there is none.</returns>
    public static (decimal Quantity, decimal? Price, string? Refusal) Size(
        EntrySection entry, Direction direction, Instrument instrument, in InstanceView view, double scale)
    {
        var side = direction.EntrySide;
        var limit = entry.Order.LimitPrice(side, view.BestBid, view.BestAsk, instrument);
        var price = entry.Order.Type is OrderPlanType.Market ? (direction is Direction.Long ? view.BestAsk : view.BestBid) : limit ?? 0m;
        if (price <= 0m)
        {
            return (0m, null, PriceUnknown);
        }

        if (double.IsNaN(scale))
        {
            return (0m, null, SizeUnknown);
        }

        try
        {
            var quantity = instrument.TruncateToLot(Quantity(entry, direction, price, view) * (decimal)scale);
            return quantity > 0m ? (quantity, limit, null) : (0m, null, QuantityZero);
        }
        catch (OverflowException)
        {
            return (0m, null, QuantityOutOfRange);
        }
    }

    private static decimal Quantity(EntrySection entry, Direction direction, decimal price, in InstanceView view)
    {
        var size = entry.Size;
        return size.Type switch
        {
            SizeType.Quantity => size.Value,
            SizeType.Notional => size.Value / price,
            SizeType.EquityPct => view.Equity * size.Value / Percent / price,
            SizeType.RiskPct => view.Equity * size.Value / Percent / LossPerUnit(entry, direction, price, view.TakerFeeRate),
            _ => throw new InvariantException($"Size type {size.Type} is unknown."),
        };
    }

    private static decimal LossPerUnit(EntrySection entry, Direction direction, decimal price, decimal takerFeeRate)
    {
        var pct = entry.Protection.StopLossPct ?? throw new InvariantException("A risk_pct size has no stop loss.");
        var stop = ProtectionLevels.StopPrice(direction.EntrySide, price, pct);
        return Math.Abs(price - stop) + (takerFeeRate * (price + stop));
    }
}
