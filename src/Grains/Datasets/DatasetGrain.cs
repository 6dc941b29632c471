using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Trading.Domain;
using Trading.Domain.MarketData;
using Trading.Grains.Abstractions.Datasets;
using Trading.Grains.Runs.Imports;
using Trading.Storage.Datasets;
using Trading.Storage.Json;
using Trading.Storage.MarketData.Stored;

namespace Trading.Grains.Datasets;

/// <summary>Takes commands of one dataset one at a time, asks <see cref="Dataset"/>, stores, and watches over its imports.</summary>
[GrainType("dataset")]
internal sealed class DatasetGrain(
    DatasetStore store, RecordingStore recorded, DatasetCatalogue catalogue, IDatasetQueries queries, IImportWorker worker, TimeProvider time,
    ILogger<DatasetGrain> logger)
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
            return Deleted;
        }

        if (dataset.Imports.Any(import => import.Id == command.ImportId))
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (Refuse(dataset, command, now) is { } refusal)
        {
            return refusal;
        }

        var row = RowOf(command, ImportRuns.Working(command.ImportId, 1), now);
        if (!await store.CreateImportAsync(row))
        {
            return Sealed;
        }

        Enqueue(row);
        Watch();
        return null;
    }

    public async Task<ValidationError?> StartRecordings(ImmutableArray<StartImport> recordings)
    {
        if (await catalogue.FindAsync(Id) is not { } dataset)
        {
            return Deleted;
        }

        var now = time.GetUtcNow();
        var others = dataset with { Imports = [.. dataset.Imports.Where(import => !recordings.Any(own => own.ImportId == import.Id))] };
        if (recordings.Select(recording => Refuse(others, recording, now)).FirstOrDefault(refusal => refusal is not null) is { } refused)
        {
            return refused;
        }

        return await store.CreateImportsAsync(
            Id, [.. recordings.Select(recording => RowOf(recording, ImportRuns.Recording(recording.ImportId, ""), now))], now) ? null : Sealed;
    }

    public async Task<ImmutableArray<ImportRecord>> EndRecordings(ImmutableArray<string> importIds)
    {
        foreach (var import in await queries.ImportsAsync([Id]))
        {
            if (importIds.Contains(import.Id, StringComparer.Ordinal) && ImportRuns.IsRecording(import.RunId)
                && await recorded.TakeOverAsync(import.Id, ImportRuns.Working(import.Id, 1), time.GetUtcNow()) is { } ended)
            {
                Enqueue(ended.Import);
                Watch();
            }
        }

        return await catalogue.FindAsync(Id) is { } dataset ? [.. dataset.Imports.Where(import => importIds.Contains(import.Id, StringComparer.Ordinal))] : [];
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

    private static ValidationError Deleted => new("/name", "conflict", "The dataset was deleted meanwhile: try again.");

    private static ValidationError Sealed => new("", "dataset_sealed", "A session uses the dataset: it cannot change.");

    private static ValidationError? Refuse(Dataset dataset, StartImport command, DateTimeOffset now)
    {
        var source = command.Source;
        var record = new ImportRecord(command.ImportId, source.Symbol, source.Kind, ImportState.Importing, 0, 0, [], 0, now);
        return dataset.Refuse(record, source.Venue, source.Interval, command.Span);
    }

    private static string KindOf(ImportSource source) =>
        source.Kind is { } kind ? SeriesKinds.NameOf(kind) : source.Recording is null ? DatasetCatalogue.Generation : DatasetCatalogue.Recording;

    private ImportRow RowOf(StartImport command, string runId, DateTimeOffset now) => new(
        command.ImportId, Id, runId, command.Source.Symbol, KindOf(command.Source), command.Source.Interval?.FixedLengthMs, DatasetStates.Importing,
        JsonSerializer.Serialize(command.Source, TradingJson.Options), 0, 0, 0, null, null, now, now);

    private void Enqueue(ImportRow import) => worker.Enqueue(new ImportOrder(
        Id, import.Id, import.RunId, JsonSerializer.Deserialize<ImportSource>(import.Source, TradingJson.Options)!));

    private void Watch() => _watch ??= this.RegisterGrainTimer(
        Look, new GrainTimerCreationOptions(WatchPeriod, WatchPeriod) { KeepAlive = true });

    private async Task Look(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var isWorking = false;
        foreach (var import in await queries.ImportsAsync([Id], cancellation))
        {
            // A recording goes on until its session ends it, which also sees to it that somebody records.
            if (!string.Equals(import.State, DatasetStates.Importing, StringComparison.Ordinal) || ImportRuns.IsRecording(import.RunId))
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
        var next = silent with { RunId = ImportRuns.Working(silent.Id, number + 1) };
        logger.ImportSilent(Id, silent.Id, number);
        var isBegun = string.Equals(silent.Kind, DatasetCatalogue.Recording, StringComparison.Ordinal)
            ? await recorded.TakeOverAsync(next.Id, next.RunId, now) is not null
            : await store.BeginRunAsync(next.Id, next.RunId, now);
        if (isBegun)
        {
            Enqueue(next);
        }
    }
}
