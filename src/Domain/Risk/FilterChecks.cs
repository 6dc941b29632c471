using System.Globalization;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;

namespace Trading.Domain.Risk;

/// <summary>The symbol's own filters: the only checks that a reducing order meets. What breaks one is refused, never cut.</summary>
public static class FilterChecks
{
    /// <param name="price">Price for the notional, quote units; 0 when unknown, then the notional is not judged.</param>
    /// <param name="closesAll">It closes the whole position: the smallest sizes do not count, else what fell below them could never be left.</param>
    public static void Check(OrderRequest request, Instrument instrument, decimal price, bool closesAll, ICollection<RiskFailure> failures)
    {
        CheckQuantity(request.Quantity, instrument, closesAll, failures);
        CheckPrice("Price", request.Price, request.Type is OrderType.Limit, instrument, failures);
        CheckPrice("Trigger price", request.StopPrice, request.Type is OrderType.StopMarket or OrderType.TakeProfitMarket, instrument, failures);
        var notional = request.Quantity * price;
        if (!closesAll && price > 0m && notional < instrument.MinNotional)
        {
            failures.Add(new(RiskReason.FilterNotional, Text($"Notional must be at least {instrument.MinNotional}, found {notional}.")));
        }
    }

    private static void CheckQuantity(decimal quantity, Instrument instrument, bool closesAll, ICollection<RiskFailure> failures)
    {
        if (quantity <= 0m)
        {
            failures.Add(new(RiskReason.FilterQuantity, Text($"Quantity must be above 0, found {quantity}.")));
            return;
        }

        if (quantity % instrument.LotSize != 0m)
        {
            failures.Add(new(RiskReason.FilterLot, Text($"Quantity must be a multiple of {instrument.LotSize}, found {quantity}.")));
        }

        if (!closesAll && quantity < instrument.MinQuantity)
        {
            failures.Add(new(RiskReason.FilterQuantityMin, Text($"Quantity must be at least {instrument.MinQuantity}, found {quantity}.")));
        }
    }

    private static void CheckPrice(string name, decimal? price, bool isNeeded, Instrument instrument, ICollection<RiskFailure> failures)
    {
        if (!isNeeded)
        {
            return;
        }

        if (price is not > 0m)
        {
            failures.Add(new(RiskReason.FilterPrice, Text($"{name} must be above 0, found {price?.ToString(CultureInfo.InvariantCulture) ?? "none"}.")));
        }
        else if (price % instrument.TickSize != 0m)
        {
            failures.Add(new(RiskReason.FilterTick, Text($"{name} must be a multiple of {instrument.TickSize}, found {price}.")));
        }
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
