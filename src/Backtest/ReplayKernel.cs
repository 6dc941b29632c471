using System.Collections.Immutable;
using Trading.Backtest.Interventions;
using Trading.Backtest.Time;
using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Domain.Sessions.Results;
using Trading.Exchanges.Simulated;

namespace Trading.Backtest;

/// <summary>
/// A backtest as one tight loop over recorded events, in event time (spec: sessions, Simulated venue). While nothing
/// path-dependent is open, whole blocks are scanned and skipped; else every event is worked through. Both give the same
/// result. One thread, no clock.
/// </summary>
public sealed class ReplayKernel : IDisposable
{
    private const int StopCheckEvents = 1_024;

    private readonly ReplaySetup _setup;
    private readonly ReplayControl _control;
    private readonly SimulatedVenue _venue;
    private readonly ImmutableArray<ReplaySymbol> _symbols;
    private readonly IReplayJournal _journal;
    private readonly List<VenueReport> _reports = [];
    private readonly SecondClock _clock = new();
    private readonly InterventionQueue _interventions;
    private long _done;
    private long _nowMs = long.MinValue;

    public ReplayKernel(ReplaySetup setup, IMarketDataReader data, IReplayJournal journal, ReplayControl control, CancellationToken cancellation)
    {
        _setup = setup;
        _control = control;
        _journal = journal;
        _interventions = new InterventionQueue(setup.Interventions);
        _venue = new SimulatedVenue(
            setup.Venue, setup.Seed, setup.InitialBalance,
            setup.Markets.Select(market => new VenueMarket(market.Instrument, market.PriceScale, market.QuantityScale, market.Series)));
        _symbols = ReplayAssembly.Symbols(setup, data, _venue, cancellation);
    }

    /// <summary>False works through every event, so that a test can show that skipping changes nothing.</summary>
    internal bool IsSkipping { get; init; } = true;

    /// <summary>Runs to the end of the data or of its duration, or until the control asks it to stop.</summary>
    public ReplayOutcome Run()
    {
        foreach (var symbol in _symbols)
        {
            symbol.Open();
        }

        if (FirstTime() is not { } firstMs)
        {
            return new ReplayOutcome(null, 0, null);
        }

        var endMs = _setup.Duration is { } duration ? firstMs + (long)duration.TotalMilliseconds : long.MaxValue;
        foreach (var symbol in _symbols)
        {
            symbol.Begin(endMs);
        }

        _nowMs = firstMs;
        _control.Begin(firstMs);
        _clock.Start(firstMs);
        var start = DateTimeOffset.FromUnixTimeMilliseconds(firstMs);
        using var results = new ResultsBuilder(_setup.InitialBalance, start, _setup.Cells, _journal.Equity);
        results.Start();
        ReplayAssembly.Instances(_setup, _symbols, start);
        var floor = new ReplayFloor(_setup, _symbols, _venue, results, _journal, start);
        foreach (var symbol in _symbols)
        {
            symbol.BeginBlock(floor.DayStartEquity);
        }

        while (_control.StopRequested is null && Step(floor))
        {
        }

        var stopped = _control.StopRequested;
        var isDurationOver = stopped is null && _symbols.Any(symbol => symbol.IsCut);
        if (isDurationOver)
        {
            Reach(floor, endMs);
        }

        var end = DateTimeOffset.FromUnixTimeMilliseconds(_nowMs);
        var before = floor.Standing();
        floor.Finish(_nowMs, stopped ?? _setup.StopPolicy, isExhausted: stopped is null && !isDurationOver);
        foreach (var symbol in _symbols)
        {
            results.SetMarks(symbol.Symbol, symbol.View.FirstMark, symbol.View.Mark);
        }

        var report = results.Finish(end);
        var events = _symbols.Sum(symbol => symbol.EventsDone + symbol.EventsOfBlock());
        _control.Report(events, _nowMs);
        _journal.Standing(floor.Standing(before) with { Report = report });
        return new ReplayOutcome(stopped, events, report) { IsDurationOver = isDurationOver };
    }

    public void Dispose()
    {
        foreach (var symbol in _symbols)
        {
            symbol.Dispose();
        }
    }

