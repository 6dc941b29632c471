namespace Trading.Domain.Orders;

public static partial class OrderMachine
{
    private static void Place(OrderTurn turn, OrderRequest request)
    {
        if (turn.IsKnown)
        {
            Repeat(turn, request);
            return;
        }

        turn.Record(new OrderPlaced(request, turn.Now + request.Timeout, turn.Now));
        if (turn.Order.DeadlineAt is { } deadline)
        {
            turn.Arm(OrderTimer.Deadline, deadline);
        }

        turn.Do(AnswerCaller.Now);
        turn.Do(Proceed.Now);
    }

    private static void Refuse(OrderTurn turn, RefuseOrder refuse)
    {
        if (turn.IsKnown)
        {
            Repeat(turn, refuse.Request);
            return;
        }

        if (refuse.Reasons.IsDefaultOrEmpty)
        {
            throw new ArgumentException($"Order {refuse.Request.Id}: a refusal needs a reason.", nameof(refuse));
        }

        turn.Record(new OrderRefused(refuse.Request, refuse.Reasons, turn.Now));
        turn.Do(AnswerCaller.Now);
    }

    /// <summary>
    /// The same id again: the stored order is the truth, whatever was judged of it this time. Its leverage is risk's, which
    /// may judge otherwise by now.
    /// </summary>
    private static void Repeat(OrderTurn turn, OrderRequest request)
    {
        var order = turn.Order;
        if (order.IsDisowned)
        {
            turn.Record(new OrderIdentified(request, turn.Now));
        }
        else if (order.Request != request with { CreatedAt = order.Request.CreatedAt, Leverage = order.Request.Leverage })
        {
            throw new OrderConflictException($"Order {order.Id} is already used by a different request.");
        }

        turn.Do(AnswerCaller.Now);
    }

    private static void Inquire(OrderTurn turn, OrderRequest request)
    {
        if (!turn.IsKnown)
        {
            turn.Record(new OrderDisowned(request, turn.Now));
        }
        else
        {
            turn.Record(new OrderInquired(turn.Now));
        }
    }

    private static void FailPlacing(OrderTurn turn)
    {
        if (turn.Order.Status is OrderStatus.PendingNew)
        {
            End(turn, OrderStatus.NotPlaced, OrderReasons.NotSent, turn.Now);
        }
    }

    private static void End(OrderTurn turn, OrderStatus status, string? reason, DateTimeOffset at)
    {
        var order = turn.Order;
        turn.Record(new OrderEnded(status, reason, order.FilledQuantity, order.AverageFillPrice, at));
        if (order.DeadlineAt is not null)
        {
            turn.Disarm(OrderTimer.Deadline);
        }

        if (turn.Protocol.IsDurable)
        {
            turn.Disarm(OrderTimer.Retry);
            if (order.IsTriggerOrder && turn.Protocol.TriggerLifetime is not null)
            {
                turn.Disarm(OrderTimer.Renewal);
            }
        }
    }
}
