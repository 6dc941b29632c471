using System.Data.Common;
using Dapper;
using Trading.Storage.Accounts;
using Trading.Storage.Live;
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
                await InsertAsync(connection, batch, new LiveEventLog(), cancellationToken);
            },
            cancellationToken);

    /// <summary>Stores the last part and closes the run: nothing can be added to its results any more. Repeating it is refused.</summary>
    /// <exception cref="StaleRunException">Another run took over, or this one is complete.</exception>
    public Task CompleteAsync(string sessionId, string runId, ResultBatch last, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                await FenceAsync(connection, sessionId, runId, completedAt: at);
                await InsertAsync(connection, last, new LiveEventLog(), cancellationToken);
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

    private async Task InsertAsync(DbConnection connection, ResultBatch batch, LiveEventLog live, CancellationToken cancellationToken)
    {
        if (batch.LiveOwners.Count > 0)
        {
            await LiveEventLog.LockAsync(database.Engine, connection);
        }

        await InsertAsync(connection, batch, live, sessionOf: row => row.SessionId, cancellationToken);
        await live.AppendAsync(connection, cancellationToken);
    }

    /// <summary>Stores the rows, and notes those that changed something for those who follow their sessions.</summary>
    /// <param name="sessionOf">The session that a position's change belongs to; its row names none once it is flat.</param>
    internal static async Task InsertAsync(
        DbConnection connection, ResultBatch batch, LiveEventLog live, Func<PositionRow, string?> sessionOf, CancellationToken cancellationToken)
    {
        var owners = batch.LiveOwners;
        async Task Insert<T>(Table<T> table, IReadOnlyCollection<T> rows, Existing existing, string kind, Func<T, string?> session)
        {
            if (owners.Count == 0)
            {
                await table.InsertAsync(connection, rows, existing, cancellationToken);
                return;
            }

            foreach (var row in await table.InsertChangesAsync(connection, rows, existing, cancellationToken))
            {
                if (session(row) is { } id && owners.TryGetValue(id, out var owner))
                {
                    live.Add(kind, owner, id, row);
                }
            }
        }

        await Insert(ResultTables.Transitions, batch.Transitions, Existing.Keep, LiveEventKinds.Transition, row => row.SessionId);
        await Insert(ResultTables.Signals, batch.Signals, Existing.Replace, LiveEventKinds.Signal, row => row.SessionId);
        await Insert(ResultTables.Orders, batch.Orders, Existing.ReplaceOlder, LiveEventKinds.Order, row => row.SessionId);
        await ResultTables.OrderEvents.InsertAsync(connection, batch.OrderEvents, Existing.Keep, cancellationToken);
        await Insert(ResultTables.Fills, batch.Fills, Existing.Keep, LiveEventKinds.Fill, row => row.SessionId);
        await Insert(AccountStore.Positions, batch.Positions, Existing.ReplaceOlder, LiveEventKinds.Position, sessionOf);
        await ResultTables.RoundTrips.InsertAsync(connection, batch.RoundTrips, Existing.Keep, cancellationToken);
        await AccountStore.Ledger.InsertAsync(connection, batch.Ledger, Existing.Keep, cancellationToken);
        await AccountStore.Accounts.InsertAsync(connection, batch.Accounts, Existing.ReplaceOlder, cancellationToken);
        await Insert(ResultTables.Equity, batch.Equity, Existing.Keep, LiveEventKinds.Equity, row => row.SessionId);
        await Insert(ResultTables.Instances, batch.Instances, Existing.Replace, LiveEventKinds.Instance, row => row.SessionId);
        await ResultTables.Markets.InsertAsync(connection, batch.Markets, Existing.Replace, cancellationToken);
        if (batch.Report is { } report)
        {
            await ResultTables.Reports.InsertAsync(connection, [report], Existing.Replace, cancellationToken);
        }
    }
}
