using Orleans.Storage;

namespace Trading.Benchmarks.Silo;

/// <summary>Around the platform's own storage.</summary>
internal sealed class WatchedGrainStorage(IGrainStorage inner, StorageWatch watch) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => inner.ReadStateAsync(stateName, grainId, grainState);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        watch.WriteAsync(stateName, grainState.State, () => inner.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        watch.WriteAsync(stateName, null, () => inner.ClearStateAsync(stateName, grainId, grainState));
}
