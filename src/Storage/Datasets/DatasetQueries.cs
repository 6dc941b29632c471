using Trading.Storage.Paging;

namespace Trading.Storage.Datasets;

public sealed class DatasetQueries(TradingDatabase database) : IDatasetQueries
{
    public Task<DatasetRow?> FindAsync(string id, CancellationToken cancellationToken = default) =>
        database.FindAsync<DatasetRow>($"{DatasetTables.Datasets.Select} WHERE id = @id", new { id }, cancellationToken);

    public Task<DatasetRow?> FindByNameAsync(string owner, string name, CancellationToken cancellationToken = default) =>
        database.FindAsync<DatasetRow>($"{DatasetTables.Datasets.Select} WHERE owner = @owner AND name = @name", new { owner, name }, cancellationToken);

    public Task<Page<DatasetRow>> ListAsync(DatasetFilter filter, PageRequest page, CancellationToken cancellationToken = default)
    {
        var listing = new Listing<DatasetRow>(DatasetTables.Datasets, "created_at", "id")
            .Where("name", filter.Name)
            .Where("state", filter.State)
            .Where("shared", filter.Shared);
        listing = filter is { OrShared: true, Owner: { } owner }
            ? listing.WhereSql("(owner = @owner OR shared)", "owner", owner)
            : listing.Where("owner", filter.Owner);
        return listing.PageAsync(database, page, cancellationToken);
    }

    public Task<IReadOnlyList<DatasetSymbolRow>> SymbolsAsync(string[] datasetIds, CancellationToken cancellationToken = default) =>
        OfAsync<DatasetSymbolRow>(DatasetTables.Symbols.Select, "dataset_id", datasetIds, "dataset_id, symbol", cancellationToken);

    public Task<IReadOnlyList<DatasetSeriesRow>> SeriesAsync(string[] datasetIds, CancellationToken cancellationToken = default) =>
        OfAsync<DatasetSeriesRow>(DatasetTables.Series.Select, "dataset_id", datasetIds, "dataset_id, symbol, kind, from_at", cancellationToken);

    public Task<IReadOnlyList<ImportRow>> ImportsAsync(string[] datasetIds, CancellationToken cancellationToken = default) =>
        OfAsync<ImportRow>(DatasetTables.Imports.Select, "dataset_id", datasetIds, "dataset_id, created_at, id", cancellationToken);

    public Task<ImportRow?> FindImportAsync(string importId, CancellationToken cancellationToken = default) =>
        database.FindAsync<ImportRow>($"{DatasetTables.Imports.Select} WHERE id = @importId", new { importId }, cancellationToken);

    public Task<IReadOnlyList<ImportErrorRow>> ImportErrorsAsync(string[] importIds, CancellationToken cancellationToken = default) =>
        OfAsync<ImportErrorRow>(DatasetTables.ImportErrors.Select, "import_id", importIds, "import_id, ordinal", cancellationToken);

    private Task<IReadOnlyList<T>> OfAsync<T>(string select, string column, string[] ids, string order, CancellationToken cancellationToken) =>
        ids.Length == 0
            ? Task.FromResult<IReadOnlyList<T>>([])
            : database.QueryAsync<T>($"{select} WHERE {database.IsOneOf(column, "ids")} ORDER BY {order}", new { ids }, cancellationToken);
}
