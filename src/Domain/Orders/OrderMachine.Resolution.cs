using Trading.Domain.Exchanges;

namespace Trading.Domain.Orders;

public static partial class OrderMachine
{
    private const int AgreeingQueries = 2;

    /// <summary>Recovery is activation: one path, whatever went before.</summary>
    private static void Recover(OrderTurn turn)
    {
        var order = turn.Order;
        if (!order.Outbox.IsEmpty)
        {
            turn.Do(DeliverOutbox.All);
        }

        switch (order.Status)
        {
            case OrderStatus.Submitting or OrderStatus.PendingCancel when !turn.Protocol.IsWatched:
                AskAgain(turn);
                break;
            case OrderStatus.Submitting or OrderStatus.Unknown or OrderStatus.PendingCancel:
                Resume(turn);
                break;
            default:
                Wake(turn);
                break;
        }

        if (turn.Order is { IsOver: false, DeadlineAt: { } deadline, Status: not (OrderStatus.New or OrderStatus.PartiallyFilled) } && deadline > turn.Now)
        {
            turn.Arm(OrderTimer.Deadline, deadline);
        }
    }

    private static void Resume(OrderTurn turn)
    {
        switch (turn.Order.Status)
        {
            case OrderStatus.Submitting or OrderStatus.Unknown when turn.Order.Ending is null && IsPastDeadline(turn):
                Cancel(turn, OrderReasons.Timeout);
                break;
            case OrderStatus.Submitting:
                turn.Record(new OrderUnresolved(OrderReasons.Recovered, turn.Now));
                break;
            case OrderStatus.PendingCancel when turn.Order.Ending is null:
                // The cancel itself may never have left.
                SendCancel(turn);
                break;
        }

        Query(turn);
    }

    /// <summary>The venue knows a repetition by its id and its time, and passes it over.</summary>
    private static void AskAgain(OrderTurn turn)
    {
        var order = turn.Order;
        if (order.AcceptedAt is null)
        {
            turn.Do(new SendOrder(order.Request, order.SentAt, order.Attempt, turn.Protocol.ReceiveWindow));
        }

        if (order.Status is OrderStatus.PendingCancel)
        {
            SendCancel(turn);
        }
    }

    private static void Query(OrderTurn turn)
    {
        var order = turn.Order;
        turn.Do(new QueryVenue(order.Request, order.VenueOrderId, ListingOf(turn)));
        ArmRetry(turn, null);
    }

    private static OrderListing? ListingOf(OrderTurn turn)
    {
        var order = turn.Order;
        return order is { IsTriggerOrder: true, VenueOrderId: null, SendAt: { } sendAt, Request.StopPrice: { } stopPrice }
            && !turn.Protocol.TriggerOrdersCarryOurId
            ? Criteria(turn, stopPrice, sendAt)
            : null;
    }

    /// <summary>The venue dates an order by its own clock, which may be behind ours by the bound: one order more to look at is better than one sent twice.</summary>
    private static OrderListing Criteria(OrderTurn turn, decimal stopPrice, DateTimeOffset sendAt) => new(
        turn.Order.Request.Symbol, turn.Order.Request.Side, stopPrice, turn.Order.Request.Quantity, sendAt - turn.Protocol.ClockSkewBound);

    private static void ArmRetry(OrderTurn turn, TimeSpan? retryAfter)
    {
        var delay = OrderBackoff.Delay(turn.Order, turn.Protocol);
        turn.Arm(OrderTimer.Retry, turn.Now + (retryAfter > delay ? retryAfter.Value : delay));
    }

