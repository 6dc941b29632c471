using Trading.Storage.Paging;

namespace Trading.Storage.Datasets;

/// <summary>What the API reads of datasets.</summary>
public interface IDatasetQueries
{
    Task<DatasetRow?> FindAsync(string id, CancellationToken cancellationToken = default);

    Task<DatasetRow?> FindByNameAsync(string owner, string name, CancellationToken cancellationToken = default);

    Task<Page<DatasetRow>> ListAsync(DatasetFilter filter, PageRequest page, CancellationToken cancellationToken = default);

    Task<IReadOnlyList<DatasetSymbolRow>> SymbolsAsync(string datasetId, CancellationToken cancellationToken = default);

    /// <summary>Ordered by symbol, kind, time.</summary>
    Task<IReadOnlyList<DatasetSeriesRow>> SeriesAsync(string datasetId, CancellationToken cancellationToken = default);

    Task<IReadOnlyList<ImportRow>> ImportsAsync(string datasetId, CancellationToken cancellationToken = default);

    Task<ImportRow?> FindImportAsync(string importId, CancellationToken cancellationToken = default);

    Task<IReadOnlyList<ImportErrorRow>> ImportErrorsAsync(string importId, CancellationToken cancellationToken = default);
}
