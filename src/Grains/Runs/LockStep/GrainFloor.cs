using System.Collections.Immutable;
using Trading.Backtest.Clock;
using Trading.Domain;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.Positions;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.LockStep;

namespace Trading.Grains.Runs.LockStep;

/// <summary>
/// The grains of a session as a floor that a clock drives, on the run's own thread, which waits for each of them. What a crash has cut short is found
/// again: every grain says how far it has come for certain; events before the last that any of them knows are shown to those that have lost them, and
/// nothing is decided; that one event is worked through anew, which changes nothing for those that had done so.
/// </summary>
internal sealed class GrainFloor : IReplayFloor
{
    private const int PastMax = 512;
    private const int ActsMax = 1_024;
    private const long MinuteMs = 60_000;

    private readonly LockStepCast _cast;
    private readonly int _run;
    private readonly ImmutableArray<ReplayStream> _streams;
    private readonly Settlement _settlement;
    private readonly Action<DateTimeOffset?> _stand;
    private readonly Queue<VenueOutboxEntry> _said = new();
    private readonly long[] _passed;
    private readonly long[] _reached;
    private readonly long[] _reachedByVenue;
    private readonly List<MarketBatch>[] _past;
    private readonly long[] _pastFrom;
    private ReplayMoment _moment;
    private EvaluationPoint _evaluatedTo;
    private long _events;
    private long _saidAtEnd;
    private bool _isEnd;
    private bool _isPast;
    private bool _isFlat;

    /// <param name="stand">Shows where everything stands, if it is time; after an event, with the event's time.</param>
    public GrainFloor(LockStepCast cast, ImmutableArray<ReplayStream> streams, Settlement settlement, Action<DateTimeOffset?> stand)
    {
        (_cast, _run, _streams, _settlement, _stand) = (cast, cast.Session.Run, streams, settlement, stand);
        (_passed, _reached, _reachedByVenue, _pastFrom) =
            (new long[streams.Length], new long[streams.Length], new long[streams.Length], new long[streams.Length]);
        _past = [.. streams.Select(_ => new List<MarketBatch>())];
        foreach (var stream in streams)
        {
            var index = stream.Index;
            stream.TakesLowFirst = candle => Wait(cast.Venue.TakesLowFirst(streams[index].Symbol, candle.IsLowNearer));
        }
    }

    /// <inheritdoc/>
    public bool IsFlat => false;

    /// <inheritdoc/>
    public bool IsQuiet => false;

    /// <inheritdoc/>
    public bool MayStop => !_isPast;

    /// <summary>Takes the grains over from an earlier run, and asks them how far they have come.</summary>
    public void Join()
    {
        var venue = Wait(_cast.Venue.Join(_run));
        foreach (var stream in _streams)
        {
            _reached[stream.Index] = _reachedByVenue[stream.Index] = venue.Next.GetValueOrDefault(stream.Symbol.Value);
        }

        foreach (var instance in _cast.Instances)
        {
            var where = Wait(instance.Grain.Reached());
            var index = StreamOf(instance.Symbol).Index;
            _reached[index] = Math.Max(_reached[index], Math.Max(where.Next, where.Seen));
        }

        _isPast = _reached.Any(reached => reached > 0);
        _evaluatedTo = Wait(_cast.Account.Evaluate([], default, default)).To;
    }

    /// <inheritdoc/>
    public void Begin(ReplayStream stream)
    {
    }

