using Trading.Domain.Orders;
using Trading.Grains.Abstractions.LockStep;
using Trading.Grains.LockStep;

namespace Trading.Grains.Orders;

/// <summary>What is different under a replay clock: it alone wakes the order, and waits until nothing of a moment is left to be done.</summary>
internal sealed partial class OrderGrain
{
    // Of an activation that found an order in storage: in lock-step it goes on with the next moment.
    private bool _mustRecover;
    private int _requests;
    private long _changes;

    public Task<Stillness> Settle()
    {
        if (ReplayMoment.Current is not null)
        {
            Recover();
            if (OwesNews && !_delivery.RingsInMoment)
            {
                DeliverSoon();
            }
        }

        var isStill = !_mustRecover && !OwesNews && !IsAhead && _requests == 0 && _inbox.Count == 0 && _onceDurable.Count == 0;
        return Task.FromResult(new Stillness(isStill, _changes)
        {
            DueAt = _order is { IsOver: false, Status: not OrderStatus.PendingCancel, Ending: null } working ? working.DeadlineAt : null,
            IsDone = isStill && _order is null or { IsOver: true, Outbox.IsEmpty: true },
            IsForgotten = _order is null or { IsRetired: true },
            OwesJournal = _order is { Outbox.IsEmpty: false },
        });
    }

    /// <summary>Somebody other than the journal is to be told something.</summary>
    private bool OwesNews => _order is { } order && order.Outbox.Any(entry => (entry.Pending & ~OrderReceivers.Journal) != OrderReceivers.None);

    private void Recover()
    {
        if (_mustRecover)
        {
            _mustRecover = false;
            Enqueue(now => new OrderActivated(now));
        }
    }

    /// <summary>The order in which a session's orders are made is that of its clock's acts.</summary>
    private void Number()
    {
        if (_order is null && ReplayMoment.Current is { } moment)
        {
            storage.State.Place = moment.Place;
        }
    }
}
