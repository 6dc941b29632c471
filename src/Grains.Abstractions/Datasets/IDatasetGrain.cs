using System.Collections.Immutable;
using Trading.Domain;
using Trading.Domain.MarketData;

namespace Trading.Grains.Abstractions.Datasets;

/// <summary>
/// One dataset, keyed by <see cref="GrainKeys.ForDataset"/>. Its facts are the rows and segments in the database, changed in
/// transactions; the grain takes commands one at a time and watches over the runs that fill it.
/// </summary>
[Alias("dataset-grain")]
public interface IDatasetGrain : IGrainWithStringKey
{
    /// <returns>Null when there is no such dataset.</returns>
    [Alias("find")]
    Task<Dataset?> Find();

    /// <summary>Starts an import or a generation; its file has been stored. Durable when the task completes; repeating it with the same id changes nothing.</summary>
    /// <returns>Why it was refused (<c>dataset_sealed</c>, <c>dataset_overlap</c>, <c>conflict</c>, <c>not_found</c>); null when it was taken.</returns>
    [Alias("start-import")]
    Task<ValidationError?> StartImport(StartImport command);

    /// <summary>Opens recordings of feeds: all or none. Durable when the task completes; repeating it with the same ids changes nothing.</summary>
    /// <returns>Why it was refused, as <see cref="StartImport(Datasets.StartImport)"/> says it; null when all were taken.</returns>
    [Alias("start-recordings")]
    Task<ValidationError?> StartRecordings(ImmutableArray<StartImport> recordings);

    /// <summary>Ends recordings: what is stored of each is summed up and becomes part of the dataset. Repeating it changes nothing.</summary>
    /// <returns>Them, as they stand; a caller who wants the end asks again while one is importing. Empty when the dataset is gone.</returns>
    [Alias("end-recordings")]
    Task<ImmutableArray<ImportRecord>> EndRecordings(ImmutableArray<string> importIds);

    /// <summary>Makes the dataset immutable for its first user; later users change nothing. Durable when the task completes.</summary>
    /// <param name="by">Id of the session or sweep.</param>
    /// <returns>The dataset as it is replayed; null when there is none or it is not ready.</returns>
    [Alias("seal")]
    Task<Dataset?> Seal(string by);

    [Alias("delete")]
    Task<DatasetDeletion> Delete();

    /// <summary>Makes sure that unfinished imports have a worker; called by supervisors. Harmless at any time.</summary>
    [Alias("touch")]
    Task Touch();
}

public enum DatasetDeletion : byte
{
    Deleted = 0,
    NotFound = 1,

    /// <summary>A session that is not archived refers to it.</summary>
    InUse = 2,
}

/// <param name="Span">First and last time of the file when known, so that an overlap is refused before any work.</param>
[GenerateSerializer, Immutable, Alias("start-import")]
public sealed record StartImport(
    [property: Id(0)] string ImportId, [property: Id(1)] ImportSource Source, [property: Id(2)] DataGap? Span);
