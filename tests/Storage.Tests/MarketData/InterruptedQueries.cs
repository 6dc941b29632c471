using Trading.Storage.Datasets;
using Trading.Storage.Paging;

namespace Trading.Storage.Tests.MarketData;

/// <summary>Something happens right after one of the queries.</summary>
/// <param name="number">Of the query, from 1.</param>
internal sealed class InterruptedQueries(IDatasetQueries inner, int number, Func<Task> happens) : IDatasetQueries
{
    private int _count;

    public Task<DatasetRow?> FindAsync(string id, CancellationToken cancellationToken = default) => ThenAsync(inner.FindAsync(id, cancellationToken));

    public Task<DatasetRow?> FindByNameAsync(string owner, string name, CancellationToken cancellationToken = default) =>
        ThenAsync(inner.FindByNameAsync(owner, name, cancellationToken));

    public Task<Page<DatasetRow>> ListAsync(DatasetFilter filter, PageRequest page, CancellationToken cancellationToken = default) =>
        ThenAsync(inner.ListAsync(filter, page, cancellationToken));

    public Task<IReadOnlyList<DatasetSymbolRow>> SymbolsAsync(string[] datasetIds, CancellationToken cancellationToken = default) =>
        ThenAsync(inner.SymbolsAsync(datasetIds, cancellationToken));

    public Task<IReadOnlyList<DatasetSeriesRow>> SeriesAsync(string[] datasetIds, CancellationToken cancellationToken = default) =>
        ThenAsync(inner.SeriesAsync(datasetIds, cancellationToken));

    public Task<IReadOnlyList<ImportRow>> ImportsAsync(string[] datasetIds, CancellationToken cancellationToken = default) =>
        ThenAsync(inner.ImportsAsync(datasetIds, cancellationToken));

    public Task<ImportRow?> FindImportAsync(string importId, CancellationToken cancellationToken = default) =>
        ThenAsync(inner.FindImportAsync(importId, cancellationToken));

    public Task<IReadOnlyList<ImportErrorRow>> ImportErrorsAsync(string[] importIds, CancellationToken cancellationToken = default) =>
        ThenAsync(inner.ImportErrorsAsync(importIds, cancellationToken));

    private async Task<T> ThenAsync<T>(Task<T> query)
    {
        var result = await query;
        if (++_count == number)
        {
            await happens();
        }

        return result;
    }
}
