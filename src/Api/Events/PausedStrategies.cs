using System.Collections.Concurrent;
using Trading.Domain.Sessions.Lifecycle;
using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Sessions;

namespace Trading.Api.Events;

/// <summary>Which strategies of a session are paused, as its grain said at most a second ago: many instances of one session are told of at once.</summary>
internal sealed class PausedStrategies(IGrainFactory grains, TimeProvider time)
{
    private const int EntriesMax = 1_000;
    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, (Session? Session, DateTimeOffset ReadAt)> _sessions = new(StringComparer.Ordinal);

    public async ValueTask<bool> Contains(string session, string strategy)
    {
        var now = time.GetUtcNow();
        if (!_sessions.TryGetValue(session, out var known) || now - known.ReadAt is not { Ticks: >= 0 } age || age >= AgeMax)
        {
            known = ((await grains.GetGrain<ISessionGrain>(GrainKeys.ForSession(session)).Find(owner: null))?.Session, now);
            if (_sessions.Count >= EntriesMax)
            {
                _sessions.Clear();
            }

            _sessions[session] = known;
        }

        return known.Session?.IsPaused(strategy) ?? false;
    }
}
