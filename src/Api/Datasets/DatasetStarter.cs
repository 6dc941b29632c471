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
    /// <param name="name">Of a new or an existing dataset of the owner.</param>
    /// <param name="file">Seekable; null for a generation.</param>
    public async Task<(Dataset? Dataset, ValidationError? Refusal)> StartAsync(
        string owner, string name, bool isShared, string importId, ImportSource source, Stream? file, CancellationToken cancellation)
    {
        var dataset = await FindOrCreateAsync(owner, name, isShared, cancellation);
        var record = new ImportRecord(importId, source.Symbol, source.Kind, ImportState.Importing, 0, 0, [], 0, time.GetUtcNow());
        var span = await SpanAsync(dataset, source, file, cancellation);

        // Judged here too, so that a refused file is not stored first.
        if (dataset.Refuse(record, source.Venue, source.Interval, span) is { } refusal)
        {
            return (dataset, refusal);
        }

        if (file is not null)
        {
            file.Position = 0;
            await files.SaveAsync(importId, file, time.GetUtcNow(), cancellation);
        }

        var refused = await grains.GetGrain<IDatasetGrain>(GrainKeys.ForDataset(dataset.Id)).StartImport(new StartImport(importId, source, span));
        if (refused is not null)
        {
            await files.DropAsync(importId, cancellation);
        }

        return (dataset, refused);
    }

    private async Task<Dataset> FindOrCreateAsync(string owner, string name, bool isShared, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (await queries.FindByNameAsync(owner, name, cancellation) is not { } row)
        {
            var id = DatasetIds.NewDataset();
            await store.CreateAsync(new DatasetRow(id, owner, name, isShared, DatasetStates.Ready, null, now, now), cancellation);

            // Two at once make one: whose row it is does not matter.
            row = await queries.FindByNameAsync(owner, name, cancellation)
                ?? throw new InvariantException($"Dataset {name} of {owner} was deleted while it was made.");
        }

        return await grains.GetGrain<IDatasetGrain>(GrainKeys.ForDataset(row.Id)).Find()
            ?? throw new InvariantException($"Dataset {name} of {owner} was deleted while it was made.");
    }

    /// <summary>First and last time of the file, when an overlap is possible at all: reading it twice is worth that only then.</summary>
    private static async Task<DataGap?> SpanAsync(Dataset dataset, ImportSource source, Stream? file, CancellationToken cancellation)
    {
        if (source.Synthetic is { } spec)
        {
            return new DataGap(spec.StartMs, spec.StartMs + spec.DurationMs!.Value - 1);
        }

        if (file is null || source.Kind is not { } kind || dataset.Find(source.Symbol)?.Find(kind) is null)
        {
            return null;
        }

        file.Position = 0;
        return await SeriesImporter.ProbeSpanAsync(file, new ImportRequest(source.Symbol, kind, source.Interval, source.SkipBadRows), cancellation);
    }
}
