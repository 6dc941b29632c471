using System.Data.Common;
using Dapper;
using Trading.Storage.Accounts;
using Trading.Storage.Tables;

namespace Trading.Storage.Results;

/// <summary>Writes the results of runs. A session has the results of one run; a new run replaces them as a whole.</summary>
public sealed class ResultStore(TradingDatabase database)
{
    /// <summary>Hands the session's results to a new run: what the former run stored is dropped, in one transaction, and its later calls are refused.</summary>
    public Task BeginRunAsync(string sessionId, string runId, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                // First the run's row: appends of the former run wait here, or are seen and dropped.
                await ResultTables.Runs.InsertAsync(connection, [new RunRow(sessionId, runId, at, CompletedAt: null)], Existing.Replace, cancellationToken);
                foreach (var table in ResultTables.OfARun)
                {
                    await connection.ExecuteAsync($"DELETE FROM {table} WHERE session_id = @sessionId", new { sessionId });
                }
            },
            cancellationToken);

    /// <summary>Stores a part of the run's results; durable and visible when the task completes, all of it or none. Safe to repeat.</summary>
    /// <exception cref="StaleRunException">Another run took over, or this one is complete.</exception>
    public Task AppendAsync(string sessionId, string runId, ResultBatch batch, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                await FenceAsync(connection, sessionId, runId, completedAt: null);
                await InsertAsync(connection, batch, cancellationToken);
            },
            cancellationToken);

    /// <summary>Stores the last part and closes the run: nothing can be added to its results any more. Repeating it is refused.</summary>
    /// <exception cref="StaleRunException">Another run took over, or this one is complete.</exception>
    public Task CompleteAsync(string sessionId, string runId, ResultBatch last, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                await FenceAsync(connection, sessionId, runId, completedAt: at);
                await InsertAsync(connection, last, cancellationToken);
            },
            cancellationToken);

    /// <summary>Stores the report of a session that no run owns; the last one stands.</summary>
    public Task SaveReportAsync(ReportRow report, CancellationToken cancellationToken = default) =>
        database.WriteAsync(connection => (Task)ResultTables.Reports.InsertAsync(connection, [report], Existing.Replace, cancellationToken), cancellationToken);

    private static async Task FenceAsync(DbConnection connection, string sessionId, string runId, DateTimeOffset? completedAt)
    {
        var sql = completedAt is null
            ? "UPDATE session_runs SET run_id = run_id WHERE session_id = @sessionId AND run_id = @runId AND completed_at IS NULL"
            : "UPDATE session_runs SET completed_at = @completedAt WHERE session_id = @sessionId AND run_id = @runId AND completed_at IS NULL";
        if (await connection.ExecuteAsync(sql, new { sessionId, runId, completedAt }) == 0)
        {
            throw new StaleRunException($"session {sessionId}", runId);
        }
    }

    internal static async Task InsertAsync(DbConnection connection, ResultBatch batch, CancellationToken cancellationToken)
    {
        await ResultTables.Orders.InsertAsync(connection, batch.Orders, Existing.ReplaceOlder, cancellationToken);
        await ResultTables.OrderEvents.InsertAsync(connection, batch.OrderEvents, Existing.Keep, cancellationToken);
        await ResultTables.Fills.InsertAsync(connection, batch.Fills, Existing.Keep, cancellationToken);
        await ResultTables.RoundTrips.InsertAsync(connection, batch.RoundTrips, Existing.Keep, cancellationToken);
        await ResultTables.Equity.InsertAsync(connection, batch.Equity, Existing.Keep, cancellationToken);
        await AccountStore.Ledger.InsertAsync(connection, batch.Ledger, Existing.Keep, cancellationToken);
        await ResultTables.Transitions.InsertAsync(connection, batch.Transitions, Existing.Keep, cancellationToken);
        await ResultTables.Signals.InsertAsync(connection, batch.Signals, Existing.Replace, cancellationToken);
        await ResultTables.Instances.InsertAsync(connection, batch.Instances, Existing.Replace, cancellationToken);
        await ResultTables.Markets.InsertAsync(connection, batch.Markets, Existing.Replace, cancellationToken);
        await AccountStore.Accounts.InsertAsync(connection, batch.Accounts, Existing.ReplaceOlder, cancellationToken);
        await AccountStore.Positions.InsertAsync(connection, batch.Positions, Existing.ReplaceOlder, cancellationToken);
        if (batch.Report is { } report)
        {
            await ResultTables.Reports.InsertAsync(connection, [report], Existing.Replace, cancellationToken);
        }
    }
}
