using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Storage.Datasets;

namespace Trading.Storage.MarketData.Stored;

/// <summary>Opens datasets of the database for reading.</summary>
public sealed class DatasetReader(IDatasetQueries datasets, ISegmentQueries segments)
{
    /// <summary>What finished imports made of the dataset's symbols, sorted by name.</summary>
    public async Task<IReadOnlyList<DatasetSymbol>> SymbolsAsync(string datasetId, CancellationToken cancellation = default)
    {
        // Symbols first: an import that ends meanwhile may bring a series that is not yet asked for, never a symbol without one.
        var symbols = await datasets.SymbolsAsync([datasetId], cancellation);
        var imports = await datasets.ImportsAsync([datasetId], cancellation);
        return Combine(symbols, imports, await datasets.SeriesAsync([datasetId], cancellation));
    }

    /// <param name="symbols">Of one dataset; read first, so that none is without a series.</param>
    internal static IReadOnlyList<DatasetSymbol> Combine(
        IEnumerable<DatasetSymbolRow> symbols, IEnumerable<ImportRow> imports, IEnumerable<DatasetSeriesRow> series)
    {
        var age = imports.Select((import, index) => (import.Id, index)).ToDictionary(import => import.Id, import => import.index, StringComparer.Ordinal);
        var ofSymbol = series.ToLookup(row => row.Symbol);
        return
        [
            .. symbols.OrderBy(symbol => symbol.Symbol).Select(symbol => StoredSeries.Combine(
                symbol, ofSymbol[symbol.Symbol].OrderBy(row => age.GetValueOrDefault(row.ImportId)).Select(StoredSeries.Of))),
        ];
    }

    /// <param name="symbols">Those to be read, which the dataset is known to hold.</param>
    /// <exception cref="DatasetDeletedException">It no longer holds one of them: nothing else takes a symbol away.</exception>
    public async Task<StoredMarketData> OpenAsync(string datasetId, IReadOnlySet<Symbol> symbols, CancellationToken cancellation = default)
    {
        DatasetSymbol[] held = [.. (await SymbolsAsync(datasetId, cancellation)).Where(symbol => symbols.Contains(symbol.Symbol))];
        return held.Length == symbols.Count
            ? new StoredMarketData(held, await DatasetSegments.OpenAsync(segments, datasetId, held, cancellation))
            : throw new DatasetDeletedException($"Dataset {datasetId} was deleted.");
    }
}
