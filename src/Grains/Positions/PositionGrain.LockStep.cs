using Trading.Domain.Positions;
using Trading.Grains.Abstractions.LockStep;
using Trading.Grains.LockStep;

namespace Trading.Grains.Positions;

internal sealed partial class PositionGrain
{
    private DateTimeOffset? _momentAt;
    private decimal? _markOfMoment;
    private long _changes;

    public Task<Stillness> Settle()
    {
        if (_state.Current is not { } book)
        {
            return Task.FromResult(new Stillness(IsStill: true, _changes));
        }

        var owesNews = book.Outbox.Any(entry => (entry.Pending & ~PositionReceivers.Journal) != PositionReceivers.None);
        if ((owesNews || !book.Outbox.IsEmpty) && ReplayMoment.Current is not null && !_delivery.RingsInMoment)
        {
            _delivery.Set(TimeSpan.Zero);
        }

        return Task.FromResult(new Stillness(!owesNews && book.Outbox.Length < LockStepOutbox.EntriesMax, _changes)
        {
            Orders = [.. book.HeardOrders.Keys, .. book.Protectives.Select(order => order.OrderId), .. book.Closing is { } closing ? [closing.OrderId] : (string[])[]],
            OwesJournal = !book.Outbox.IsEmpty,
        });
    }
}
