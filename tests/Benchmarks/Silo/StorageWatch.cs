using System.Collections.Concurrent;

namespace Trading.Benchmarks.Silo;

/// <summary>Counts what a silo writes, and tells of each state that has become durable.</summary>
internal sealed class StorageWatch
{
    private const string Reminders = "reminders";

    private readonly ConcurrentDictionary<string, long> _writes = new(StringComparer.Ordinal);

    /// <summary>Writes so far, by the name of the state; reminders among them.</summary>
    public IReadOnlyDictionary<string, long> Writes => _writes.ToDictionary(StringComparer.Ordinal);

    /// <summary>Asked before a state is written, with its name and itself; what it gives is called once the write stands.</summary>
    public Func<string, object?, Action?>? Writing { get; set; }

    public async Task WriteAsync(string name, object? state, Func<Task> write)
    {
        var written = Writing?.Invoke(name, state);
        await write();
        Count(name);
        written?.Invoke();
    }

    public async Task<T> RemindAsync<T>(Func<Task<T>> write)
    {
        var result = await write();
        Count(Reminders);
        return result;
    }

    private void Count(string name) => _writes.AddOrUpdate(name, 1, (_, count) => count + 1);
}
