using System.Collections.Immutable;
using Trading.Backtest.Interventions;
using Trading.Backtest.Time;
using Trading.Domain.Exchanges;
using Trading.Domain.Sessions.Lifecycle;

namespace Trading.Backtest.Clock;

/// <summary>
/// Event time of a run: merges the symbols' events and goes on only when all that the event before caused is applied (spec: sessions,
/// Simulated venue). While nothing path-dependent is open, whole blocks are skipped where the floor allows it; else every event is worked
/// through. Both give the same result. One thread, no clock of its own.
/// </summary>
internal sealed class ReplayClock(
    ImmutableArray<ReplayStream> streams, ReplayControl control, ImmutableArray<Intervention> interventions, TimeSpan? duration)
{
    private readonly ImmutableArray<ReplayStream> _streams = streams;
    private readonly ReplayControl _control = control;
    private readonly List<VenueReport> _reports = [];
    private readonly SecondClock _clock = new();
    private readonly InterventionQueue _interventions = new(interventions);
    private long _done;
    private long _endMs = long.MaxValue;
    private long _nowMs = long.MinValue;

    /// <summary>False works through every event.</summary>
    public bool IsSkipping { get; init; } = true;

    /// <summary>Events that are worked through before it is looked whether somebody wants something of the run.</summary>
    public int EventsAtOnce { get; init; } = 1_024;

    /// <summary>Reads the first events.</summary>
    /// <returns>Event time of the first; null when there is none.</returns>
    public DateTimeOffset? Open()
    {
        foreach (var stream in _streams)
        {
            stream.Open();
        }

        if (FirstTime() is not { } firstMs)
        {
            return null;
        }

        _endMs = duration is { } length ? firstMs + (long)length.TotalMilliseconds : long.MaxValue;
        foreach (var stream in _streams)
        {
            stream.Begin(_endMs);
        }

        _nowMs = firstMs;
        _control.Begin(firstMs);
        _clock.Start(firstMs);
        return DateTimeOffset.FromUnixTimeMilliseconds(firstMs);
    }

    /// <summary>Runs to the end of the data or of the duration, or until the control asks for a stop. Once, after <see cref="Open"/>.</summary>
    public ClockEnd Run(IReplayFloor floor)
    {
        foreach (var stream in _streams)
        {
            floor.Begin(stream);
        }

        while ((_control.StopRequested is null || !floor.MayStop) && Step(floor))
        {
        }

        var stopped = _control.StopRequested;
        var isDurationOver = stopped is null && _streams.Any(stream => stream.IsCut);
        Close(floor, new ClockEnd(stopped, isDurationOver, isDurationOver ? _endMs : _nowMs));
        return new ClockEnd(stopped, isDurationOver, _nowMs);
    }

    /// <summary>What was on its way still arrives, each at its own instant, up to the end.</summary>
    private void Close(IReplayFloor floor, ClockEnd end)
    {
        _reports.Clear();
        floor.Close(end.At, end.IsExhausted, _reports);
        foreach (var report in _reports)
        {
            Reach(floor, report.At.ToUnixTimeMilliseconds());
            floor.Report(report);
        }

        Reach(floor, end.TimeMs);
    }

    private long? FirstTime()
    {
        long? first = null;
        foreach (var stream in _streams)
        {
            if (!stream.IsEnded)
            {
                first = Math.Min(first ?? long.MaxValue, stream.Next.TimeMs);
            }
        }

        return first;
    }

    private bool Step(IReplayFloor floor)
    {
        _interventions.TakeUp(_control, _nowMs);
        return IsSkipping && floor.IsQuiet ? StepQuietly(floor) : StepBusily(floor);
    }

    /// <summary>Goes to the next event that any instance must look at, or past the block that ends first.</summary>
    private bool StepQuietly(IReplayFloor floor)
    {
        ReplayStream? first = null;
        var firstStop = 0;
        foreach (var stream in _streams)
        {
            if (stream.IsEnded)
            {
                continue;
            }

            // A block without an evaluation is left behind as far as its last event.
            var stop = Math.Min(stream.NextEvaluation(), stream.Block.Count - 1);
            if (first is null || stream.IsBefore(stop, first, firstStop))
            {
                first = stream;
                firstStop = stop;
            }
        }

        if (first is null)
        {
            return false;
        }

        ref readonly var target = ref first.Block.Events[firstStop];
        if (target.TimeMs >= _interventions.NextMs && _interventions.NextMs <= _clock.NextMidnightMs)
        {
            Intervene(floor);
            return true;
        }

        if (target.TimeMs >= _clock.NextMidnightMs)
        {
            // The new day's opening equity is part of what its events are evaluated with.
            Reach(floor, _clock.NextMidnightMs);
            return true;
        }

        if (first.NextEvaluation() > firstStop)
        {
            first.SkipTo(first.Block.Count, _reports);
            Reach(floor, target.TimeMs);
            return Turn(floor, first);
        }

        foreach (var stream in _streams)
        {
            if (!stream.IsEnded && stream != first)
            {
                stream.SkipTo(stream.FirstNotBefore(target.TimeMs, target.Kind, first.Index), _reports);
                Turn(floor, stream);
            }
        }

        first.SkipTo(firstStop, _reports);
        Work(floor, first);
        return true;
    }

    /// <summary>Works through the next event of all symbols.</summary>
    private bool StepBusily(IReplayFloor floor)
    {
        for (var count = 0; count < EventsAtOnce && !(IsSkipping && floor.IsQuiet); count++)
        {
            ReplayStream? first = null;
            foreach (var stream in _streams)
            {
                if (!stream.IsEnded && (first is null || stream.IsBefore(stream.Cursor, first, first.Cursor)))
                {
                    first = stream;
                }
            }

            if (first is null)
            {
                return false;
            }

            if (first.Next.TimeMs >= _interventions.NextMs)
            {
                Intervene(floor);
                return true;
            }

            Work(floor, first);
        }

        return true;
    }

    /// <summary>Carries the next intervention out between the events before its instant and those from it on.</summary>
    private void Intervene(IReplayFloor floor)
    {
        var intervention = _interventions.Take();
        foreach (var stream in _streams)
        {
            if (!stream.IsEnded)
            {
                stream.SkipTo(stream.FirstNotBefore(intervention.EffectiveAt!.Value.ToUnixTimeMilliseconds()), _reports);
            }
        }

        _control.Tell(new InterventionTaken(intervention.Number, intervention.EffectiveAt!.Value, floor.Intervene(intervention)));
    }

    /// <summary>One event in the order of the spec: market state, venue, indicators (columns), protection, instances.</summary>
    private void Work(IReplayFloor floor, ReplayStream stream)
    {
        var timeMs = stream.Next.TimeMs;
        _reports.Clear();
        floor.Advance(stream, _reports);
        var index = 0;

        // What arrived between two events stands on the market before this one.
        for (; index < _reports.Count && _reports[index].At.ToUnixTimeMilliseconds() < timeMs; index++)
        {
            Reach(floor, _reports[index].At.ToUnixTimeMilliseconds());
            floor.Report(_reports[index]);
        }

        Reach(floor, timeMs);
        stream.Take();
        for (; index < _reports.Count; index++)
        {
            floor.Report(_reports[index]);
        }

        floor.Work(stream, DateTimeOffset.FromUnixTimeMilliseconds(timeMs));
        stream.MovePast();
        Turn(floor, stream);
    }

    /// <summary>Loads the next block once one is done.</summary>
    /// <returns>False when no stream has any more.</returns>
    private bool Turn(IReplayFloor floor, ReplayStream stream)
    {
        if (stream.Cursor < stream.Block.Count)
        {
            return true;
        }

        _done += stream.EndBlock();
        _control.Report(_done, _nowMs);
        if (_control.TakeStandingRequest())
        {
            floor.Stand();
        }

        if (stream.Load())
        {
            floor.Begin(stream);
            return true;
        }

        return _streams.Any(other => !other.IsEnded);
    }

    /// <summary>Time reaches an instant: equity is evaluated at each whole second on the way, or, while flat, at midnight alone.</summary>
    private void Reach(IReplayFloor floor, long timeMs)
    {
        if (timeMs > _nowMs)
        {
            _nowMs = timeMs;
        }

        while (_clock.NextSecondMs <= timeMs)
        {
            if (floor.IsFlat)
            {
                _clock.SkipTo(Math.Min(timeMs, _clock.NextMidnightMs - 1));
            }

            if (_clock.NextSecondMs > timeMs)
            {
                return;
            }

            var second = _clock.NextSecondMs;
            _clock.MoveNext();
            floor.Second(second);
        }
    }
}
