using Microsoft.Extensions.Logging;
using Trading.Backtest;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Feeds;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Markets;
using Trading.Grains.Runs.LockStep;
using Trading.Grains.Runs.Pacing;
using Trading.Storage.Results;

namespace Trading.Grains.Runs;

/// <summary>One run from its recording to its stored results, on the thread that calls it.</summary>
internal sealed class ReplayRunner(IReplayData data, ResultStore results, LockStepRunner lockStep, TimeProvider time, ILogger<ReplayRunner> logger)
{
    /// <returns>Null when it was stopped; else what ended it, see <see cref="SessionTriggers"/>.</returns>
    /// <exception cref="OperationCanceledException">The run is to be abandoned.</exception>
    /// <exception cref="Trading.Storage.StaleRunException">Another run has taken over.</exception>
    public string? Execute(RunOrder order, RunTracker tracker, CancellationToken cancellation)
    {
        var session = order.Session;
        var setup = order.Dataset is { } dataset
            ? ReplaySetups.Of(session, order.Settings, dataset)
            : ReplaySetups.Of(session, order.Settings, order.Settings.Symbols.Select(MarketOf));
        tracker.Total = order.Dataset is null ? 0 : EventsOf(setup, order.Dataset);
        tracker.Duration = setup.Duration;
        if (order.IsLockStep)
        {
            return lockStep.Execute(order, setup, () => RecordingOf(order, tracker.Control, cancellation), tracker.Control, cancellation);
        }

        var journal = new RunJournal(order, tracker.Control, results, time, logger, cancellation);
        journal.Begin();
        using var kernel = new ReplayKernel(setup, RecordingOf(order, tracker.Control, cancellation), journal, tracker.Control, cancellation);
        var outcome = kernel.Run();
        journal.Complete();
        return TriggerOf(outcome.Stopped is not null, outcome.IsDurationOver);
    }

    /// <summary>What ended a run; null for a stop.</summary>
    public static string? TriggerOf(bool isStopped, bool isDurationOver) => isStopped ? null
        : isDurationOver ? SessionTriggers.DurationOver
        : SessionTriggers.DataExhausted;

    private IMarketDataReader RecordingOf(RunOrder order, ReplayControl control, CancellationToken cancellation)
    {
        var settings = order.Settings;
        var recording = FeedNames.TryParseSynthetic(settings.Market.Feed, out var scenario)
            ? new GeneratedRecording(scenario, settings.Seed, SyntheticFeed.EventsPerSecond)
            : data.Open(order.Dataset!);
        return order.IsLockStep && settings.Market.Speed is { } speed
            ? new PacedRecording(recording, new Pace(speed, control.EventTime ?? order.Reached, control, time, cancellation))
            : recording;
    }

    private static ReplayMarket MarketOf(Symbol symbol)
    {
        var market = SyntheticFeed.Describe(symbol);
        return new ReplayMarket(
            market.Instrument, market.PriceScale, market.QuantityScale, MarketSeries.Trades | MarketSeries.Book | MarketSeries.Mark | MarketSeries.Funding,
            CandleInterval: null);
    }

    private static long EventsOf(ReplaySetup setup, Dataset dataset)
    {
        var events = 0L;
        foreach (var market in setup.Markets)
        {
            var recorded = dataset.Find(market.Instrument.Symbol)!;
            foreach (var series in recorded.Series)
            {
                events += series.Kind switch
                {
                    SeriesKind.Candles => recorded.IsReplayedFromCandles ? 4 * series.Rows : 0,
                    _ => series.Rows,
                };
            }
        }

        return events;
    }
}
