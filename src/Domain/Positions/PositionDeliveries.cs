using Trading.Domain.Orders;
using Trading.Domain.Outboxes;
using Trading.Domain.Strategies.Instances;

namespace Trading.Domain.Positions;

/// <summary>What a position's outbox holds, as each receiver is told it: always from the oldest entry on, so that nothing is passed over.</summary>
public static class PositionDeliveries
{
    extension(PositionBook book)
    {
        /// <returns>Null when the account has everything.</returns>
        public PositionBookings? ForAccount()
        {
            var entries = Pending(book, PositionReceivers.Account).Take(OutboxLimits.DeliveryMax).ToList();
            return entries.Count == 0
                ? null
                : new(book.Position.Id, entries[^1].Sequence, [.. entries.Select(entry => ((PositionMoved)entry.News).Booking)]);
        }

        /// <summary>One for each instance that has something to hear, by its key.</summary>
        public IEnumerable<(string Instance, PositionDelivery Delivery)> ForInstances()
        {
            foreach (var group in Pending(book, PositionReceivers.Instance).GroupBy(entry => entry.Instance, StringComparer.Ordinal))
            {
                var entries = group.ToList();
                var isHolder = string.Equals(book.Instance, group.Key, StringComparison.Ordinal);
                var view = isHolder ? book.Position.ToView() : Flat(book, entries);
                yield return (group.Key, new PositionDelivery(
                    book.Position.Id,
                    book.Position.Symbol,
                    entries[^1].Sequence,
                    view,
                    isHolder ? book.Stop : ProtectiveStop.None,
                    isHolder && book.IsPlanByHand ? book.Protection.Plan : null,
                    [.. entries.Select(ClosedOf).OfType<Strategies.Instances.PositionClosed>()]));
            }
        }

        /// <summary>Each command on its way to its order.</summary>
        public IEnumerable<OrderCommandDelivery> ForOrders() => Pending(book, PositionReceivers.Order)
            .Take(OutboxLimits.DeliveryMax)
            .Select(entry => new OrderCommandDelivery(book.Position.Id, entry.Sequence, ((PositionCommandsOrder)entry.News).Command));

        public IEnumerable<PositionOutboxEntry> ForJournal() => Pending(book, PositionReceivers.Journal).Take(OutboxLimits.DeliveryMax);
    }

    private static IEnumerable<PositionOutboxEntry> Pending(PositionBook book, PositionReceivers receiver) =>
        book.Outbox.Where(entry => entry.Pending.HasFlag(receiver));

    // Another one's round trip, or nobody's, is no business of an instance whose own has ended.
    private static PositionView Flat(PositionBook book, List<PositionOutboxEntry> entries)
    {
        var number = entries.Select(ClosedOf).OfType<Strategies.Instances.PositionClosed>().Select(closed => closed.RoundTripNumber).LastOrDefault();
        var mark = book.Position.MarkPrice;
        return new PositionView(0m, 0m, 0m, mark, 0m, 0m, book.Position.Leverage, null, number == 0 ? book.Position.RoundTripNumber : number);
    }

    private static Strategies.Instances.PositionClosed? ClosedOf(PositionOutboxEntry entry) =>
        entry.News is PositionMoved { Booking.Event: PositionClosed { RoundTrip: var trip } }
            ? new(trip.Number, trip.NetPnl, trip.ExitReason, trip.ExitAt)
            : null;
}
