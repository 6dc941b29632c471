using System.Collections.Concurrent;

namespace Trading.Cluster.Tests;

/// <summary>Which writes fail, and when: before anything is stored, or after, when only the answer is lost. Counts the others.</summary>
internal sealed class StorageFaults
{
    private readonly ConcurrentDictionary<string, (Moment Moment, int Write)> _armed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _held = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _writes = new(StringComparer.Ordinal);

    internal enum Moment
    {
        BeforeWrite,
        AfterWrite,
    }

    /// <summary>The next write of the grain with this key fails once.</summary>
    public void FailNextWrite(string grainKey, Moment moment) => FailWrite(grainKey, moment, WritesOf(grainKey) + 1);

    /// <summary>A write of the grain with this key fails once.</summary>
    /// <param name="write">Counts the grain's writes that were tried, from 1.</param>
    public void FailWrite(string grainKey, Moment moment, int write) => _armed[grainKey] = (moment, write);

    /// <summary>Writes of the grain with this key wait from here on.</summary>
    /// <returns>Lets them go.</returns>
    public Action Hold(string grainKey)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _held[grainKey] = gate.Task;
        return () =>
        {
            _held.TryRemove(grainKey, out _);
            gate.SetResult();
        };
    }

    /// <summary>Completes when nothing holds the writes of the grain.</summary>
    public Task Passable(GrainId grain) => _held.GetValueOrDefault(grain.Key.ToString()!, Task.CompletedTask);

    /// <summary>Writes that the grain with this key has tried so far.</summary>
    public int WritesOf(string grainKey) => _writes.GetValueOrDefault(grainKey);

    /// <summary>Whether the failure that was armed for the grain has come.</summary>
    public bool HasStruck(string grainKey) => _writes.ContainsKey(grainKey) && !_armed.ContainsKey(grainKey);

    /// <summary>A write is about to begin.</summary>
    public void Count(GrainId grain) => _writes.AddOrUpdate(grain.Key.ToString()!, 1, (_, count) => count + 1);

    public bool Strikes(GrainId grain, Moment moment)
    {
        var key = grain.Key.ToString()!;
        return _armed.TryGetValue(key, out var armed) && armed.Moment == moment && WritesOf(key) >= armed.Write && _armed.TryRemove(key, out _);
    }
}
