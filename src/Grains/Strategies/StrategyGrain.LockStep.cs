using Trading.Domain;
using Trading.Domain.MarketData;
using Trading.Domain.Strategies.Instances;
using Trading.Grains.Abstractions.LockStep;
using Trading.Grains.LockStep;

namespace Trading.Grains.Strategies;

internal sealed partial class StrategyGrain
{
    private long _changes;

    /// <summary>Number of the first event that the indicators do not know. An activation begins at the recording's begin: they are to be the same to the last digit.</summary>
    private long _seen;

    private bool IsLockStep => Setup.Clock is not null;

    public async Task<InstanceReached> Step(long first, MarketBatch batch, bool isPast)
    {
        var end = first + batch.Count;
        if (storage.State.Setup is null || first > _seen || end <= _seen)
        {
            return Where();
        }

        try
        {
            _isWarm = !isPast;
            if (!isPast)
            {
                await FinishAsync();
            }

            for (var offset = (int)(_seen - first); offset < batch.Count && first + offset < _next;)
            {
                var count = (int)Math.Min(InstanceDesk.CountOfBlock(batch, offset), _next - (first + offset));
                _desk!.Warm(batch, offset, count, isKnown: true, 0m);
                offset += count;
            }

            _seen = Math.Min(end, Math.Max(_seen, _next));
            if (Machine.State.Status is InstanceStatus.Stopped)
            {
                _next = Math.Max(_next, end);
            }
            else
            {
                await WalkAllAsync(first, batch, isPast);
            }

            _seen = end;
            return Where();
        }
        catch (Exception)
        {
            // Half a block has moved the indicators: the next activation is shown everything anew.
            DeactivateOnIdle();
            throw;
        }
    }

    public Task<InstanceReached> Reached() => Task.FromResult(Where());

    public async Task<Stillness> Settle()
    {
        if (storage.State.Setup is null)
        {
            return new Stillness(IsStill: true, _changes);
        }

        if (ReplayMoment.Current is not null && Machine.State.Status is not InstanceStatus.Stopped)
        {
            await FinishAsync();
            Tell();
        }

        return new Stillness(storage.State.Pending.IsEmpty && storage.State.Records.Length < LockStepOutbox.EntriesMax, _changes)
        {
            Orders =
            [
                .. storage.State.Orders.Keys,
                .. new[] { Machine.State.Entry, Machine.State.Step, Machine.State.Closing }.Where(order => order is { Works: true }).Select(order => order!.Id),
            ],
            OwesJournal = !storage.State.Records.IsEmpty,
        };
    }

    private InstanceReached Where() => new(storage.State.Next, _seen, _changes);

    private void Require(bool isNothing, long number)
    {
        if (!isNothing)
        {
            throw new InvariantException($"Instance {Key}: event {number} is past, and was decided otherwise.");
        }
    }
}
