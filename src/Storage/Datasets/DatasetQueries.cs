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

    public Task<IReadOnlyList<DatasetSymbolRow>> SymbolsAsync(string datasetId, CancellationToken cancellationToken = default) =>
        database.QueryAsync<DatasetSymbolRow>(
            $"{DatasetTables.Symbols.Select} WHERE dataset_id = @datasetId ORDER BY symbol", new { datasetId }, cancellationToken);

    public Task<IReadOnlyList<DatasetSeriesRow>> SeriesAsync(string datasetId, CancellationToken cancellationToken = default) =>
        database.QueryAsync<DatasetSeriesRow>(
            $"{DatasetTables.Series.Select} WHERE dataset_id = @datasetId ORDER BY symbol, kind, from_at", new { datasetId }, cancellationToken);

    public Task<IReadOnlyList<ImportRow>> ImportsAsync(string datasetId, CancellationToken cancellationToken = default) =>
        database.QueryAsync<ImportRow>(
            $"{DatasetTables.Imports.Select} WHERE dataset_id = @datasetId ORDER BY created_at, id", new { datasetId }, cancellationToken);

    public Task<ImportRow?> FindImportAsync(string importId, CancellationToken cancellationToken = default) =>
        database.FindAsync<ImportRow>($"{DatasetTables.Imports.Select} WHERE id = @importId", new { importId }, cancellationToken);

    public Task<IReadOnlyList<ImportErrorRow>> ImportErrorsAsync(string importId, CancellationToken cancellationToken = default) =>
        database.QueryAsync<ImportErrorRow>(
            $"{DatasetTables.ImportErrors.Select} WHERE import_id = @importId ORDER BY ordinal", new { importId }, cancellationToken);
}
