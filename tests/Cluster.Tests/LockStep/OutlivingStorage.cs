using System.Collections.Concurrent;
using Orleans.Storage;
using Trading.Storage.Json;

namespace Trading.Cluster.Tests.LockStep;

/// <summary>Grain state as production stores it, outside of all silos: the memory storage of Orleans dies with them.</summary>
internal sealed class OutlivingStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string State, GrainId Grain), (byte[] Stored, string ETag)> _rows = new();
    private readonly ConcurrentDictionary<string, int> _writesOf = new(StringComparer.Ordinal);
    private long _writes;

    /// <summary>Writes of the grain with this key that stood.</summary>
    public int WritesOf(string grainKey) => _writesOf.GetValueOrDefault(grainKey);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var isThere = _rows.TryGetValue((stateName, grainId), out var row);
        (grainState.State, grainState.ETag, grainState.RecordExists) = isThere
            ? (GrainStateJson.Deserialize<T>(row.Stored)!, row.ETag, true)
            : (Activator.CreateInstance<T>(), null!, false);
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var written = (GrainStateJson.Serialize(grainState.State), $"{Interlocked.Increment(ref _writes)}");
        var etag = grainState.ETag;
        var isWritten = etag is null
            ? _rows.TryAdd((stateName, grainId), written)
            : _rows.TryGetValue((stateName, grainId), out var row) && row.ETag == etag && _rows.TryUpdate((stateName, grainId), written, row);
        if (!isWritten)
        {
            throw new InconsistentStateException($"{stateName} of {grainId} was written by another activation.", _rows.GetValueOrDefault((stateName, grainId)).ETag, etag);
        }

        _writesOf.AddOrUpdate(grainId.Key.ToString()!, 1, (_, count) => count + 1);
        (grainState.ETag, grainState.RecordExists) = (written.Item2, true);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _rows.TryRemove((stateName, grainId), out _);
        (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null!, false);
        return Task.CompletedTask;
    }
}
