using System.Collections.Immutable;
using Trading.Domain.Orders;
using Trading.Domain.Outboxes;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Positions;
using Trading.Grains.Abstractions.Strategies;
using Trading.Grains.Abstractions;
using Trading.Grains.LockStep;

namespace Trading.Grains.Orders;

internal sealed partial class OrderGrain
{
    private readonly DeliveryPace _pace = new();
    private readonly Dictionary<long, OrderReceivers> _told = [];
    private bool _isJournaling;

    /// <summary>An effect asked to tell something that is not acknowledged yet.</summary>
    private bool HasNews => _order is { } order && order.Outbox.Any(entry => (entry.Pending & _told.GetValueOrDefault(entry.Sequence)) != OrderReceivers.None);

    /// <summary>Entries are sent because an effect says so, never because they lie in the outbox.</summary>
    private void Tell(long sequence, OrderReceivers receivers)
    {
        _told[sequence] = _told.GetValueOrDefault(sequence) | receivers;
        DeliverSoon();
    }

    private void TellAll()
    {
        foreach (var entry in _order!.Outbox)
        {
            _told[entry.Sequence] = entry.Pending;
        }

        DeliverSoon();
    }

    private void DeliverSoon()
    {
        _pace.Reset();
        _delivery.SetBy(TimeSpan.Zero);
    }

    /// <summary>Everything that was told, is durable and not acknowledged, to everybody who has not; again and again until they have.</summary>
    private async Task Deliver()
    {
        if (storage.State is not { Order: { } stored, Context: { } context } || _order is not { Outbox.IsEmpty: false } order
            || (IsLockStep && ReplayMoment.Current is null))
        {
            return;
        }

        foreach (var sequence in _told.Keys.Where(sequence => sequence < order.Outbox[0].Sequence).ToList())
        {
            _told.Remove(sequence);
        }

        var durable = order.Outbox.Where(entry => entry.Sequence <= stored.Sequence).ToImmutableArray();
        if (!durable.IsEmpty && HasNews)
        {
            await Deliver(stored.Request, context, durable);
            _delivery.SetBy(_pace.Next());
        }
    }

    private async Task Deliver(OrderRequest request, OrderContext context, ImmutableArray<OutboxEntry> outbox)
    {
        if (For(OrderReceivers.Account) is { } account)
        {
            await GrainFactory.GetGrain<IAccountGrain>(request.Account).Hear(account);
        }

        if (For(OrderReceivers.Position) is { } position)
        {
            await GrainFactory.GetGrain<IPositionGrain>(GrainKeys.ForPosition(request.Account, request.Symbol)).Hear(position);
        }

        if (For(OrderReceivers.Instance) is { } instance)
        {
            await GrainFactory.GetGrain<IStrategyGrain>(request.Instance).Hear(instance);
        }

        if (For(OrderReceivers.Journal) is { } entries && !_isJournaling)
        {
            _ = Journal(entries);
        }

        OrderDelivery? For(OrderReceivers receiver)
        {
            // A receiver drops what is not above the last it has seen: what was not told yet is never passed over.
            var pending = outbox.Where(entry => entry.Pending.HasFlag(receiver))
                .TakeWhile(entry => _told.GetValueOrDefault(entry.Sequence).HasFlag(receiver))
                .Take(OutboxLimits.DeliveryMax).ToImmutableArray();
            return pending.IsEmpty ? null : new OrderDelivery(request, context, pending);
        }
    }

    // Not awaited by the turn: the journal commits for many at once, and its answer is an input of a later turn.
    private async Task Journal(OrderDelivery delivery)
    {
        // No moment waits for the journal: what follows its answer belongs to none.
        ReplayMoment.Set(null);
        _isJournaling = true;
        try
        {
            await journal.AppendAsync(OrderRecords.Of(storage.State.Order!, storage.State.Place, delivery));
            Enqueue(now => new OutboxAcknowledged(OrderReceivers.Journal, delivery.Entries[^1].Sequence, now));
            if (_order!.Sequence > delivery.Entries[^1].Sequence)
            {
                // Something came while this was on its way.
                _delivery.SetBy(TimeSpan.Zero);
            }
        }
        catch (Exception failure)
        {
            logger.JournalFailed(failure, Key);
        }
        finally
        {
            _isJournaling = false;
        }
    }

    private async Task JournalAlert(RaiseAlert alert)
    {
        try
        {
            await journal.AppendAsync(OrderRecords.Of(_order!, storage.State.Context!, alert, Now));
        }
        catch (Exception failure)
        {
            logger.JournalFailed(failure, Key);
        }
    }
}
