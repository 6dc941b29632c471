using System.Collections.Concurrent;

namespace Trading.Cluster.Tests;

/// <summary>Which writes fail, and when: before anything is stored, or after, when only the answer is lost.</summary>
internal sealed class StorageFaults
{
    private readonly ConcurrentDictionary<string, Moment> _armed = new(StringComparer.Ordinal);

    internal enum Moment
    {
        BeforeWrite,
        AfterWrite,
    }

    /// <summary>The next write of the grain with this key fails once.</summary>
    public void FailNextWrite(string grainKey, Moment moment) => _armed[grainKey] = moment;

    public bool Strikes(GrainId grain, Moment moment) =>
        _armed.TryGetValue(grain.Key.ToString()!, out var armed) && armed == moment && _armed.TryRemove(grain.Key.ToString()!, out _);
}
