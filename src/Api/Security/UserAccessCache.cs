using System.Collections.Concurrent;
using Trading.Domain.Users;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Users;

namespace Trading.Api.Security;

/// <summary>The standing of users for a second: a revocation reaches every process within that time, and a request costs no grain call.</summary>
internal sealed class UserAccessCache(IGrainFactory grains, TimeProvider time)
{
    private const int EntriesMax = 10_000;
    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <returns>Null when there is no such user.</returns>
    public async ValueTask<UserAccess?> Find(string name)
    {
        if (!UserName.IsValid(name))
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (_entries.TryGetValue(name, out var entry) && now - entry.ReadAt is { Ticks: >= 0 } age && age < AgeMax)
        {
            return entry.Access;
        }

        var access = await grains.GetGrain<IUserGrain>(GrainKeys.ForUser(name)).Access();
        if (_entries.Count >= EntriesMax)
        {
            _entries.Clear();
        }

        // Stamped with the time before the question: the answer may be as old as that.
        _entries[name] = new Entry(access, now);
        return access;
    }

    /// <summary>What this process changed itself takes effect in it at once.</summary>
    public void Forget(string name) => _entries.TryRemove(name, out _);

    private sealed record Entry(UserAccess? Access, DateTimeOffset ReadAt);
}
