using System.Collections.Immutable;
using System.Text.Json;
using Trading.Domain.MarketData;
using Trading.Storage.Datasets;
using Trading.Storage.Json;

namespace Trading.Storage.MarketData.Stored;

/// <summary>Puts datasets together from their rows: as many queries for a page of them as for one.</summary>
public sealed class DatasetCatalogue(IDatasetQueries queries)
{
    /// <summary>Kind of an import row that generates.</summary>
    public const string Generation = "synthetic";

    /// <summary>Kind of an import row that a session's recording fills.</summary>
    public const string Recording = "recording";

    /// <returns>Null when there is no such dataset.</returns>
    public async Task<Dataset?> FindAsync(string id, CancellationToken cancellation = default) =>
        await queries.FindAsync(id, cancellation) is { } row ? (await OfAsync([row], cancellation))[0] : null;

    /// <summary>The datasets of these rows, in their order.</summary>
    public async Task<IReadOnlyList<Dataset>> OfAsync(IReadOnlyList<DatasetRow> rows, CancellationToken cancellation = default)
    {
        string[] ids = [.. rows.Select(row => row.Id)];

        // Between two queries an import may end. Imports first, so that what one of them that is ready brought is there; symbols before series, so that none is without one.
        var imports = (await queries.ImportsAsync(ids, cancellation)).ToLookup(import => import.DatasetId, StringComparer.Ordinal);
        var symbols = (await queries.SymbolsAsync(ids, cancellation)).ToLookup(symbol => symbol.DatasetId, StringComparer.Ordinal);
        var series = (await queries.SeriesAsync(ids, cancellation)).ToLookup(one => one.DatasetId, StringComparer.Ordinal);
        var errors = (await queries.ImportErrorsAsync([.. imports.SelectMany(group => group).Select(import => import.Id)], cancellation))
            .ToLookup(error => error.ImportId, StringComparer.Ordinal);
        return
        [
            .. rows.Select(row => new Dataset(
                row.Id, row.Owner, row.Name, row.Shared, row.CreatedAt, row.SealedAt is null ? null : "a session",
                [.. DatasetReader.Combine(symbols[row.Id], imports[row.Id], series[row.Id])],
                [.. imports[row.Id].Select(import => RecordOf(import, errors[import.Id]))])),
        ];
    }

    private static ImportRecord RecordOf(ImportRow import, IEnumerable<ImportErrorRow> errors)
    {
        ImmutableArray<ImportError> details = [.. errors.Select(error => new ImportError(error.Line, error.Code, error.Detail))];
        if (import.FailureCode is { } code && !details.Any(error => error.Code == code && error.Detail == import.FailureDetail))
        {
            details = [new ImportError(0, code, import.FailureDetail ?? ""), .. details.Take(ImportOutcome.ErrorsKept - 1)];
        }

        return new ImportRecord(
            import.Id, import.Symbol, SeriesKinds.TryParse(import.Kind, out var kind) ? kind : null, StateOf(import.State), import.RowCount,
            import.BadRowCount, details, import.ProgressPct, import.CreatedAt)
        {
            IsSynthetic = IsSynthetic(import),
        };
    }

    private static bool IsSynthetic(ImportRow import) => import.Kind switch
    {
        Generation => true,
        Recording => JsonSerializer.Deserialize<ImportSource>(import.Source, TradingJson.Options)!.Recording?.Scenario is not null,
        _ => false,
    };

    private static ImportState StateOf(string state) => state switch
    {
        DatasetStates.Ready => ImportState.Ready,
        DatasetStates.Failed => ImportState.Failed,
        _ => ImportState.Importing,
    };
}
