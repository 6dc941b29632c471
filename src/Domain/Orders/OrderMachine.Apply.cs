using System.Collections.Immutable;

namespace Trading.Domain.Orders;

public static partial class OrderMachine
{
    /// <summary>Folds one event. Total: every event has a line.</summary>
    /// <exception cref="InvariantException">The step is on no path of the machine.</exception>
    public static Order Apply(Order? order, OrderEvent change)
    {
        ArgumentNullException.ThrowIfNull(change);

        var next = change switch
        {
            OrderPlaced placed => Begin(order, placed.Request, OrderStatus.PendingNew, placed) with { DeadlineAt = placed.DeadlineAt },
            OrderRefused refused => Begin(order, refused.Request, OrderStatus.Rejected, refused) with
            {
                EndedAt = refused.At,
                Reason = refused.Reasons[0],
                Reasons = refused.Reasons,
            },
            OrderDisowned disowned => Begin(order, disowned.Request, OrderStatus.NotPlaced, disowned) with
            {
                EndedAt = disowned.At,
                Reason = OrderReasons.NotSent,
                IsDisowned = true,
            },
            _ => Fold(order ?? throw new InvariantException($"{change.GetType().Name} of an order that was never placed."), change),
        };

        return OrderTransitions.Allows(order?.Status, next.Status)
            ? Tell(next, change)
            : throw new InvariantException($"Order {next.Id}: no path from {order?.Status} to {next.Status} by {change.GetType().Name}.");
    }

    private static Order Begin(Order? order, OrderRequest request, OrderStatus status, OrderEvent change) => order is null
        ? new Order { Request = request, Status = status, PlacedAt = change.At, UpdatedAt = change.At }
        : throw new InvariantException($"Order {order.Id} begins twice.");

    private static Order Fold(Order order, OrderEvent change) => change switch
    {
        OrderIdentified identified => order with { Request = identified.Request, IsDisowned = false },
        OrderInquired => order,
        OrderFenced fenced => order with
        {
            Status = OrderStatus.Submitting,
            SendAt = fenced.SendAt,
            Attempt = fenced.Attempt,
            GoodAbsences = 0,
            AbsenceAskedAt = null,
        },
        OrderDeferred => order with { Status = OrderStatus.PendingNew, Failures = order.Failures + 1 },
        OrderUnresolved => order with { Status = OrderStatus.Unknown },
        OrderAccepted accepted => Hold(order, accepted.At) with { VenueOrderId = accepted.VenueOrderId ?? order.VenueOrderId },
        OrderTriggered triggered => Hold(order, triggered.At) with { IsTriggered = true },
        OrderFilled filled => FoldFill(order, filled),
        OrderCancelRequested requested => order with { Status = OrderStatus.PendingCancel, CancelReason = requested.Reason, Failures = 0 },
        OrderClosing closing => Hold(order, closing.At) with { Ending = closing.Ending, GoodAbsences = 0, AbsenceAskedAt = null },
        OrderEnded ended => order with
        {
            Status = ended.Status,
            Reason = ended.Reason,
            EndedAt = ended.At,
            Ending = null,
            GoodAbsences = 0,
            AbsenceAskedAt = null,
            Failures = 0,
        },
        OrderRenewalDue => order with { IsRenewalDue = true },
        OrderQueried queried => order with
        {
            GoodAbsences = queried.GoodAbsences,
            AbsenceAskedAt = queried.AskedAt,
            Failures = queried.Failures,
        },
        OrderHeld held => order with { IsHeld = held.IsHeld },
        OrderAcknowledged acknowledged => order with { Outbox = Acknowledge(order.Outbox, acknowledged) },
        OrderRetired => order with { IsRetired = true },
        _ => throw new InvariantException($"Order {order.Id}: unknown event {change.GetType().Name}."),
    };

    /// <summary>The venue has shown the order.</summary>
    private static Order Hold(Order order, DateTimeOffset at) => order with
    {
        Status = order.Status is OrderStatus.PendingNew or OrderStatus.Submitting or OrderStatus.Unknown ? OrderStatus.New : order.Status,
        AcceptedAt = order.AcceptedAt < at ? order.AcceptedAt : at,
        GoodAbsences = 0,
        AbsenceAskedAt = null,
        Failures = 0,
    };