    /// <inheritdoc/>
    public void Advance(ReplayStream stream, List<VenueReport> reports)
    {
        _events++;
        var number = _passed[stream.Index]++;
        var wasPast = _isPast;
        _isPast = IsBehind();
        Act(DateTimeOffset.FromUnixTimeMilliseconds(stream.Next.TimeMs), 0);
        if (wasPast && !_isPast)
        {
            foreach (var other in _streams)
            {
                ShowPast(other);
            }

            Settle();
        }

        if (_isPast && number < _reachedByVenue[stream.Index])
        {
            return;
        }

        var word = Wait(_cast.Venue.Step(_run, number, EventOf(stream)));
        if (word.Next <= number)
        {
            throw new LockStepBrokenException($"The venue stands at event {word.Next} of {stream.Symbol}, and was given {number}.");
        }

        if (_isPast && !word.Reports.IsEmpty)
        {
            throw new InvariantException($"{stream.Symbol}: event {number} is past, and the venue has reported nothing of it then.");
        }

        foreach (var entry in word.Reports)
        {
            reports.Add(entry.Report);
            _said.Enqueue(entry);
        }
    }

    /// <inheritdoc/>
    public void Second(long timeMs)
    {
        if (!_isFlat || timeMs % MinuteMs == 0)
        {
            Evaluate(new EvaluationPoint(timeMs, 0));
        }
    }

    /// <inheritdoc/>
    public void Report(VenueReport report)
    {
        var entry = _said.Dequeue();
        Act();
        if (report is VenueFilled or VenueFunding or VenueLiquidated)
        {
            // What opens a position, opens it at the mark of this instant.
            Wait(Task.WhenAll(_streams.Where(stream => stream.View.Mark > 0m)
                .Select(stream => _cast.Positions[stream.Symbol].Mark(stream.View.Mark, report.At))));
        }

        Wait(_cast.Venue.LetGo(_run, entry.Sequence));
        Settle();
        if (report is VenueFilled or VenueFunding or VenueLiquidated)
        {
            Evaluate(new EvaluationPoint(report.At.ToUnixTimeMilliseconds(), entry.Sequence));
        }
    }

    /// <inheritdoc/>
    public void Work(ReplayStream stream, DateTimeOffset now)
    {
        if (_isPast)
        {
            Remember(stream);
            return;
        }

        foreach (var order in _settlement.DueAt(now))
        {
            Act();
            Wait(order.Touch());
            Settle();
        }

        var number = _passed[stream.Index] - 1;
        var batch = EventOf(stream);
        foreach (var instance in _cast.Instances.Where(instance => instance.Symbol == stream.Symbol))
        {
            Act();
            if (_settlement.HasChanged(instance.Grain, Show(instance, number, batch, isPast: false)))
            {
                Settle();
            }
        }

        _stand(now);
    }

    /// <inheritdoc/>
    public void Close(DateTimeOffset end, bool isExhausted, List<VenueReport> reports)
    {
        _events++;
        _isEnd = true;
        Act(end, 0);
        Settle();
        reports.AddRange(SaidSinceEnd(isExhausted));
    }

    /// <inheritdoc/>
    public ImmutableArray<Symbol> Intervene(Intervention intervention)
    {
        if (_isPast)
        {
            // They have carried it out already, and stored it.
            return [];
        }

        var refused = ImmutableArray.CreateBuilder<Symbol>();
        Act(intervention.EffectiveAt!.Value, ActsMax / 2);
        foreach (var instance in _cast.Instances.Where(instance => string.Equals(instance.Strategy, intervention.Strategy, StringComparison.Ordinal)))
        {
            Act();
            if (intervention.Kind is InterventionKind.Pause)
            {
                Wait(instance.Grain.Pause(intervention.Actor));
            }
            else if (Wait(instance.Grain.Resume(intervention.Actor)) is null)
            {
                refused.Add(instance.Symbol);
            }
        }

        Settle();
        return refused.ToImmutable();
    }

    /// <inheritdoc/>
    public void Stand() => _stand(null);

