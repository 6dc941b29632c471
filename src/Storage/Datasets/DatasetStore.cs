using System.Data.Common;
using Dapper;
using Trading.Storage.Tables;

namespace Trading.Storage.Datasets;

/// <summary>Writes datasets. An import's segments become visible when it completes, all at once, or never.</summary>
public sealed class DatasetStore(TradingDatabase database)
{
    private const string OwnRun = "id = @importId AND run_id = @runId AND state = 'importing'";

    /// <returns>False when the owner has a dataset of that name, or the id exists.</returns>
    public Task<bool> CreateAsync(DatasetRow dataset, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection => await DatasetTables.Datasets.InsertAsync(connection, [dataset], Existing.Keep, cancellationToken) == 1, cancellationToken);

    /// <summary>Registers an import. Repeating it with the same id changes nothing.</summary>
    /// <returns>False when the dataset is unknown or sealed.</returns>
    public Task<bool> CreateImportAsync(ImportRow import, CancellationToken cancellationToken = default) =>
        CreateImportsAsync(import.DatasetId, [import], import.UpdatedAt, cancellationToken);

    /// <summary>Registers imports into one dataset: all or none. Repeating it with the same ids changes nothing.</summary>
    /// <returns>False when the dataset is unknown or sealed.</returns>
    public Task<bool> CreateImportsAsync(string datasetId, IReadOnlyCollection<ImportRow> imports, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                // The row lock of this update makes a seal of the same moment wait, or be seen.
                var open = await connection.ExecuteAsync(
                    "UPDATE datasets SET state = 'importing', updated_at = @at WHERE id = @id AND sealed_at IS NULL",
                    new { id = datasetId, at });
                if (open == 1)
                {
                    await DatasetTables.Imports.InsertAsync(connection, imports, Existing.Keep, cancellationToken);
                    await RefreshStateAsync(connection, datasetId);
                }

                return open == 1;
            },
            cancellationToken);

    /// <summary>Hands an unfinished import to a new run: what the former run stored is dropped and its later calls are refused.</summary>
    /// <returns>False when the import is unknown or over.</returns>
    public Task<bool> BeginRunAsync(string importId, string runId, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                var begun = await connection.ExecuteAsync(
                    """
                    UPDATE dataset_imports SET run_id = @runId, progress_pct = 0, row_count = 0, bad_row_count = 0, updated_at = @at
                    WHERE id = @importId AND state = 'importing'
                    """,
                    new { importId, runId, at });
                if (begun == 1)
                {
                    await DropSegmentsAsync(connection, importId);
                }

                return begun == 1;
            },
            cancellationToken);

    /// <summary>Stores a segment of the run; durable when the task completes, visible when the import completes. An ordinal is stored once: repeating it fails.</summary>
    /// <exception cref="StaleRunException">Another run took the import over, or it is over.</exception>
    public Task AppendSegmentAsync(string importId, string runId, NewSegment segment, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                await FenceAsync(connection, importId, runId);
                await InsertSegmentAsync(connection, importId, segment);
            },
            cancellationToken);

    /// <exception cref="StaleRunException">Another run took the import over, or it is over.</exception>
    public Task ReportProgressAsync(
        string importId, string runId, double progressPct, long rowCount, long badRowCount, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                await FenceAsync(connection, importId, runId);
                await connection.ExecuteAsync(
                    "UPDATE dataset_imports SET progress_pct = @progressPct, row_count = @rowCount, bad_row_count = @badRowCount, updated_at = @at WHERE id = @importId",
                    new { importId, progressPct, rowCount, badRowCount, at });
            },
            cancellationToken);

    /// <summary>Makes everything that the run stored visible. When the dataset cannot take it nothing changes: the caller ends the import with <see cref="FailAsync"/>.</summary>
    public Task<CompleteOutcome> CompleteAsync(ImportResult result, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                // First the dataset's row: two imports that end together, or an end and a seal, follow each other.
                var datasetId = result.Symbol.DatasetId;
                if (await connection.ExecuteAsync(
                    "UPDATE datasets SET updated_at = @at WHERE id = @datasetId AND sealed_at IS NULL", new { datasetId, at = result.At }) == 0)
                {
                    return CompleteOutcome.Sealed;
                }

                foreach (var series in result.Series)
                {
                    if (await OverlapsAsync(connection, series))
                    {
                        return CompleteOutcome.Overlap;
                    }
                }

                if (await EndAsync(connection, result.ImportId, result.RunId, DatasetStates.Ready, result.RowCount, result.BadRowCount, null, null, result.At) == 0)
                {
                    return CompleteOutcome.StaleRun;
                }

                await DatasetTables.Symbols.InsertAsync(connection, [result.Symbol], Existing.Replace, cancellationToken);
                await DatasetTables.Series.InsertAsync(connection, result.Series, Existing.Fail, cancellationToken);
                await DatasetTables.ImportErrors.InsertAsync(connection, result.Errors, Existing.Keep, cancellationToken);
                await RefreshStateAsync(connection, datasetId);
                return CompleteOutcome.Completed;
            },
            cancellationToken);

    /// <summary>Ends the import as failed and drops what it stored.</summary>
    /// <returns>False when the run is stale.</returns>
    public Task<bool> FailAsync(ImportFailure failure, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                if (await EndAsync(
                    connection, failure.ImportId, failure.RunId, DatasetStates.Failed, failure.RowCount, failure.BadRowCount, failure.Code, failure.Detail,
                    failure.At) == 0)
                {
                    return false;
                }

                await DropSegmentsAsync(connection, failure.ImportId);
                await DatasetTables.ImportErrors.InsertAsync(connection, failure.Errors, Existing.Keep, cancellationToken);
                var datasetId = await connection.QuerySingleAsync<string>("SELECT dataset_id FROM dataset_imports WHERE id = @id", new { id = failure.ImportId });
                await RefreshStateAsync(connection, datasetId);
                return true;
            },
            cancellationToken);

    /// <summary>Makes the dataset immutable. Repeating it changes nothing.</summary>
    /// <returns>False when there is no such dataset, or an import into it is still running.</returns>
    public Task<bool> SealAsync(string datasetId, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection => await connection.ExecuteAsync(
                """
                UPDATE datasets SET sealed_at = COALESCE(sealed_at, @at) WHERE id = @datasetId AND NOT EXISTS (
                    SELECT 1 FROM dataset_imports WHERE dataset_id = @datasetId AND state = 'importing')
                """,
                new { datasetId, at }) == 1,
            cancellationToken);

    /// <summary>Removes the dataset with its imports, series and segments.</summary>
    public Task<DeleteOutcome> DeleteAsync(string datasetId, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                if (await connection.ExecuteScalarAsync<long>(
                    "SELECT COUNT(*) FROM sessions WHERE dataset_id = @datasetId AND NOT archived", new { datasetId }) > 0)
                {
                    return DeleteOutcome.InUse;
                }

                await connection.ExecuteAsync(
                    "DELETE FROM import_files WHERE import_id IN (SELECT id FROM dataset_imports WHERE dataset_id = @datasetId)", new { datasetId });
                return await connection.ExecuteAsync("DELETE FROM datasets WHERE id = @datasetId", new { datasetId }) == 1
                    ? DeleteOutcome.Deleted
                    : DeleteOutcome.NotFound;
            },
            cancellationToken);

    internal static Task InsertSegmentAsync(DbConnection connection, string importId, NewSegment segment) => connection.ExecuteAsync(
        """
        INSERT INTO segments (dataset_id, import_id, symbol, kind, ordinal, from_at, to_at, row_count, byte_count, data)
        SELECT dataset_id, id, @symbol, @kind, @ordinal, @from, @to, @rowCount, @byteCount, @data FROM dataset_imports WHERE id = @importId
        """,
        new
        {
            importId,
            symbol = segment.Symbol,
            kind = segment.Kind,
            ordinal = segment.Ordinal,
            from = segment.From,
            to = segment.To,
            rowCount = segment.RowCount,
            byteCount = segment.Data.Length,
            data = segment.Data.ToArray(),
        });

    internal static async Task FenceAsync(DbConnection connection, string importId, string runId)
    {
        // An update that changes nothing locks the row: a run that takes over waits for us, or we see it.
        if (await connection.ExecuteAsync($"UPDATE dataset_imports SET run_id = run_id WHERE {OwnRun}", new { importId, runId }) == 0)
        {
            throw new StaleRunException($"import {importId}", runId);
        }
    }

    private static Task<int> EndAsync(
        DbConnection connection, string importId, string runId, string state, long rowCount, long badRowCount, string? code, string? detail, DateTimeOffset at) =>
        connection.ExecuteAsync(
            $"""
            UPDATE dataset_imports
            SET state = @state, progress_pct = CASE WHEN @state = 'ready' THEN 100 ELSE progress_pct END, row_count = @rowCount,
                bad_row_count = @badRowCount, failure_code = @code, failure_detail = @detail, updated_at = @at
            WHERE {OwnRun}
            """,
            new { importId, runId, state, rowCount, badRowCount, code, detail, at });

    private static Task<int> DropSegmentsAsync(DbConnection connection, string importId) =>
        connection.ExecuteAsync("DELETE FROM segments WHERE import_id = @importId", new { importId });

    private static async Task<bool> OverlapsAsync(DbConnection connection, DatasetSeriesRow series) =>
        await connection.ExecuteScalarAsync<long>(
            "SELECT COUNT(*) FROM dataset_series WHERE dataset_id = @datasetId AND symbol = @symbol AND kind = @kind AND from_at <= @to AND to_at >= @from",
            new { datasetId = series.DatasetId, symbol = series.Symbol, kind = series.Kind, from = series.From, to = series.To }) > 0;

    /// <summary>Importing while an import runs; ready once there is a series, or nothing was imported yet; failed when all that was tried failed.</summary>
    private static Task<int> RefreshStateAsync(DbConnection connection, string datasetId) =>
        connection.ExecuteAsync(
            """
            UPDATE datasets SET state = CASE
                WHEN EXISTS (SELECT 1 FROM dataset_imports i WHERE i.dataset_id = datasets.id AND i.state = 'importing') THEN 'importing'
                WHEN EXISTS (SELECT 1 FROM dataset_series s WHERE s.dataset_id = datasets.id) THEN 'ready'
                WHEN EXISTS (SELECT 1 FROM dataset_imports i WHERE i.dataset_id = datasets.id) THEN 'failed'
                ELSE 'ready' END
            WHERE id = @datasetId
            """,
            new { datasetId });
}