    /// <summary>The venue showed the order: what it shows is taken over, and nothing is taken back.</summary>
    private static void Adopt(OrderTurn turn, VenueOrder shown, DateTimeOffset askedAt)
    {
        var wasHeld = turn.Order.IsHeld;
        foreach (var fill in shown.Fills)
        {
            TakeFill(turn, fill);
        }

        if (shown.Status is OrderStatus.Rejected && shown.FilledQuantity == 0m && turn.Order is { FilledQuantity: 0m, Ending: null })
        {
            Reject(turn, shown.Reason ?? OrderReasons.Refused, shown.At);
            return;
        }

        if (!shown.Status.IsTerminal || !turn.Order.IsOver)
        {
            Accept(turn, shown.VenueOrderId, shown.At);
        }

        if (shown.Status.IsTerminal)
        {
            Close(turn, EndingOf(turn.Order, shown));
        }

        Settle(turn, shown, askedAt, wasHeld);
    }

    private static OrderEnding EndingOf(Order order, VenueOrder shown) => shown switch
    {
        { Status: OrderStatus.Filled } => new OrderEnding(OrderStatus.Filled, null, order.Request.Quantity, shown.At),
        { Status: OrderStatus.Expired } or { Reason: OrderReasons.VenueExpired } =>
            new OrderEnding(OrderStatus.Expired, shown.Reason ?? OrderReasons.VenueExpired, shown.FilledQuantity, shown.At),
        _ => new OrderEnding(OrderStatus.Canceled, shown.Reason ?? OrderReasons.Requested, shown.FilledQuantity, shown.At),
    };

    /// <summary>What is still open after a good answer: fills that the venue counts but does not list yet, or a cancel that did not take.</summary>
    private static void Settle(OrderTurn turn, VenueOrder shown, DateTimeOffset askedAt, bool wasHeld)
    {
        var order = turn.Order;
        var isRevenant = order.IsOver && !shown.Status.IsTerminal;
        var owes = shown.FilledQuantity > order.FilledQuantity || (isRevenant && order.IsHeld);
        if (order.IsHeld != owes && (owes || HasRoom(order)))
        {
            turn.Record(new OrderHeld(owes, turn.Now));
        }

        if (order.IsOver)
        {
            SettleOver(turn, askedAt, owes, isRevenant, wasHeld);
            return;
        }

        if (order.Ending is not null)
        {
            NoteAbsence(turn, askedAt);
        }
        else if (order.Status is OrderStatus.PendingCancel)
        {
            // Failures stay: they pace a cancel that the venue keeps refusing while its answers lag behind.
            ResetAbsences(turn);
            SendCancel(turn);
        }
        else
        {
            ResetCounters(turn);
            if (owes)
            {
                ArmRetry(turn, null);
            }
        }
    }

    /// <param name="wasHeld">It was asked after already, so the cancel sent before did not take.</param>
    private static void SettleOver(OrderTurn turn, DateTimeOffset askedAt, bool owes, bool isRevenant, bool wasHeld)
    {
        if (!owes)
        {
            ResetCounters(turn);
        }
        else if (!isRevenant)
        {
            NoteAbsence(turn, askedAt);
        }
        else if (wasHeld)
        {
            CancelRevenant(turn);
        }
    }

    private static bool HasRoom(Order order) => order.Outbox.Length < OrderProtocol.OutboxEntriesMax - OutboxHeadroom;

    private static void Recognise(OrderTurn turn, OrdersListed listed)
    {
        var order = turn.Order;
        if (order.SendAt is not { } sendAt || order.Request.StopPrice is not { } stopPrice)
        {
            return;
        }

        var criteria = Criteria(turn, stopPrice, sendAt);
        var matches = listed.Orders
            .Where(candidate => order.VenueOrderId is null ? criteria.Matches(candidate) : candidate.Order.VenueOrderId == order.VenueOrderId)
            .OrderBy(candidate => candidate.Order.Status.IsTerminal ? 1 : 0)
            .ThenBy(candidate => candidate.CreatedAt)
            .ThenBy(candidate => candidate.Order.VenueOrderId, StringComparer.Ordinal)
            .ToList();
        if (matches.Count == 0)
        {
            NoteAbsence(turn, listed.AskedAt);
            return;
        }

        Adopt(turn, matches[0].Order, listed.AskedAt);
        foreach (var twin in matches.Skip(1).Where(twin => !twin.Order.Status.IsTerminal))
        {
            CancelTwin(turn, twin.Order.VenueOrderId);
        }
    }

