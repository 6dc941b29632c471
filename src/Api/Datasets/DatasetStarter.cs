using Trading.Domain;
using Trading.Domain.MarketData;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Datasets;
using Trading.Storage.Datasets;
using Trading.Storage.MarketData.Import;

namespace Trading.Api.Datasets;

/// <summary>Brings a file or a generator to its dataset: once this answers, the import goes on whatever dies.</summary>
internal sealed class DatasetStarter(IGrainFactory grains, IDatasetQueries queries, DatasetStore store, ImportFileStore files, TimeProvider time)
{
    /// <summary>Repeating it with the same id of an import starts nothing again.</summary>
    /// <param name="name">Of a new or an existing dataset of the owner.</param>
    /// <param name="file">Seekable; null for a generation.</param>
    /// <returns>Id of the dataset, or why the import was refused.</returns>
    public async Task<(string DatasetId, ValidationError? Refusal)> StartAsync(
        string owner, string name, bool isShared, string importId, ImportSource source, Stream? file, CancellationToken cancellation)
    {
        var known = await FindAsync(owner, name, cancellation);
        if (known is not null && known.Imports.Any(import => import.Id == importId))
        {
            // A repeat of a request whose answer was lost.
            return (known.Id, null);
        }

        var record = new ImportRecord(importId, source.Symbol, source.Kind, ImportState.Importing, 0, 0, [], 0, time.GetUtcNow());
        var span = await SpanAsync(known, source, file, cancellation);

        // Judged here too, so that a refused file is not stored first.
        if (known?.Refuse(record, source.Venue, source.Interval, span) is { } refusal)
        {
            return (known.Id, refusal);
        }

        if (file is not null)
        {
            file.Position = 0;
            await files.SaveAsync(importId, file, time.GetUtcNow(), cancellation);
        }

        // Only now, so that an upload that breaks off leaves no empty dataset.
        var datasetId = known?.Id ?? await CreateAsync(owner, name, isShared, cancellation);
        var refused = datasetId is null
            ? Deleted
            : await grains.GetGrain<IDatasetGrain>(GrainKeys.ForDataset(datasetId)).StartImport(new StartImport(importId, source, span));
        if (refused is not null)
        {
            await files.DropAsync(importId, CancellationToken.None);
        }

        return (datasetId ?? "", refused);
    }

    private static ValidationError Deleted => new("", "conflict", "The dataset is being deleted: try again.");

    private async Task<Dataset?> FindAsync(string owner, string name, CancellationToken cancellation) =>
        await queries.FindByNameAsync(owner, name, cancellation) is { } row
            ? await grains.GetGrain<IDatasetGrain>(GrainKeys.ForDataset(row.Id)).Find()
            : null;

    /// <returns>Its id; null when it was deleted at the same moment.</returns>
    private async Task<string?> CreateAsync(string owner, string name, bool isShared, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var id = DatasetIds.NewDataset();

        // Two at once make one: whose row it is does not matter.
        return await store.CreateAsync(new DatasetRow(id, owner, name, isShared, DatasetStates.Ready, null, now, now), cancellation)
            ? id
            : (await queries.FindByNameAsync(owner, name, cancellation))?.Id;
    }

    /// <summary>
    /// First and last time of the file, when an overlap is possible at all: reading it twice is worth that only then, and only of a file that
    /// is read within a second; a larger one that overlaps ends as a failed import.
    /// </summary>
    private static async Task<DataGap?> SpanAsync(Dataset? dataset, ImportSource source, Stream? file, CancellationToken cancellation)
    {
        if (source.Synthetic is { } spec)
        {
            return new DataGap(spec.StartMs, spec.StartMs + spec.DurationMs!.Value - 1);
        }

        if (file is null || source.Kind is not { } kind || dataset?.Find(source.Symbol)?.Find(kind) is null)
        {
            return null;
        }

        file.Position = 0;
        return await SeriesImporter.ProbeSpanAsync(file, new ImportRequest(source.Symbol, kind, source.Interval, source.SkipBadRows), cancellation);
    }
}