    /// <summary>After the end: the policy decides about positions. Then everything is told.</summary>
    public void Finish(ClockEnd end, StopPolicy policy)
    {
        foreach (var instance in _cast.Instances.OrderBy(instance => instance.Symbol))
        {
            Act();
            Wait(instance.Grain.Stop(policy));
            Settle();
        }

        if (policy is StopPolicy.Close)
        {
            foreach (var position in _cast.Positions.Values)
            {
                Act();
                Wait(position.Close(end.IsExhausted ? ExitReason.EndOfData : ExitReason.StopPolicy, AccountMachine.System));
                Settle();
                foreach (var report in SaidSinceEnd(end.IsExhausted))
                {
                    Report(report);
                }
            }
        }

        Evaluate(new EvaluationPoint(end.TimeMs, long.MaxValue));
        Wait(_cast.Account.CloseGate(_cast.Session.Id, end.At));
        Wait(_cast.Account.Release(_cast.Session.Id, end.At));
        Settle();
        Wait(_settlement.TellAsync());
    }

    /// <summary>What the venue has said since the end of the data, and this has not heard yet.</summary>
    private List<VenueReport> SaidSinceEnd(bool isExhausted)
    {
        var reports = new List<VenueReport>();
        foreach (var entry in Wait(_cast.Venue.Finish(_run, isExhausted)).Reports.Where(entry => entry.Sequence > _saidAtEnd))
        {
            _said.Enqueue(entry);
            reports.Add(entry.Report);
            _saidAtEnd = entry.Sequence;
        }

        return reports;
    }

    private void Evaluate(EvaluationPoint point)
    {
        var marks = _streams.Where(stream => stream.View.Mark > 0m).Select(stream => new SymbolMark(stream.Symbol, stream.View.Mark)).ToImmutableArray();
        var account = Wait(_cast.Account.Evaluate(marks, point, _evaluatedTo));
        if (point.IsAfter(account.To))
        {
            throw new LockStepBrokenException($"The account stands at {account.To}, and not at {_evaluatedTo} as before.");
        }

        (_evaluatedTo, _isFlat) = (account.To, account.IsFlat);
        if (account.HasCommands && !_isPast)
        {
            Settle();
        }
    }

    private bool IsBehind()
    {
        for (var index = 0; index < _passed.Length; index++)
        {
            if (_passed[index] < _reached[index])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An event that is past waits to be shown to those that have lost it.</summary>
    private void Remember(ReplayStream stream)
    {
        var past = _past[stream.Index];
        if (past.Count == 0)
        {
            _pastFrom[stream.Index] = _passed[stream.Index] - 1;
        }

        past.Add(EventOf(stream));
        if (past.Count == PastMax)
        {
            ShowPast(stream);
        }
    }

    private void ShowPast(ReplayStream stream)
    {
        var past = _past[stream.Index];
        if (past.Count == 0)
        {
            return;
        }

        var batch = EventBatches.Join(past);
        foreach (var instance in _cast.Instances.Where(instance => instance.Symbol == stream.Symbol))
        {
            Show(instance, _pastFrom[stream.Index], batch, isPast: true);
        }

        past.Clear();
    }

    /// <returns>What the instance has gone through, as it counts.</returns>
    private static long Show(LockStepInstance instance, long first, MarketBatch batch, bool isPast)
    {
        var where = Wait(instance.Grain.Step(first, batch, isPast));
        if (where.Seen < first + batch.Count)
        {
            throw new LockStepBrokenException($"Instance {instance.Strategy} on {instance.Symbol} stands at event {where.Seen}, and was given {first}.");
        }

        return where.Changes;
    }

    private ReplayStream StreamOf(Symbol symbol) => _streams.First(stream => stream.Symbol == symbol);

    private static MarketBatch EventOf(ReplayStream stream) => EventBatches.Of(stream.Block.Batch, in stream.Next);

    private void Settle()
    {
        ReplayMoment.Set(_moment);
        Wait(_settlement.SettleAsync());
    }

    /// <summary>The next thing that the clock does in the moment.</summary>
    private void Act() => Act(_moment.At, (_moment.Place % ActsMax) + 1);

    private void Act(DateTimeOffset at, long act)
    {
        _moment = new ReplayMoment(at, (_events * ActsMax) + Math.Min(act, ActsMax - 1), _isEnd);
        ReplayMoment.Set(_moment);
    }

    // The run's thread has nothing else to do meanwhile.
    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
