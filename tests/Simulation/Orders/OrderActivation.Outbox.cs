using Trading.Domain.Orders;
using Trading.Simulation.Cluster;

namespace Trading.Simulation.Orders;

internal sealed partial class OrderActivation
{
    private const long RepeatMs = 2_000;

    private static readonly (OrderReceivers Receiver, string Name)[] Receivers =
    [
        (OrderReceivers.Position, PathStep.TellPosition), (OrderReceivers.Account, PathStep.TellAccount),
        (OrderReceivers.Instance, PathStep.TellInstance), (OrderReceivers.Journal, PathStep.TellJournal),
    ];

    private readonly Dictionary<long, OrderReceivers> _told = [];
    private bool _hasNews;
    private bool _isRepeating;

    private void Tell(long sequence, OrderReceivers receivers)
    {
        _told[sequence] = _told.GetValueOrDefault(sequence) | receivers;
        _hasNews = true;
    }

    private void TellAll()
    {
        foreach (var entry in _memory!.Outbox)
        {
            Tell(entry.Sequence, entry.Pending);
        }
    }

    /// <summary>Sends what was told and is durable, and again until it is acknowledged.</summary>
    private void Deliver()
    {
        if (!_hasNews || _memory is null || _durable is null)
        {
            return;
        }

        _hasNews = false;
        var isOpen = false;
        string? done = null;
        foreach (var (receiver, name) in Receivers)
        {
            var entries = World.Options.TellsBeforeDurable
                ? _memory.Outbox.Where(entry => IsDue(entry, receiver, long.MaxValue)).ToArray()
                : _memory.Outbox.Where(entry => IsDue(entry, receiver, _durable.Sequence)).ToArray();
            if (entries.Length > 0)
            {
                isOpen = true;
                if (DiesBetween(done, name))
                {
                    return;
                }

                done = name;
                World.Orders.Tell(Key, receiver, new OrderBatch(_memory.Request, entries, _memory.FilledQuantity));
            }
        }

        if (done is not null && DiesBetween(done, null))
        {
            return;
        }

        // What waits for its write is told then.
        _hasNews = _memory.Sequence > _durable.Sequence;
        if (isOpen && !_isRepeating)
        {
            _isRepeating = true;
            ResumeAfter(RepeatMs, () =>
            {
                (_isRepeating, _hasNews) = (false, true);
                if (!_isBusy)
                {
                    Deliver();
                }
            });
        }
    }

    private bool IsDue(OutboxEntry entry, OrderReceivers receiver, long durableTo) =>
        entry.Sequence <= durableTo && (entry.Pending & receiver & _told.GetValueOrDefault(entry.Sequence)) != OrderReceivers.None;
}
