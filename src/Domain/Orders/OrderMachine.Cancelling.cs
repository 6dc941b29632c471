namespace Trading.Domain.Orders;

public static partial class OrderMachine
{
    private static void Cancel(OrderTurn turn, string reason)
    {
        var order = turn.Order;
        switch (order.Status)
        {
            case OrderStatus.PendingNew:
                End(turn, OrderStatus.NotPlaced, OrderReasons.NotSent, turn.Now);
                break;
            case OrderStatus.Submitting or OrderStatus.Unknown or OrderStatus.New or OrderStatus.PartiallyFilled when order.Ending is null:
                turn.Record(new OrderCancelRequested(reason, turn.Now));
                SendCancel(turn);
                break;
        }
    }

    /// <summary>Over here and alive at the venue: cancelled there, and asked after until the venue says that it is over there too.</summary>
    private static void CancelRevenant(OrderTurn turn)
    {
        if (!turn.Order.IsHeld)
        {
            turn.Record(new OrderHeld(true, turn.Now));
        }

        SendCancel(turn);
    }

    private static void SendCancel(OrderTurn turn)
    {
        turn.Do(new SendCancel(turn.Order.Request, turn.Order.VenueOrderId));
        if (turn.Protocol.IsWatched && (!turn.Order.IsOver || turn.Order.IsHeld))
        {
            ArmRetry(turn, null);
        }
    }

    private static void NoteCancelAnswer(OrderTurn turn, CancelAnswered answered)
    {
        if (turn.Order is not ({ Status: OrderStatus.PendingCancel } or { IsOver: true, IsHeld: true }))
        {
            return;
        }

        switch (answered.Outcome)
        {
            case CancelOutcome.Refused when turn.Order.Failures == 0:
                // Most often it has just ended: asking at once is what ends it here. Only once: the answer may lag behind.
                turn.Record(new OrderQueried(turn.Order.GoodAbsences, turn.Order.AbsenceAskedAt, 1, turn.Now));
                Query(turn);
                break;
            case CancelOutcome.Refused:
                NoteFailure(turn, answered.RetryAfter);
                break;
            case CancelOutcome.Failed:
                NoteFailure(turn, answered.RetryAfter);
                break;
        }
    }

    /// <summary>Wakes as late, as doubled or as early as may be: only what is stored decides.</summary>
    private static void Wake(OrderTurn turn)
    {
        var order = turn.Order;
        switch (order.Status)
        {
            case OrderStatus.PendingNew:
                GoOn(turn);
                break;
            case OrderStatus.Submitting or OrderStatus.Unknown or OrderStatus.New or OrderStatus.PartiallyFilled
                when order.Ending is null && IsPastDeadline(turn):
                Cancel(turn, OrderReasons.Timeout);
                break;
            case OrderStatus.Submitting when turn.Now < turn.Protocol.AbsenceHorizon(order.SentAt):
                turn.Arm(OrderTimer.Retry, turn.Protocol.AbsenceHorizon(order.SentAt));
                break;
            case OrderStatus.Submitting:
                turn.Record(new OrderUnresolved(OrderReasons.Timeout, turn.Now));
                Query(turn);
                break;
            case OrderStatus.Unknown or OrderStatus.PendingCancel:
                Query(turn);
                break;
            case OrderStatus.New or OrderStatus.PartiallyFilled:
                Watch(turn);
                break;
            default:
                Retire(turn);
                break;
        }
    }

    /// <summary>A working order before its deadline: asks for missing fills, sees to renewal, keeps its alarm set.</summary>
    private static void Watch(OrderTurn turn)
    {
        var order = turn.Order;
        if (order.NeedsQuery)
        {
            Query(turn);
        }

        if (order.DeadlineAt is { } deadline && deadline > turn.Now)
        {
            turn.Arm(OrderTimer.Deadline, deadline);
        }

        if (RenewalAt(turn) is { } renewal && renewal <= turn.Now && !order.IsRenewalDue)
        {
            turn.Record(new OrderRenewalDue(turn.Now));
        }
        else
        {
            ArmRenewal(turn);
        }
    }

    private static void ArmRenewal(OrderTurn turn)
    {
        if (!turn.Order.IsRenewalDue && !turn.Order.IsOver && RenewalAt(turn) is { } renewal)
        {
            turn.Arm(OrderTimer.Renewal, renewal);
        }
    }

    private static DateTimeOffset? RenewalAt(OrderTurn turn) => turn.Order is { IsTriggerOrder: true, IsTriggered: false }
        ? turn.Order.AcceptedAt + (turn.Protocol.TriggerLifetime - turn.Protocol.TriggerRenewalLead)
        : null;
}
