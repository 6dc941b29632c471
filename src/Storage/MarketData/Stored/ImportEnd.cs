using System.Collections.Immutable;
using Trading.Domain.Instruments;
using Trading.Domain.MarketData;
using Trading.Storage.Datasets;

namespace Trading.Storage.MarketData.Stored;

/// <summary>Ends a run of an import in the database: everything becomes visible, or nothing stays.</summary>
/// <param name="At">Time of the end.</param>
public sealed record ImportEnd(string DatasetId, string ImportId, string RunId, Symbol Symbol, string Venue, InstrumentTerms Terms, string? Synthetic, DateTimeOffset At)
{
    /// <returns>Why the import failed, or null when it is ready.</returns>
    /// <exception cref="StaleRunException">Another run took the import over, or it is over.</exception>
    public async Task<ImportError?> ApplyAsync(DatasetStore store, DatasetReader reader, ImportOutcome outcome, CancellationToken cancellation = default)
    {
        var failure = outcome.Failure ?? await CompleteAsync(store, reader, outcome, cancellation);
        if (failure is not null && !await store.FailAsync(
            new ImportFailure(ImportId, RunId, failure.Code, failure.Detail, outcome.Rows, outcome.BadRows, Rows(outcome.Errors), At), cancellation))
        {
            throw new StaleRunException($"import {ImportId}", RunId);
        }

        return failure;
    }

    private async Task<ImportError?> CompleteAsync(DatasetStore store, DatasetReader reader, ImportOutcome outcome, CancellationToken cancellation)
    {
        var held = (await reader.SymbolsAsync(DatasetId, cancellation)).FirstOrDefault(symbol => symbol.Symbol == Symbol)
            ?? new DatasetSymbol(Symbol, Venue, InstrumentTerms.None, [], Synthetic);
        var (whole, fault) = held.Take(Venue, Terms, outcome);
        if (fault is not null)
        {
            return fault;
        }

        var result = new ImportResult(
            ImportId,
            RunId,
            new DatasetSymbolRow(DatasetId, Symbol, Venue, whole.Instrument),
            [.. outcome.Series.Select(series => new StoredSeries(series, Terms, Synthetic).ToRow(DatasetId, whole, ImportId))],
            outcome.Rows,
            outcome.BadRows,
            Rows(outcome.Errors),
            At);
        return await store.CompleteAsync(result, cancellation) switch
        {
            CompleteOutcome.Completed => null,
            CompleteOutcome.Sealed => new ImportError(0, "dataset_sealed", "A session uses the dataset since."),
            CompleteOutcome.Overlap => new ImportError(0, "dataset_overlap", $"Another import brought the same span of {Symbol} meanwhile."),
            _ => throw new StaleRunException($"import {ImportId}", RunId),
        };
    }

    private ImmutableArray<ImportErrorRow> Rows(ImmutableArray<ImportError> errors) =>
        [.. errors.Select((error, ordinal) => new ImportErrorRow(ImportId, ordinal, error.Line, error.Code, error.Detail))];
}
