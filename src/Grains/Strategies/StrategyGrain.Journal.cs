using System.Collections.Immutable;
using Trading.Domain.Outboxes;
using Trading.Domain.Strategies.Instances;
using Instances = Trading.Domain.Strategies.Instances;

namespace Trading.Grains.Strategies;

internal sealed partial class StrategyGrain
{
    private readonly DeliveryPace _pace = new();
    private GrainAlarm _tell = null!;
    private bool _isJournaling;

    /// <summary>Sequence of the newest record that is stored.</summary>
    private long _storedSequence;

    /// <summary>The journal has been away for long: nothing new is begun, what is open is managed on.</summary>
    private bool IsFull => storage.State.Records.Length >= OutboxLimits.EntriesMax - OutboxLimits.Headroom;

    private void Record(InstanceDecision decision)
    {
        var at = decision.Transition?.At ?? _desk!.Now ?? Now();
        var records = storage.State.Records.ToBuilder();
        if (decision.Transition is { } transition)
        {
            storage.State.Why = transition;
            records.Add(new InstanceRecord(++storage.State.RecordSequence, at, transition, null, null));
        }

        foreach (var effect in decision.Effects)
        {
            switch (effect)
            {
                case SignalChanged changed:
                    records.Add(new InstanceRecord(++storage.State.RecordSequence, at, null, changed.Signal, null));
                    break;
                case Instances.RaiseAlert alert:
                    records.Add(new InstanceRecord(++storage.State.RecordSequence, at, null, null, alert));
                    break;
            }
        }

        storage.State.Records = records.DrainToImmutable();
    }

    /// <summary>Sees to it that the journal gets what is stored.</summary>
    private void Tell()
    {
        if (!_isJournaling && storage.State.Records is [var oldest, ..] && oldest.Sequence <= _storedSequence)
        {
            _tell.SetBy(TimeSpan.Zero);
        }
    }

    // Not awaited by the turn: the journal commits for many at once.
    private async Task JournalAsync()
    {
        var stored = _storedSequence;
        ImmutableArray<InstanceRecord> records =
            [.. storage.State.Records.TakeWhile(record => record.Sequence <= stored).Take(OutboxLimits.DeliveryMax)];
        if (_isJournaling || records.IsEmpty)
        {
            return;
        }

        _isJournaling = true;
        try
        {
            await journal.AppendAsync(InstanceRecords.Of(Key, Setup, records));
            _pace.Reset();

            // Stored with the next write: told twice, a record changes nothing.
            storage.State.Records = [.. storage.State.Records.Where(record => record.Sequence > records[^1].Sequence)];
            _isJournaling = false;
            Tell();
        }
        catch (Exception failure)
        {
            _isJournaling = false;
            logger.InstanceJournalFailed(failure, Key);
            _tell.SetBy(_pace.Next());
        }
    }
}
