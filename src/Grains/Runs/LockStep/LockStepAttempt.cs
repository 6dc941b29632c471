using System.Collections.Immutable;
using Trading.Backtest;
using Trading.Backtest.Clock;
using Trading.Domain.MarketData;
using Trading.Grains.Abstractions.Strategies;
using Trading.Grains.Journal;
using Trading.Grains.Placement;
using Trading.Grains.Sessions;

namespace Trading.Grains.Runs.LockStep;

/// <summary>One way through the recording, from its begin.</summary>
internal sealed class LockStepAttempt(
    RunOrder order, ReplaySetup setup, ReplayControl control, IGrainFactory grains, SessionReports reports, IJournal journal, TimeProvider time,
    CancellationToken cancellation)
{
    private static readonly TimeSpan StandPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReportPeriod = TimeSpan.FromSeconds(10);

    private readonly LockStepCast _cast = new(order, setup, grains);
    private ImmutableArray<ReplayStream> _streams = [];
    private DateTimeOffset _start;
    private long _stoodAt;
    private long _reportedAt;

    public string? Run(IMarketDataReader recording)
    {
        _streams = ReplayAssembly.Streams(setup, recording, cancellation);
        try
        {
            return Run();
        }
        finally
        {
            foreach (var stream in _streams)
            {
                stream.Dispose();
            }
        }
    }

    private string? Run()
    {
        var clock = new ReplayClock(_streams, control, setup.Interventions, setup.Duration) { IsSkipping = false, EventsAtOnce = 1 };
        var floor = new GrainFloor(_cast, _streams, new Settlement(_cast, grains, time, cancellation), Stand);
        if (clock.Open() is not { } start)
        {
            return ReplayRunner.TriggerOf(isStopped: false, isDurationOver: false);
        }

        (_start, _stoodAt, _reportedAt) = (start, time.GetTimestamp(), time.GetTimestamp());
        FeedContext.Set(order.Session.Id);
        Wait(_cast.OpenAsync(start));
        floor.Join();
        var end = clock.Run(floor);
        floor.Finish(end, end.Stopped ?? setup.StopPolicy);
        control.Report(EventsDone(), end.TimeMs);
        Wait(StandAsync());
        Wait(ReportAsync(end.At));
        return ReplayRunner.TriggerOf(end.Stopped is not null, end.IsDurationOver);
    }

    private long EventsDone() => _streams.Sum(stream => stream.EventsDone + stream.EventsOfBlock());

    private void Stand(DateTimeOffset? at)
    {
        cancellation.ThrowIfCancellationRequested();
        if (time.GetElapsedTime(_stoodAt) < StandPeriod)
        {
            return;
        }

        _stoodAt = time.GetTimestamp();
        if (at is { } now)
        {
            // A block may take minutes here, of which nobody else says how far it is.
            control.Report(EventsDone(), now.ToUnixTimeMilliseconds());
        }

        Wait(StandAsync());
        if (time.GetElapsedTime(_reportedAt) >= ReportPeriod && control.EventTime is { } reached)
        {
            _reportedAt = time.GetTimestamp();
            Wait(ReportAsync(reached));
        }
    }

    private async Task StandAsync()
    {
        var session = order.Session;
        var instances = await Task.WhenAll(_cast.Instances.Select(instance => instance.Grain.Find()));
        var rows = new LiveStanding([.. instances.OfType<RunningInstance>()], []).RowsOf(session);
        await journal.AppendAsync(new JournalBatch
        {
            Rows = rows with { Markets = [.. _streams.Select(stream => StandingRows.RowOf(session.Id, stream.Standing()))] },
        });
    }

    private async Task ReportAsync(DateTimeOffset end)
    {
        var session = order.Session;
        if (await _cast.Account.Find(session.Owner) is { } account)
        {
            var marks = _streams.Select(stream => (stream.Symbol, stream.View.FirstMark, stream.View.Mark)).ToImmutableArray();
            await reports.SaveAsync(session, order.Settings, account, new ReplaySpan(_start, end, marks), time.GetUtcNow());
        }
    }

    // The run's thread has nothing else to do meanwhile.
    private static void Wait(Task task) => task.GetAwaiter().GetResult();
}
