using Trading.Domain.Outboxes;
using Trading.Domain.Positions;
using Trading.Grains.Abstractions.Accounts;
using Trading.Grains.Abstractions.Orders;
using Trading.Grains.Abstractions.Strategies;
using Trading.Grains.LockStep;

namespace Trading.Grains.Positions;

internal sealed partial class PositionGrain
{
    private readonly DeliveryPace _pace = new();
    private bool _isJournaling;

    /// <summary>Everything that is durable and not acknowledged, to everybody who has not; again and again until they have.</summary>
    private async Task Deliver()
    {
        if (_state.Durable is not { } durable || _state.Current is not { } current || (IsLockStep && ReplayMoment.Current is null))
        {
            return;
        }

        var book = durable with { Outbox = [.. current.Outbox.Where(entry => entry.Sequence <= durable.Sequence)] };
        if (book.Outbox.IsEmpty)
        {
            _pace.Reset();
            return;
        }

        _delivery.Set(_pace.Next());
        if (book.ForAccount() is { } bookings)
        {
            await GrainFactory.GetGrain<IAccountGrain>(book.Account).Book(bookings);
        }

        foreach (var command in book.ForOrders())
        {
            await GrainFactory.GetGrain<IOrderGrain>(command.Command.OrderId).Carry(command);
        }

        foreach (var (instance, delivery) in book.ForInstances())
        {
            await GrainFactory.GetGrain<IStrategyGrain>(instance).Hear(delivery);
        }

        if (!_isJournaling && book.ForJournal().ToList() is { Count: > 0 } entries)
        {
            _ = Journal(book, entries);
        }
    }

    // Not awaited by the turn: the journal commits for many at once.
    private async Task Journal(PositionBook book, List<PositionOutboxEntry> entries)
    {
        // No moment waits for the journal: what follows its answer belongs to none.
        ReplayMoment.Set(null);
        _isJournaling = true;
        try
        {
            await journal.AppendAsync(PositionRecords.Of(book, entries, Now));
            await Acknowledge(OutboxLimits.Journal, entries[^1].Sequence);
            if (_state.Current!.Sequence > entries[^1].Sequence)
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
}
