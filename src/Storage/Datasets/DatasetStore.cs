namespace Trading.Storage.Datasets;

/// <summary>Writes datasets. An import's segments become visible when it completes, all at once, or never.</summary>
public sealed class DatasetStore(TradingDatabase database)
{
    private readonly TradingDatabase _database = database;

    /// <returns>False when the owner has a dataset of that name, or the id exists.</returns>
    public Task<bool> CreateAsync(DatasetRow dataset, CancellationToken cancellationToken = default) => _database is null ? Task.FromResult(false) : throw new InvalidOperationException();

    /// <summary>Registers an import. Repeating it with the same id changes nothing.</summary>
    /// <returns>False when the dataset is unknown or sealed.</returns>
    public Task<bool> CreateImportAsync(ImportRow import, CancellationToken cancellationToken = default) => throw new InvalidOperationException();

    /// <summary>Hands an unfinished import to a new run: what the former run stored is dropped and its later calls are refused.</summary>
    /// <returns>False when the import is unknown or over.</returns>
    public Task<bool> BeginRunAsync(string importId, string runId, DateTimeOffset at, CancellationToken cancellationToken = default) => throw new InvalidOperationException();

    /// <summary>Stores a segment of the run; durable when the task completes, visible when the import completes. Repeating an ordinal replaces nothing and is refused.</summary>
    /// <exception cref="StaleRunException">Another run took the import over, or it is over.</exception>
    public Task AppendSegmentAsync(string importId, string runId, NewSegment segment, CancellationToken cancellationToken = default) => throw new InvalidOperationException();

    /// <exception cref="StaleRunException">Another run took the import over, or it is over.</exception>
    public Task ReportProgressAsync(string importId, string runId, double progressPct, long rowCount, long badRowCount, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException();

    /// <summary>Makes everything that the run stored visible, or drops it when the dataset cannot take it.</summary>
    public Task<CompleteOutcome> CompleteAsync(ImportResult result, CancellationToken cancellationToken = default) => throw new InvalidOperationException();

    /// <summary>Ends the import as failed and drops what it stored.</summary>
    /// <returns>False when the run is stale.</returns>
    public Task<bool> FailAsync(ImportFailure failure, CancellationToken cancellationToken = default) => throw new InvalidOperationException();

    /// <summary>Makes the dataset immutable. Repeating it changes nothing.</summary>
    /// <returns>False when there is no such dataset, or an import into it is still running.</returns>
    public Task<bool> SealAsync(string datasetId, DateTimeOffset at, CancellationToken cancellationToken = default) => throw new InvalidOperationException();

    public Task<DeleteOutcome> DeleteAsync(string datasetId, CancellationToken cancellationToken = default) => throw new InvalidOperationException();
}