    private static void NoteFailure(OrderTurn turn, TimeSpan? retryAfter)
    {
        var order = turn.Order;
        if (order.NeedsQuery)
        {
            turn.Record(new OrderQueried(order.GoodAbsences, order.AbsenceAskedAt, order.Failures + 1, turn.Now));
            ArmRetry(turn, retryAfter);
        }
    }

    private static void ResetCounters(OrderTurn turn)
    {
        if (turn.Order is { GoodAbsences: > 0 } or { Failures: > 0 })
        {
            turn.Record(new OrderQueried(0, null, 0, turn.Now));
        }
    }

    private static void ResetAbsences(OrderTurn turn)
    {
        if (turn.Order is { GoodAbsences: > 0, Failures: var failures })
        {
            turn.Record(new OrderQueried(0, null, failures, turn.Now));
        }
    }

    /// <summary>A good answer without the order (or without its missing fills). It counts only when it was asked after the horizon.</summary>
    private static void NoteAbsence(OrderTurn turn, DateTimeOffset askedAt)
    {
        var order = turn.Order;
        if ((order.IsOver && !order.IsHeld) || order.Status is OrderStatus.PendingNew || askedAt <= order.AbsenceAskedAt)
        {
            return;
        }

        if (askedAt <= HorizonOf(turn))
        {
            if (!order.NeedsQuery)
            {
                // A working order was missed too early for that to mean anything; nobody waits for the answer.
                return;
            }

            turn.Record(new OrderQueried(0, null, order.Failures + 1, turn.Now));
            ArmRetry(turn, null);
            return;
        }

        turn.Record(new OrderQueried(order.GoodAbsences + 1, askedAt, 0, turn.Now));
        if (turn.Order.GoodAbsences < AgreeingQueries)
        {
            ArmRetry(turn, null);
        }
        else
        {
            ConcludeAbsence(turn);
        }
    }

    /// <summary>An order that the venue has shown is given the lag of its answers from the last that was heard of it.</summary>
    private static DateTimeOffset HorizonOf(OrderTurn turn)
    {
        var order = turn.Order;
        var horizon = turn.Protocol.AbsenceHorizon(order.SentAt);
        var lag = order.UpdatedAt + turn.Protocol.ClockSkewBound + turn.Protocol.ReadLag;
        return order.AcceptedAt is not null && lag > horizon ? lag : horizon;
    }

    private static void ConcludeAbsence(OrderTurn turn)
    {
        var order = turn.Order;
        if (order.IsOver)
        {
            turn.Record(new OrderHeld(false, turn.Now));
            ResetCounters(turn);
        }
        else if (order.Ending is { } ending)
        {
            turn.Alert(OrderAlerts.FillsDisagree, $"Order {order.Id}: the venue counts more than it lists; its list holds.");
            EndAs(turn, ending);
        }
        else if (order.AcceptedAt is not null)
        {
            turn.Alert(OrderAlerts.Vanished, $"Order {order.Id}: the venue held it and knows it no more.");
            var isTimeout = order.CancelReason == OrderReasons.Timeout;
            End(turn, isTimeout ? OrderStatus.Expired : OrderStatus.Canceled, isTimeout ? OrderReasons.Timeout : OrderReasons.Vanished, turn.Now);
        }
        else if (order.IsReducing && order.Status is not OrderStatus.PendingCancel && !IsPastDeadline(turn))
        {
            Fence(turn);
        }
        else
        {
            End(turn, OrderStatus.NotPlaced, OrderReasons.Absent, turn.Now);
        }
    }
}
