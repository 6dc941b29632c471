using Microsoft.Extensions.Logging;
using Orleans.Storage;
using Trading.Grains.Abstractions;
using Trading.Storage;

namespace Trading.Hosting.Storage;

/// <summary>
/// Around the provider: commits are shared with those of other grains, what is read waits for no writer, and a write that could not be made is counted,
/// logged, and told to the caller as such.
/// </summary>
/// <param name="reading">The provider over <see cref="TradingDatabase.Reader"/>: what is committed. A state that is being written meanwhile is a conflict when it is written next.</param>
internal sealed class GuardedGrainStorage(IGrainStorage inner, IGrainStorage reading, TradingDatabase database, ILogger<GuardedGrainStorage> logger) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Guard(() => reading.ReadStateAsync(stateName, grainId, grainState), stateName, grainId);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Guard(() => database.ShareCommitsAsync(() => inner.WriteStateAsync(stateName, grainId, grainState)), stateName, grainId);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Guard(() => database.ShareCommitsAsync(() => inner.ClearStateAsync(stateName, grainId, grainState)), stateName, grainId);

    private async Task Guard(Func<Task> operation, string stateName, GrainId grainId)
    {
        try
        {
            await operation();
        }

        // A conflict of versions is the provider's own exception. Whatever else the database says, the state is not kept.
        catch (Exception failure) when (StorageFailures.IsOfDatabase(failure))
        {
            StorageFailures.Count(database.Engine);
            logger.WriteFailed(failure, stateName, grainId.ToString());

            // The provider's exception does not survive the way to a client that lacks its driver.
            throw new StorageUnavailableException($"State {stateName} of {grainId} could not be reached in storage.", failure);
        }
    }
}
