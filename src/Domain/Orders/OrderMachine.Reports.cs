using System.Globalization;

namespace Trading.Domain.Orders;

public static partial class OrderMachine
{
    private static void Accept(OrderTurn turn, string? venueOrderId, DateTimeOffset at)
    {
        var order = turn.Order;
        if (order.AcceptedAt is not null && (venueOrderId is null || order.VenueOrderId is not null))
        {
            CancelTwin(turn, venueOrderId);
            return;
        }

        turn.Record(new OrderAccepted(venueOrderId, at));
        if (order.Status is OrderStatus.NotPlaced or OrderStatus.Rejected)
        {
            turn.Alert(OrderAlerts.AliveAfterEnd, $"The venue accepted order {order.Id}, which is {order.Status} here; cancelling it there.");
            CancelRevenant(turn);
        }
        else if (order.Status is OrderStatus.PendingCancel)
        {
            // The cancel may have reached the venue before the order did.
            SendCancel(turn);
        }

        ArmRenewal(turn);
    }

    /// <summary>A trigger order that carries no id of ours may have been placed twice; once triggered, a second id is only the order it spawned.</summary>
    private static void CancelTwin(OrderTurn turn, string? venueOrderId)
    {
        var order = turn.Order;
        if (venueOrderId is null || order.VenueOrderId is null || venueOrderId == order.VenueOrderId || order.IsTriggered)
        {
            return;
        }

        turn.Alert(OrderAlerts.TwinTrigger, $"Order {order.Id} is {order.VenueOrderId} at the venue; cancelling its twin {venueOrderId}.");
        turn.Do(new SendCancel(order.Request, venueOrderId));
    }

    private static void Reject(OrderTurn turn, string reason, DateTimeOffset at)
    {
        var order = turn.Order;
        if (order.IsOver)
        {
            return;
        }

        if (order.FilledQuantity > 0m || order.Ending is not null)
        {
            DoubtRefusal(turn, reason);
        }
        else
        {
            End(turn, OrderStatus.Rejected, reason, at);
        }
    }

    private static void DoubtRefusal(OrderTurn turn, string reason)
    {
        turn.Alert(OrderAlerts.RefusedButAlive, $"Order {turn.Order.Id} was refused ({reason}) after the venue had shown that it holds it; asking.");
        Query(turn);
    }

    private static void Trigger(OrderTurn turn, DateTimeOffset at)
    {
        if (!turn.Order.IsTriggered)
        {
            turn.Record(new OrderTriggered(at));
        }
    }

    /// <summary>Every fill counts once, in whatever state it meets the order.</summary>
    private static void TakeFill(OrderTurn turn, Fill fill)
    {
        var order = turn.Order;
        if (order.HasFill(fill.TradeId))
        {
            return;
        }

        if (order.IsRetired || order.FillsForgottenTo >= fill.At)
        {
            turn.Alert(OrderAlerts.DoubtfulFill, $"Order {order.Id}: fill {fill.TradeId} is too old to be told from a repetition; left to reconciliation.");
            return;
        }

        if (order.Outbox.Length >= OrderProtocol.OutboxEntriesMax - OutboxHeadroom)
        {
            Hold(turn);
            return;
        }

        var correction = CorrectionOf(order, fill);
        turn.Record(new OrderFilled(fill, correction, fill.At));
        if (correction is not null)
        {
            turn.Alert(correction.Kind, string.Create(
                CultureInfo.InvariantCulture, $"Order {order.Id}: fill {fill.TradeId} of {fill.Quantity} came unexpected by {correction.Quantity}; applied."));
        }

        if (order.Status is OrderStatus.NotPlaced or OrderStatus.Rejected)
        {
            CancelRevenant(turn);
        }

        if (!order.IsOver)
        {
            EndWhenComplete(turn);
        }
    }

    private static OrderCorrection? CorrectionOf(Order order, Fill fill)
    {
        var excess = order.FilledQuantity + fill.Quantity - order.Request.Quantity;
        if (order.IsOver && !(order.Status is OrderStatus.Filled && excess > 0m))
        {
            return new OrderCorrection(fill.TradeId, OrderAlerts.LateFill, fill.Quantity, fill.At);
        }

        return excess > 0m ? new OrderCorrection(fill.TradeId, OrderAlerts.Overfill, Math.Min(excess, fill.Quantity), fill.At) : null;
    }

    private static void EndWhenComplete(OrderTurn turn)
    {
        var order = turn.Order;
        if (order.FilledQuantity >= order.Request.Quantity)
        {
            End(turn, OrderStatus.Filled, null, order.LastFillAt);
        }
        else if (order.Ending is { } ending && order.FilledQuantity >= ending.FilledQuantity)
        {
            EndAs(turn, ending);
        }
    }

    /// <summary>The fill stays at the venue, which will list it again: nothing is lost and the outbox stays bounded.</summary>
    private static void Hold(OrderTurn turn)
    {
        if (!turn.Order.IsHeld)
        {
            turn.Record(new OrderHeld(true, turn.Now));
            turn.Alert(OrderAlerts.OutboxFull, $"Order {turn.Order.Id}: the outbox is full, fills wait at the venue.");
        }

        turn.Do(DeliverOutbox.All);
        ArmRetry(turn, null);
    }

    /// <summary>The venue says that the order is over. It is, once every fill that the venue counts has arrived.</summary>
    private static void Close(OrderTurn turn, OrderEnding ending)
    {
        var order = turn.Order;
        if (order.IsOver)
        {
            return;
        }

        if (order.FilledQuantity >= ending.FilledQuantity)
        {
            EndAs(turn, ending);
        }
        else if (order.Ending is null || ending.FilledQuantity > order.Ending.FilledQuantity)
        {
            turn.Record(new OrderClosing(ending, ending.At));
            Query(turn);
        }
    }

    private static void EndAs(OrderTurn turn, OrderEnding ending)
    {
        var order = turn.Order;
        var at = order.FilledQuantity > 0m && order.LastFillAt > ending.At ? order.LastFillAt : ending.At;
        if (ending.Reason == OrderReasons.Requested && order.CancelReason is { } asked)
        {
            End(turn, asked == OrderReasons.Timeout ? OrderStatus.Expired : OrderStatus.Canceled, asked, at);
        }
        else
        {
            End(turn, ending.Status, ending.Reason, at);
        }
    }
}