    private static Order FoldFill(Order order, OrderFilled filled)
    {
        var fill = filled.Fill;
        var quantity = order.FilledQuantity + fill.Quantity;
        var fills = order.Fills.Insert(PlaceOf(order.Fills, fill), fill);
        var forgottenTo = order.FillsForgottenTo;
        if (fills.Length > OrderProtocol.FillsMax)
        {
            forgottenTo = fills[0].At;
            fills = fills.RemoveAt(0);
        }

        return Hold(order, fill.At) with
        {
            Status = order.Status switch
            {
                { IsTerminal: true } => order.Status,
                _ when quantity >= order.Request.Quantity => OrderStatus.Filled,
                OrderStatus.PendingCancel => OrderStatus.PendingCancel,
                _ => OrderStatus.PartiallyFilled,
            },
            FilledQuantity = quantity,
            FilledNotional = order.FilledNotional + (fill.Price * fill.Quantity),
            Fees = order.Fees + fill.Fee,
            Fills = fills,
            FillsForgottenTo = forgottenTo,
            Corrections = filled.Correction is null ? order.Corrections : Bound(order.Corrections.Add(filled.Correction), OrderProtocol.CorrectionsMax),
        };
    }

    /// <summary>Fills lie by time and trade id, so that their order of arrival leaves no trace.</summary>
    private static int PlaceOf(ImmutableArray<Fill> fills, Fill fill)
    {
        var place = fills.Length;
        while (place > 0 && IsAfter(fills[place - 1], fill))
        {
            place--;
        }

        return place;
    }

    private static bool IsAfter(Fill one, Fill other) =>
        one.At != other.At ? one.At > other.At : string.CompareOrdinal(one.TradeId, other.TradeId) > 0;

    private static ImmutableArray<OutboxEntry> Acknowledge(ImmutableArray<OutboxEntry> outbox, OrderAcknowledged acknowledged)
    {
        var kept = ImmutableArray.CreateBuilder<OutboxEntry>(outbox.Length);
        foreach (var entry in outbox)
        {
            var pending = entry.Sequence <= acknowledged.UpTo ? entry.Pending & ~acknowledged.Receiver : entry.Pending;
            if (pending != OrderReceivers.None)
            {
                kept.Add(pending == entry.Pending ? entry : entry with { Pending = pending });
            }
        }

        return kept.DrainToImmutable();
    }

    private static Order Tell(Order order, OrderEvent change)
    {
        var receivers = OrderAudience.Of(order, change);
        if (receivers == OrderReceivers.None)
        {
            return order;
        }

        var sequence = order.Sequence + 1;
        var isStep = change is not (OrderInquired or OrderRetired);
        return order with
        {
            UpdatedAt = isStep && change.At > order.UpdatedAt ? change.At : order.UpdatedAt,
            Sequence = sequence,
            Outbox = order.Outbox.Add(new OutboxEntry(sequence, receivers, order.Status, change)),
            History = isStep
                ? Bound(order.History.Add(new OrderHistoryEntry(change.At, order.Status, OrderAudience.NameOf(change), ReasonOf(change))), OrderProtocol.HistoryEntriesMax)
                : order.History,
        };
    }

    internal static string? ReasonOf(OrderEvent change) => change switch
    {
        OrderRefused refused => refused.Reasons[0],
        OrderDisowned => OrderReasons.NotSent,
        OrderDeferred deferred => deferred.Reason,
        OrderUnresolved unresolved => unresolved.Reason,
        OrderFilled filled => filled.Correction?.Kind,
        OrderCancelRequested requested => requested.Reason,
        OrderClosing closing => closing.Ending.Reason,
        OrderEnded ended => ended.Reason,
        _ => null,
    };

    private static ImmutableArray<T> Bound<T>(ImmutableArray<T> items, int count) =>
        items.Length > count ? items.RemoveRange(0, items.Length - count) : items;
}
