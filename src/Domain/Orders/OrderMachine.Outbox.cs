namespace Trading.Domain.Orders;

public static partial class OrderMachine
{
    private static void Acknowledge(OrderTurn turn, OutboxAcknowledged acknowledged)
    {
        var isNew = false;
        foreach (var entry in turn.Order.Outbox)
        {
            isNew |= entry.Sequence <= acknowledged.UpTo && (entry.Pending & acknowledged.Receiver) != OrderReceivers.None;
        }

        if (!isNew)
        {
            return;
        }

        turn.Record(new OrderAcknowledged(acknowledged.Receiver, acknowledged.UpTo, turn.Now));
        if (turn.Order.IsHeld && HasRoom(turn.Order))
        {
            Query(turn);
        }
    }

    private static void Retire(OrderTurn turn)
    {
        var order = turn.Order;
        if (turn.Protocol.IsDurable)
        {
            // The end's own disarming may have failed or died with its process, or a place that lost its race set the reminder.
            turn.Disarm(OrderTimer.Deadline);
            if (order.IsTriggerOrder && turn.Protocol.TriggerLifetime is not null)
            {
                turn.Disarm(OrderTimer.Renewal);
            }
        }

        if (order.IsHeld && !order.IsRetired && HasRoom(order))
        {
            Query(turn);
        }

        // No timer waits a day for this: whoever sweeps storage wakes it by its WakeAt, and a replay clock with its last moment.
        if (order.IsRetired || !(order.EndedAt + turn.Protocol.RetireAfter <= turn.Now))
        {
            return;
        }

        if (order.Outbox.IsEmpty)
        {
            turn.Record(new OrderRetired(turn.Now));
        }
        else
        {
            turn.Do(DeliverOutbox.All);
        }
    }
}
