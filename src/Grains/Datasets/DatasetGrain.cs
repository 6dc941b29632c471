using System.Text.Json;
using Microsoft.Extensions.Logging;
using Trading.Domain;
using Trading.Domain.MarketData;
using Trading.Grains.Abstractions.Datasets;
using Trading.Grains.Runs.Imports;
using Trading.Storage.Datasets;
using Trading.Storage.Json;

namespace Trading.Grains.Datasets;

/// <summary>Takes commands of one dataset one at a time, asks <see cref="Dataset"/>, stores, and watches over its imports.</summary>
[GrainType("dataset")]
internal sealed class DatasetGrain(
    DatasetStore store, DatasetCatalogue catalogue, IDatasetQueries queries, IImportWorker worker, TimeProvider time, ILogger<DatasetGrain> logger)
    : Grain, IDatasetGrain
{
    /// <summary>An import whose run has not told of itself this long starts anew.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan WatchPeriod = TimeSpan.FromSeconds(2);

    private IGrainTimer? _watch;

    private string Id => this.GetPrimaryKeyString();

    public Task<Dataset?> Find() => catalogue.FindAsync(Id);

    public async Task<ValidationError?> StartImport(StartImport command)
    {
        if (await catalogue.FindAsync(Id) is not { } dataset)
        {
            return new ValidationError("/name", "conflict", "The dataset was deleted meanwhile: try again.");
        }

        var now = time.GetUtcNow();
        var source = command.Source;
        var record = new ImportRecord(command.ImportId, source.Symbol, source.Kind, ImportState.Importing, 0, 0, [], 0, now);
        if (dataset.Refuse(record, source.Venue, source.Interval, command.Span) is { } refusal)
        {
            return refusal;
        }

        var row = new ImportRow(
            command.ImportId, Id, RunId(command.ImportId, 1), source.Symbol, source.Kind is { } kind ? SeriesKinds.NameOf(kind) : DatasetCatalogue.Generation,
            source.Interval?.FixedLengthMs, DatasetStates.Importing, JsonSerializer.Serialize(source, TradingJson.Options), 0, 0, 0, null, null, now, now);
        if (!await store.CreateImportAsync(row))
        {
            return new ValidationError("", "dataset_sealed", "A session uses the dataset: it cannot change.");
        }

        Enqueue(row);
        Watch();
        return null;
    }

    public async Task<Dataset?> Seal(string by) =>
        await store.SealAsync(Id, time.GetUtcNow()) ? await catalogue.FindAsync(Id) : null;

    public async Task<DatasetDeletion> Delete() => await store.DeleteAsync(Id) switch
    {
        DeleteOutcome.Deleted => DatasetDeletion.Deleted,
        DeleteOutcome.InUse => DatasetDeletion.InUse,
        _ => DatasetDeletion.NotFound,
    };

    public Task Touch()
    {
        Watch();
        return Task.CompletedTask;
    }

    private static string RunId(string importId, int number) => FormattableString.Invariant($"{importId}:{number}");

    private void Enqueue(ImportRow import) => worker.Enqueue(new ImportOrder(
        Id, import.Id, import.RunId, JsonSerializer.Deserialize<ImportSource>(import.Source, TradingJson.Options)!));

    private void Watch() => _watch ??= this.RegisterGrainTimer(
        Look, new GrainTimerCreationOptions(WatchPeriod, WatchPeriod) { KeepAlive = true });

    private async Task Look(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var isWorking = false;
        foreach (var import in await queries.ImportsAsync(Id, cancellation))
        {
            if (!string.Equals(import.State, DatasetStates.Importing, StringComparison.Ordinal))
            {
                continue;
            }

            isWorking = true;
            if (now - import.UpdatedAt >= SilenceMax && !worker.Works(import.RunId))
            {
                await Restart(import, now);
            }
        }

        if (!isWorking)
        {
            _watch?.Dispose();
            _watch = null;
        }
    }

    private async Task Restart(ImportRow silent, DateTimeOffset now)
    {
        var number = int.Parse(silent.RunId[(silent.RunId.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        var next = silent with { RunId = RunId(silent.Id, number + 1) };
        logger.ImportSilent(Id, silent.Id, number);
        if (await store.BeginRunAsync(next.Id, next.RunId, now))
        {
            Enqueue(next);
        }
    }
}
