using Trading.Domain;
using Trading.Domain.Accounts;
using Trading.Domain.Orders;
using Trading.Domain.Outboxes;
using Trading.Domain.Positions;
using Trading.Grains.Abstractions.Orders;
using Trading.Grains.Abstractions.Positions;
using Trading.Grains.LockStep;

namespace Trading.Grains.Accounts;

internal sealed partial class AccountGrain
{
    /// <summary>Marks come with every batch: what they moved is written this often when nothing else is.</summary>
    private static readonly TimeSpan WriteWait = TimeSpan.FromSeconds(5);

    private readonly DeliveryPace _pace = new();
    private GrainAlarm _flush = null!;
    private GrainAlarm _delivery = null!;
    private GrainAlarm _inquiry = null!;
    private bool _isJournaling;
    private long _journaledRevision;

    /// <summary>Takes a decision over, and answers once it is durable.</summary>
    private async Task<AccountBookDecision> Settle(AccountBookDecision decision)
    {
        Take(decision);
        await _state.Settle();
        Watch();
        if (decision.Acknowledge is { } acknowledge)
        {
            await Acknowledge(acknowledge);
        }

        return decision;
    }

    private void Take(AccountBookDecision decision)
    {
        _changes++;
        if (!ReferenceEquals(decision.After, _state.Current))
        {
            _state.Apply(decision.After, decision.Durability is not Durability.None);
            if (decision.Durability is Durability.Soon)
            {
                _flush.SetBy(WriteWait);
            }
        }
    }

    /// <summary>Sees to what has to happen by itself: deliveries, and questions after reservations that nobody has claimed.</summary>
    private void Watch()
    {
        if (_state.Durable is not { } book)
        {
            return;
        }

        if (!book.Outbox.IsEmpty || book.Revision > _journaledRevision)
        {
            _delivery.SetBy(TimeSpan.Zero);
        }

        if (!IsLockStep && book.Account.Reservations.FirstOrDefault(reservation => !reservation.IsClaimed) is { } unclaimed)
        {
            _inquiry.SetBy(unclaimed.ReservedAt + AccountMachine.ClaimWait - Now);
        }
    }

    /// <summary>Asks until the order has claimed the reservation or freed it.</summary>
    private async Task Inquire()
    {
        if (_state.Durable is not { } book)
        {
            return;
        }

        foreach (var (request, context) in AccountBookMachine.Unclaimed(book, Now))
        {
            logger.ReservationUnclaimed(Key, request.Id);
            await GrainFactory.GetGrain<IOrderGrain>(request.Id).Inquire(request, context);
        }

        if (book.Account.Reservations.Any(reservation => !reservation.IsClaimed))
        {
            _inquiry.SetBy(DeliveryPace.WaitMax);
        }
    }

    /// <summary>Everything that is durable and not acknowledged, again and again until it is; the read model's row with it.</summary>
    private async Task Deliver()
    {
        if (_state.Durable is not { } durable || (IsLockStep && ReplayMoment.Current is null))
        {
            return;
        }

        var outbox = Current.Outbox.Where(entry => entry.Sequence <= durable.Sequence).ToList();
        if (outbox.Count > 0)
        {
            _delivery.Set(_pace.Next());
        }

        foreach (var entry in outbox.Where(entry => entry.Receiver != OutboxLimits.Journal).Take(OutboxLimits.DeliveryMax))
        {
            await Send(entry);
        }

        if (!_isJournaling)
        {
            _ = Journal(durable, [.. outbox.Where(entry => entry.Receiver == OutboxLimits.Journal).Take(OutboxLimits.DeliveryMax)]);
        }
    }

    private Task Send(AccountOutboxEntry entry) => entry.News switch
    {
        AccountCommandsOrder news => GrainFactory.GetGrain<IOrderGrain>(entry.Receiver)
            .Carry(new OrderCommandDelivery(Key, entry.Sequence, news.Command)),
        AccountClosesPosition news => GrainFactory.GetGrain<IPositionGrain>(entry.Receiver)
            .Carry(new PositionCommandDelivery(Key, entry.Sequence, news.Reason, news.Actor)),
        _ => throw new InvariantException($"Account {Key}: {entry.News.GetType().Name} for {entry.Receiver}."),
    };

    private Task Acknowledge(Acknowledgement acknowledge) => acknowledge.To.StartsWith("ord-", StringComparison.Ordinal)
        ? GrainFactory.GetGrain<IOrderGrain>(acknowledge.To).Acknowledge(OrderReceivers.Account, acknowledge.UpTo)
        : GrainFactory.GetGrain<IPositionGrain>(acknowledge.To).Acknowledge(Key, acknowledge.UpTo);

    // Not awaited by the turn: the journal commits for many at once.
    private async Task Journal(AccountBook book, List<AccountOutboxEntry> entries)
    {
        // No moment waits for the journal: what follows its answer belongs to none.
        ReplayMoment.Set(null);
        _isJournaling = true;
        try
        {
            await journal.AppendAsync(AccountRecords.Of(book, entries, Now));
            _journaledRevision = book.Revision;
            if (entries.Count > 0)
            {
                await Acknowledge(OutboxLimits.Journal, entries[^1].Sequence);
            }

            if (_state.Durable!.Revision > book.Revision)
            {
                // Something came while this was on its way.
                _delivery.SetBy(TimeSpan.Zero);
            }
        }
        catch (Exception failure)
        {
            logger.JournalFailed(failure, Key);
            _delivery.SetBy(_pace.Next());
        }
        finally
        {
            _isJournaling = false;
        }
    }
}
