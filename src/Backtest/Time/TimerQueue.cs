using Trading.Domain.Orders;

namespace Trading.Backtest.Time;

/// <summary>Timers of orders in event time. Due ones come by time, then in the order in which they were armed.</summary>
internal sealed class TimerQueue
{
    private readonly PriorityQueue<(string OrderId, OrderTimer Timer), (long TimeMs, long Number)> _queue = new();
    private readonly Dictionary<(string OrderId, OrderTimer Timer), (long TimeMs, long Number)> _armed = [];
    private long _number;

    public bool IsEmpty => _armed.Count == 0;

    /// <summary>Replaces an earlier one of the same order and kind.</summary>
    public void Arm(string orderId, OrderTimer timer, DateTimeOffset at)
    {
        var due = (at.ToUnixTimeMilliseconds(), _number++);
        _armed[(orderId, timer)] = due;
        _queue.Enqueue((orderId, timer), due);
    }

    public void Disarm(string orderId, OrderTimer timer) => _armed.Remove((orderId, timer));

    /// <summary>Takes the next timer that is due; timers replaced or disarmed meanwhile are passed over.</summary>
    public bool TryTakeDue(long nowMs, out string orderId)
    {
        while (_queue.TryPeek(out var entry, out var due) && due.TimeMs <= nowMs)
        {
            _queue.Dequeue();
            if (_armed.TryGetValue(entry, out var armed) && armed == due)
            {
                _armed.Remove(entry);
                orderId = entry.OrderId;
                return true;
            }
        }

        orderId = "";
        return false;
    }
}
