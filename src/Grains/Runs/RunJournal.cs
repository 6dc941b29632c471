using System.Collections.Immutable;
using System.Text.Json;
using Trading.Backtest;
using Trading.Domain.Accounts;
using Trading.Domain.Exchanges;
using Trading.Domain.Orders;
using Trading.Domain.Positions;
using Trading.Domain.Strategies.Instances;
using Trading.Storage.Json;
using Trading.Storage.Results;

namespace Trading.Grains.Runs;

/// <summary>
/// Stores a run's results as it goes, in batches, under the run's id. It writes on the run's own thread, so the run goes no
/// faster than its results are stored; what was written becomes the session's result only with <see cref="Complete"/>.
/// </summary>
internal sealed class RunJournal(RunOrder order, ReplaySetup setup, ResultStore store, TimeProvider time, CancellationToken cancellation)
    : IReplayJournal, IDisposable
{
    private const int RowsMax = 2_000;
    private static readonly TimeSpan FlushPeriod = TimeSpan.FromMilliseconds(500);

    private readonly ResultRows _rows = new(order);
    private readonly RunReport _report = new(setup);
    private long _flushedAt = time.GetTimestamp();

    private string Session => order.Session.Id;

    private string RunId => FormattableString.Invariant($"{order.Session.Id}:{order.Session.Run}");

    /// <summary>Takes the session's results over: what an earlier run had written is gone.</summary>
    public void Begin() => Wait(store.BeginRunAsync(Session, RunId, time.GetUtcNow(), cancellation));

    /// <summary>Stores what is left and the report, and closes the run.</summary>
    public void Complete(ReplayOutcome outcome)
    {
        var now = time.GetUtcNow();
        _rows.Add(outcome);
        _report.Complete(outcome);
        var last = _rows.Take() with { Report = _report.RowOf(Session, outcome, now) };
        Wait(store.CompleteAsync(Session, RunId, last, now, cancellation));
    }

    public void Dispose() => _report.Dispose();

    public void Order(Order changed, string strategy)
    {
        _rows.Add(changed, strategy);
        _report.Order(changed, strategy);
        FlushWhenDue();
    }

    public void Fill(Order filled, Fill fill, string strategy, decimal reference, decimal quantityAfter)
    {
        _rows.Add(filled, fill, strategy);
        _report.Fill(filled, fill, strategy, reference, quantityAfter);
    }

    public void Ledger(LedgerEntry entry) => _rows.Add(entry);

    public void Funding(VenueFunding funding, string strategy) => _report.Funding(funding, strategy);

    public void RoundTrip(RoundTrip trip)
    {
        _rows.Add(trip);
        _report.RoundTrip(trip);
    }

    public void Equity(DateTimeOffset at, decimal equity, decimal balance)
    {
        _rows.AddEquity(at, equity, balance, _report.Equity(at, equity, balance));
        FlushWhenDue();
    }

    public void Transition(InstanceIdentity instance, ReplayStrategy strategy, InstanceTransition transition) =>
        _rows.Add(instance, strategy, transition);

    public void Signal(InstanceIdentity instance, ReplayStrategy strategy, SignalRecord signal) => _rows.Add(instance, strategy, signal);

    public void Alert(DateTimeOffset at, string code, string detail) => _rows.AddAlert(at, code, detail);

    private void FlushWhenDue()
    {
        if (_rows.Count >= RowsMax || (_rows.Count > 0 && time.GetElapsedTime(_flushedAt) >= FlushPeriod))
        {
            Wait(store.AppendAsync(Session, RunId, _rows.Take(), cancellation));
            _flushedAt = time.GetTimestamp();
        }
    }

    // The run's thread has nothing else to do meanwhile.
    private static void Wait(Task task) => task.GetAwaiter().GetResult();
}
