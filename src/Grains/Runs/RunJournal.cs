using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Trading.Backtest;
using Trading.Domain.Accounts;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Sessions.Results;
using Trading.Domain.Strategies.Instances;
using Trading.Grains.Sessions;
using Trading.Storage.Results;

namespace Trading.Grains.Runs;

/// <summary>
/// Stores a run's results as it goes, in batches, under the run's id. What happened is stored with where the run stands after it, in one transaction:
/// account, positions and report are never older or newer than the lists beside them. It writes on the run's own thread, so the run goes no faster
/// than its results are stored; the run counts as done only with <see cref="Complete"/>.
/// </summary>
internal sealed class RunJournal(
    RunOrder order, ReplayControl control, ResultStore store, TimeProvider time, ILogger logger, CancellationToken cancellation)
    : IReplayJournal
{
    private const int RowsMax = 2_000;
    private static readonly TimeSpan FlushPeriod = TimeSpan.FromMilliseconds(500);

    private readonly ResultRows _rows = new(order);
    private readonly StandingRows _standing = new(order);
    private ResultBatch _latest = new();
    private long _flushedAt = time.GetTimestamp();
    private bool _isDue;

    private string Session => order.Session.Id;

    private string RunId => FormattableString.Invariant($"{order.Session.Id}:{order.Session.Run}");

    /// <summary>Takes the session's results over: what an earlier run had written is gone.</summary>
    public void Begin() => Wait(store.BeginRunAsync(Session, RunId, time.GetUtcNow(), cancellation));

    /// <summary>Stores what is left and the report, and closes the run.</summary>
    public void Complete()
    {
        Wait(store.CompleteAsync(Session, RunId, Merge(_rows.Take()), time.GetUtcNow(), cancellation));
    }

    public void Order(Order changed, string strategy)
    {
        _rows.Add(changed, strategy);
        AskWhenDue();
    }

    public void Fill(Order filled, Fill fill, string strategy) => _rows.Add(filled, fill, strategy);

    public void Liquidation(Position position, PositionLiquidated liquidated, string strategy) => _rows.Add(position, liquidated, strategy);

    public void Ledger(LedgerEntry entry) => _rows.Add(entry);

    public void RoundTrip(RoundTrip trip) => _rows.Add(trip);

    public void Equity(EquityPoint point)
    {
        _rows.Add(point);
        AskWhenDue();
    }

    public void Transition(InstanceIdentity instance, ReplayStrategy strategy, InstanceTransition transition) =>
        _rows.Add(instance, strategy, transition);

    public void Signal(InstanceIdentity instance, ReplayStrategy strategy, SignalRecord signal) => _rows.Add(instance, strategy, signal);

    public void Alert(DateTimeOffset at, string code, string detail) => logger.RunAlert(Session, at, code, detail);

    public void Standing(ReplayStanding standing)
    {
        _latest = _standing.Of(standing, time.GetUtcNow());
        if (_isDue)
        {
            Flush();
        }
    }

    /// <summary>Rows come in the midst of an event; they wait for the standing, which is told once all that the event caused is applied.</summary>
    private void AskWhenDue()
    {
        if (!_isDue && (_rows.Count >= RowsMax || time.GetElapsedTime(_flushedAt) >= FlushPeriod))
        {
            _isDue = true;
            control.RequestStanding();
        }
    }

    private void Flush()
    {
        Wait(store.AppendAsync(Session, RunId, Merge(_rows.Take()), cancellation));
        _latest = new ResultBatch();
        (_flushedAt, _isDue) = (time.GetTimestamp(), false);
    }

    private ResultBatch Merge(ResultBatch rows) => rows with
    {
        Instances = _latest.Instances,
        Markets = _latest.Markets,
        Accounts = _latest.Accounts,
        Positions = _latest.Positions,
        Report = _latest.Report,

        // It is over before anybody could follow it: its transitions and progress are told, its rows are listed.
        LiveOwners = FrozenDictionary<string, string>.Empty,
    };

    // The run's thread has nothing else to do meanwhile.
    private static void Wait(Task task) => task.GetAwaiter().GetResult();
}
