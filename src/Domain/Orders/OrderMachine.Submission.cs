namespace Trading.Domain.Orders;

public static partial class OrderMachine
{
    // Room that ends and other rare events keep in the outbox when fills have filled it.
    private const int OutboxHeadroom = 50;

    /// <summary>From PendingNew to the fence, or to NotPlaced when the decision behind the order is too old.</summary>
    private static void GoOn(OrderTurn turn)
    {
        var order = turn.Order;
        if (order.Status is not OrderStatus.PendingNew)
        {
            return;
        }

        var isYoung = turn.Now - order.PlacedAt < turn.Protocol.UnsentAgeMax;
        if (IsPastDeadline(turn) || !(order.IsReducing || isYoung))
        {
            End(turn, OrderStatus.NotPlaced, OrderReasons.NotSent, turn.Now);
        }
        else
        {
            Fence(turn);
        }
    }

    private static void Fence(OrderTurn turn)
    {
        if (turn.Order.Outbox.Length >= OrderProtocol.OutboxEntriesMax - OutboxHeadroom)
        {
            turn.Do(DeliverOutbox.All);
            ArmRetry(turn, null);
            return;
        }

        turn.Record(new OrderFenced(turn.Now, turn.Order.Attempt + 1, turn.Now));
        if (turn.Protocol.IsWatched)
        {
            // The answer normally comes first; should it never come, the order asks.
            turn.Arm(OrderTimer.Retry, turn.Protocol.AbsenceHorizon(turn.Now));
        }

        turn.Do(new SendOrder(turn.Order.Request, turn.Now, turn.Order.Attempt, turn.Protocol.ReceiveWindow));
    }

    private static void RejectSend(OrderTurn turn, SendRejected rejected)
    {
        if (rejected.Attempt != turn.Order.Attempt || turn.Order.IsOver)
        {
            return;
        }

        if (turn.Order.AcceptedAt is null)
        {
            Reject(turn, rejected.Reason, rejected.At);
        }
        else
        {
            DoubtRefusal(turn, rejected.Reason);
        }
    }

    private static void DoubtSend(OrderTurn turn, SendUncertain uncertain)
    {
        if (uncertain.Attempt == turn.Order.Attempt && turn.Order.Status is OrderStatus.Submitting)
        {
            turn.Record(new OrderUnresolved(uncertain.Reason, turn.Now));
            Query(turn);
        }
    }

    /// <summary>Nothing left the process, and earlier attempts were shown absent: the order may be ended or sent later without asking.</summary>
    private static void DeferSend(OrderTurn turn, SendNotSent notSent)
    {
        var order = turn.Order;
        if (notSent.Attempt != order.Attempt || order.AcceptedAt is not null
            || order.Status is not (OrderStatus.Submitting or OrderStatus.Unknown or OrderStatus.PendingCancel))
        {
            return;
        }

        if (order.IsReducing && order.Status is not OrderStatus.PendingCancel)
        {
            turn.Record(new OrderDeferred(notSent.Reason, turn.Now));
            ArmRetry(turn, notSent.RetryAfter);
        }
        else
        {
            End(turn, OrderStatus.NotPlaced, notSent.Reason, turn.Now);
        }
    }

    private static bool IsPastDeadline(OrderTurn turn) => turn.Order.DeadlineAt <= turn.Now;
}
