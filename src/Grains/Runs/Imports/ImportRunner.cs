using Trading.Domain.MarketData;
using Trading.Domain.MarketData.Synthetic;
using Trading.Storage.Datasets;
using Trading.Storage.MarketData;
using Trading.Storage.MarketData.Import;
using Trading.Storage.MarketData.Recording;
using Trading.Storage.MarketData.Stored;

namespace Trading.Grains.Runs.Imports;

/// <summary>One run of an import from its stored file, or its generator, to its segments; or the sum of a recording that has ended.</summary>
internal sealed class ImportRunner(
    DatasetStore store, DatasetReader reader, ImportFileStore files, RecordingSummary recordings, IDatasetQueries queries, SpoolFolder folder, TimeProvider time)
{
    /// <returns>What the run brought and why it failed, if it did.</returns>
    /// <exception cref="Trading.Storage.StaleRunException">Another run took the import over.</exception>
    public async Task<(ImportOutcome Outcome, ImportError? Failure)> ExecuteAsync(ImportOrder order, CancellationToken cancellation)
    {
        var sink = new ImportSegmentSink(store, order.ImportId, order.RunId);
        var progress = new ProgressWriter(order, store, time, cancellation);
        var outcome = order.Source.Recording is not null ? await SumUpAsync(order, cancellation)
            : order.Source.Synthetic is { } spec ? await SyntheticImporter.GenerateAsync(spec, sink, progress, cancellation)
            : await ReadAsync(order, sink, progress, cancellation);
        var end = new ImportEnd(
            order.DatasetId, order.ImportId, order.RunId, order.Source.Symbol, order.Source.Venue, order.Source.Terms, ScenarioOf(order.Source),
            time.GetUtcNow());
        var failure = await end.ApplyAsync(store, reader, outcome, cancellation);
        await files.DropAsync(order.ImportId, cancellation);
        return (outcome, failure);
    }

    private static string? ScenarioOf(ImportSource source) =>
        source.Synthetic is { } spec ? SyntheticScenarios.NameOf(spec.Scenario) : source.Recording?.Scenario;

    private async Task<ImportOutcome> SumUpAsync(ImportOrder order, CancellationToken cancellation)
    {
        var import = await queries.FindImportAsync(order.ImportId, cancellation)
            ?? throw new Trading.Storage.StaleRunException($"import {order.ImportId}", order.RunId);
        return await recordings.ReadAsync(order.ImportId, order.Source.Symbol, import.BadRowCount, cancellation);
    }

    private async Task<ImportOutcome> ReadAsync(
        ImportOrder order, ImportSegmentSink sink, ProgressWriter progress, CancellationToken cancellation)
    {
        await using var spool = folder.Create();
        if (await files.CopyToAsync(order.ImportId, spool, cancellation) == 0)
        {
            return new ImportOutcome([], 0, 0, []) { Failure = new ImportError(0, "empty", "The file is empty.") };
        }

        spool.Position = 0;
        var request = new ImportRequest(order.Source.Symbol, order.Source.Kind!.Value, order.Source.Interval, order.Source.SkipBadRows);
        return await SeriesImporter.ImportAsync(spool, request, sink, progress, limits: null, cancellation);
    }

    /// <summary>Stores progress at most twice a second. The end is told by the end of the import.</summary>
    private sealed class ProgressWriter(ImportOrder order, DatasetStore store, TimeProvider time, CancellationToken cancellation) : IProgress<ImportProgress>
    {
        private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

        private long _storedAt;

        public void Report(ImportProgress value)
        {
            if (value.Percent < 100 && (_storedAt == 0 || time.GetElapsedTime(_storedAt) >= Period))
            {
                _storedAt = time.GetTimestamp();

                // The import reports on its own thread and has nothing else to do meanwhile.
                store.ReportProgressAsync(order.ImportId, order.RunId, value.Percent, value.Rows, value.BadRows, time.GetUtcNow(), cancellation)
                    .GetAwaiter().GetResult();
            }
        }
    }
}
