using Orleans.Storage;
using Trading.Grains.Abstractions;

namespace Trading.Cluster.Tests;

/// <summary>A storage that fails as the plan says.</summary>
internal sealed class FaultyGrainStorage(IGrainStorage inner, StorageFaults faults) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => inner.ReadStateAsync(stateName, grainId, grainState);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => inner.ClearStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        faults.Count(grainId);
        await faults.Passable(grainId);
        if (faults.Strikes(grainId, StorageFaults.Moment.BeforeWrite))
        {
            throw new StorageUnavailableException("The disk is full.");
        }

        var etag = grainState.ETag;
        await inner.WriteStateAsync(stateName, grainId, grainState);
        if (faults.Strikes(grainId, StorageFaults.Moment.AfterWrite))
        {
            // The caller never learned the new tag: with it the memory would hide that it is behind.
            grainState.ETag = etag;
            throw new StorageUnavailableException("The answer is lost.");
        }
    }
}
