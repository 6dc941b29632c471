using System.Collections.Immutable;
using System.Text.Json;
using Trading.Domain.MarketData;
using Trading.Storage.Datasets;
using Trading.Storage.Json;
using Trading.Storage.MarketData.Stored;

namespace Trading.Grains.Datasets;

/// <summary>Puts a dataset together from its rows.</summary>
internal sealed class DatasetCatalogue(IDatasetQueries queries, DatasetReader reader)
{
    /// <summary>Kind of an import row that generates.</summary>
    public const string Generation = "synthetic";

    /// <summary>Kind of an import row that a session's recording fills.</summary>
    public const string Recording = "recording";

    /// <returns>Null when there is no such dataset.</returns>
    public async Task<Dataset?> FindAsync(string id, CancellationToken cancellation = default)
    {
        if (await queries.FindAsync(id, cancellation) is not { } row)
        {
            return null;
        }

        var imports = ImmutableArray.CreateBuilder<ImportRecord>();
        foreach (var import in await queries.ImportsAsync(id, cancellation))
        {
            imports.Add(await RecordOf(import, cancellation));
        }

        return new Dataset(
            row.Id, row.Owner, row.Name, row.Shared, row.CreatedAt, row.SealedAt is null ? null : "a session",
            [.. await reader.SymbolsAsync(id, cancellation)], imports.ToImmutable());
    }

    private async Task<ImportRecord> RecordOf(ImportRow import, CancellationToken cancellation)
    {
        var errors = await queries.ImportErrorsAsync(import.Id, cancellation);
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