    private long? FirstTime()
    {
        long? first = null;
        foreach (var symbol in _symbols)
        {
            if (!symbol.IsEnded)
            {
                first = Math.Min(first ?? long.MaxValue, symbol.Next.TimeMs);
            }
        }

        return first;
    }

    private bool Step(ReplayFloor floor)
    {
        _interventions.TakeUp(_control, _nowMs);
        return IsSkipping && floor.IsQuiet ? StepQuietly(floor) : StepBusily(floor);
    }

    /// <summary>Goes to the next event that any instance must look at, or past the block that ends first.</summary>
    private bool StepQuietly(ReplayFloor floor)
    {
        ReplaySymbol? first = null;
        var firstStop = 0;
        foreach (var symbol in _symbols)
        {
            if (symbol.IsEnded)
            {
                continue;
            }

            // A block without an evaluation is left behind as far as its last event.
            var stop = Math.Min(symbol.NextEvaluation(), symbol.Block.Count - 1);
            if (first is null || symbol.IsBefore(stop, first, firstStop))
            {
                first = symbol;
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

        foreach (var symbol in _symbols)
        {
            if (!symbol.IsEnded && symbol != first)
            {
                symbol.SkipTo(symbol.FirstNotBefore(target.TimeMs, target.Kind, first.Index), _reports);
                Turn(floor, symbol);
            }
        }

        first.SkipTo(firstStop, _reports);
        Work(floor, first);
        return true;
    }

    /// <summary>Works through the next event of all symbols.</summary>
    private bool StepBusily(ReplayFloor floor)
    {
        for (var count = 0; count < StopCheckEvents && !(IsSkipping && floor.IsQuiet); count++)
        {
            ReplaySymbol? first = null;
            foreach (var symbol in _symbols)
            {
                if (!symbol.IsEnded && (first is null || symbol.IsBefore(symbol.Cursor, first, first.Cursor)))
                {
                    first = symbol;
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
    private void Intervene(ReplayFloor floor)
    {
        var intervention = _interventions.Take();
        foreach (var symbol in _symbols)
        {
            if (!symbol.IsEnded)
            {
                symbol.SkipTo(symbol.FirstNotBefore(intervention.EffectiveAt!.Value.ToUnixTimeMilliseconds()), _reports);
            }
        }

        _control.Tell(new InterventionTaken(intervention.Number, intervention.EffectiveAt!.Value, floor.Intervene(intervention)));
    }

    /// <summary>One event in the order of the spec: market state, venue, indicators (columns), protection, instances.</summary>
    private void Work(ReplayFloor floor, ReplaySymbol symbol)
    {
        var timeMs = symbol.Next.TimeMs;
        _reports.Clear();
        symbol.Advance(_reports);
        var index = 0;

        // What arrived between two events stands on the market before this one.
        for (; index < _reports.Count && _reports[index].At.ToUnixTimeMilliseconds() < timeMs; index++)
        {
            Reach(floor, _reports[index].At.ToUnixTimeMilliseconds());
            floor.Report(_reports[index]);
        }

        Reach(floor, timeMs);
        symbol.Take();
        for (; index < _reports.Count; index++)
        {
            floor.Report(_reports[index]);
        }

        floor.Work(symbol, DateTimeOffset.FromUnixTimeMilliseconds(timeMs));
        symbol.MovePast();
        Turn(floor, symbol);
    }

    /// <summary>Loads the next block once one is done.</summary>
    /// <returns>False when no symbol has any more.</returns>
    private bool Turn(ReplayFloor floor, ReplaySymbol symbol)
    {
        if (symbol.Cursor < symbol.Block.Count)
        {
            return true;
        }

        _done += symbol.EndBlock();
        _control.Report(_done, _nowMs);
        if (_control.TakeStandingRequest())
        {
            _journal.Standing(floor.Standing());
        }

        if (symbol.Load())
        {
            symbol.BeginBlock(floor.DayStartEquity);
            return true;
        }

        return _symbols.Any(other => !other.IsEnded);
    }

    /// <summary>Time reaches an instant: equity is evaluated at each whole second on the way, or, while flat, at midnight alone.</summary>
    private void Reach(ReplayFloor floor, long timeMs)
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
