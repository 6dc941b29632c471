using System.Data.Common;
using Dapper;
using Trading.Storage.Tables;

namespace Trading.Storage.Datasets;

/// <summary>
/// Writes recordings of feeds: imports that grow until their session ends. What is stored stays, whoever dies; one writer at a time, fenced
/// by its run. It becomes visible when the import completes (<see cref="DatasetStore.CompleteAsync"/>).
/// </summary>
public sealed class RecordingStore(TradingDatabase database)
{
    /// <summary>Hands an unfinished recording to a run; what is stored stays, later calls of the former run are refused. Repeating it changes nothing.</summary>
    /// <returns>Null when the recording is unknown or over.</returns>
    public Task<OpenRecording?> TakeOverAsync(string importId, string runId, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        database.WriteAsync<OpenRecording?>(
            async connection =>
            {
                if (await connection.ExecuteAsync(
                    "UPDATE dataset_imports SET run_id = @runId, updated_at = @at WHERE id = @importId AND state = 'importing'", new { importId, runId, at }) == 0)
                {
                    return null;
                }

                var import = await connection.QuerySingleAsync<ImportRow>($"{DatasetTables.Imports.Select} WHERE id = @importId", new { importId });
                var ends = await connection.QueryAsync<(string Kind, long Ordinal, long To)>(
                    "SELECT kind, MAX(ordinal), MAX(to_at) FROM segments WHERE import_id = @importId GROUP BY kind ORDER BY kind", new { importId });
                return new OpenRecording(
                    import, [.. ends.Select(end => new RecordedEnd(end.Kind, checked((int)end.Ordinal + 1), DateTimeOffset.FromUnixTimeMilliseconds(end.To)))]);
            },
            cancellationToken);

    /// <summary>Stores a part of the recording; durable when the task completes.</summary>
    /// <exception cref="StaleRunException">Another run took the recording over, or it is over.</exception>
    public Task AppendAsync(string importId, string runId, RecordedPart part, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async connection =>
            {
                await DatasetStore.FenceAsync(connection, importId, runId);
                foreach (var recorded in part.Segments)
                {
                    await ReplaceAsync(connection, importId, recorded);
                }

                await DatasetTables.RecordingGaps.InsertAsync(connection, part.Gaps, Existing.Replace, cancellationToken);
                await connection.ExecuteAsync(
                    """
                    UPDATE dataset_imports SET row_count = (SELECT COALESCE(SUM(row_count), 0) FROM segments WHERE import_id = @importId),
                        bad_row_count = @badRowCount, updated_at = @at
                    WHERE id = @importId
                    """,
                    new { importId, badRowCount = part.BadRowCount, at });
            },
            cancellationToken);

    /// <summary>All segments of a recording, finished or not, in the order in which they were recorded.</summary>
    public Task<IReadOnlyList<SegmentHeader>> SegmentsAsync(string importId, CancellationToken cancellationToken = default) =>
        database.QueryAsync<SegmentHeader>(
            $"{DatasetTables.Segments.Select} WHERE import_id = @importId ORDER BY kind, ordinal", new { importId }, cancellationToken);

    /// <summary>By time.</summary>
    public Task<IReadOnlyList<RecordingGapRow>> GapsAsync(string importId, CancellationToken cancellationToken = default) =>
        database.QueryAsync<RecordingGapRow>(
            $"{DatasetTables.RecordingGaps.Select} WHERE import_id = @importId ORDER BY from_at", new { importId }, cancellationToken);

    private static async Task ReplaceAsync(DbConnection connection, string importId, RecordedSegment recorded)
    {
        var segment = recorded.Segment;
        await connection.ExecuteAsync(
            "DELETE FROM segments WHERE import_id = @importId AND symbol = @symbol AND kind = @kind AND ordinal BETWEEN @first AND @last",
            new { importId, symbol = segment.Symbol, kind = segment.Kind, first = segment.Ordinal, last = recorded.ReplacesTo });
        await DatasetStore.InsertSegmentAsync(connection, importId, segment);
    }
}
