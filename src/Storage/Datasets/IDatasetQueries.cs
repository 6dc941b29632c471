using Trading.Storage.Paging;

namespace Trading.Storage.Datasets;

/// <summary>What the API reads of datasets.</summary>
public interface IDatasetQueries
{
    Task<DatasetRow?> FindAsync(string id, CancellationToken cancellationToken = default);

    Task<DatasetRow?> FindByNameAsync(string owner, string name, CancellationToken cancellationToken = default);

    Task<Page<DatasetRow>> ListAsync(DatasetFilter filter, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>Of several datasets in one query; within each ordered by symbol.</summary>
    Task<IReadOnlyList<DatasetSymbolRow>> SymbolsAsync(string[] datasetIds, CancellationToken cancellationToken = default);

    /// <summary>Of several datasets in one query; within each ordered by symbol, kind, time.</summary>
    Task<IReadOnlyList<DatasetSeriesRow>> SeriesAsync(string[] datasetIds, CancellationToken cancellationToken = default);

    /// <summary>Of several datasets in one query; within each in the order in which they came.</summary>
    Task<IReadOnlyList<ImportRow>> ImportsAsync(string[] datasetIds, CancellationToken cancellationToken = default);

    Task<ImportRow?> FindImportAsync(string importId, CancellationToken cancellationToken = default);

    /// <summary>Of several imports in one query; within each in the order of the file.</summary>
    Task<IReadOnlyList<ImportErrorRow>> ImportErrorsAsync(string[] importIds, CancellationToken cancellationToken = default);
}
