using Orleans;
using Trading.Domain.MarketData;

namespace Trading.Grains.Abstractions.Datasets;

/// <summary>One dataset, keyed by <see cref="GrainKeys.ForDataset"/>. The only writer of its description.</summary>
[Alias("dataset")]
public interface IDatasetGrain : IGrainWithStringKey
{
    /// <returns>Null when there is no such dataset.</returns>
    [Alias("find")]
    Task<Dataset?> Find();

    /// <summary>Makes the dataset immutable for its first user; later users change nothing. Durable when the task completes.</summary>
    /// <param name="by">Id of the session or sweep.</param>
    /// <returns>The dataset as it is replayed; null when there is none or it is not ready.</returns>
    [Alias("seal")]
    Task<Dataset?> Seal(string by);
}
