using System.Collections.Immutable;
using Trading.Backtest.Clock;
using Trading.Domain.Exchanges;
using Trading.Domain.MarketData;
using Trading.Domain.Sessions.Results;
using Trading.Exchanges.Simulated;

namespace Trading.Backtest;

/// <summary>A backtest: a clock over machines in memory, and what became of them. One thread.</summary>
public sealed class ReplayKernel : IDisposable
{
    private readonly ReplaySetup _setup;
    private readonly ReplayControl _control;
    private readonly SimulatedVenue _venue;
    private readonly ImmutableArray<ReplaySymbol> _symbols;
    private readonly IReplayJournal _journal;

    public ReplayKernel(ReplaySetup setup, IMarketDataReader data, IReplayJournal journal, ReplayControl control, CancellationToken cancellation)
    {
        _setup = setup;
        _control = control;
        _journal = journal;
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
        var clock = new ReplayClock([.. _symbols], _control, _setup.Interventions, _setup.Duration) { IsSkipping = IsSkipping };
        if (clock.Open() is not { } start)
        {
            return new ReplayOutcome(null, 0, null);
        }

        using var results = new ResultsBuilder(_setup.InitialBalance, start, _setup.Cells, _journal.Equity);
        results.Start();
        ReplayAssembly.Instances(_setup, _symbols, start);
        var floor = new ReplayFloor(_setup, _symbols, _venue, results, _journal, start);
        var end = clock.Run(floor);
        var before = floor.Standing();
        floor.Finish(end.TimeMs, end.Stopped ?? _setup.StopPolicy, end.IsExhausted);
        foreach (var symbol in _symbols)
        {
            results.SetMarks(symbol.Symbol, symbol.View.FirstMark, symbol.View.Mark);
        }

        var report = results.Finish(end.At);
        var events = _symbols.Sum(symbol => symbol.EventsDone + symbol.EventsOfBlock());
        _control.Report(events, end.TimeMs);
        _journal.Standing(floor.Standing(before) with { Report = report });
        return new ReplayOutcome(end.Stopped, events, report) { IsDurationOver = end.IsDurationOver };
    }

    public void Dispose()
    {
        foreach (var symbol in _symbols)
        {
            symbol.Dispose();
        }
    }
}
