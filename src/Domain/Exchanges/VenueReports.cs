using System.Collections.Immutable;
using Trading.Domain.Orders;

namespace Trading.Domain.Exchanges;

/// <summary>What an order's own state at a venue amounts to in reports.</summary>
public static class VenueReports
{
    /// <summary>Everything that a venue would have reported of an order by now, oldest first: what of it is known already changes nothing.</summary>
    public static ImmutableArray<VenueReport> Of(VenueOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order is { Status: OrderStatus.Rejected })
        {
            return [new VenueRejected(order.OrderId, order.Reason ?? VenueReasons.Refused, order.At)];
        }

        var reports = ImmutableArray.CreateBuilder<VenueReport>(order.Fills.Length + 2);
        reports.Add(new VenueAccepted(order.OrderId, order.VenueOrderId, order.Fills is [var first, ..] && first.At < order.At ? first.At : order.At));
        reports.AddRange(order.Fills.Select(fill => new VenueFilled(order.OrderId, fill)));
        if (order.Status is OrderStatus.Canceled or OrderStatus.Expired)
        {
            reports.Add(new VenueCanceled(order.OrderId, order.Reason ?? VenueReasons.Requested, order.FilledQuantity, order.At));
        }

        return reports.DrainToImmutable();
    }
}
