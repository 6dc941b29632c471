using System.Collections.Immutable;
using Trading.Grains.Abstractions.Operations;

namespace Trading.Grains.Operations;

[GrainType("silences")]
internal sealed class SilencesGrain(TimeProvider time) : Grain, ISilencesGrain
{
    private static readonly TimeSpan NotedFor = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (Silence Silence, DateTimeOffset NotedAt)> _silences = new(StringComparer.Ordinal);

    public Task Note(Silence silence)
    {
        // Whoever took over in its midst knows only of the part since then.
        var now = time.GetUtcNow();
        var known = _silences.TryGetValue(silence.Source, out var before) && now - before.NotedAt <= NotedFor && before.Silence.Since < silence.Since;
        _silences[silence.Source] = (known ? before.Silence : silence, now);
        return Task.CompletedTask;
    }

    public Task End(string source)
    {
        _silences.Remove(source);
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<Silence>> List()
    {
        var now = time.GetUtcNow();
        foreach (var (source, silence) in _silences)
        {
            if (now - silence.NotedAt > NotedFor)
            {
                _silences.Remove(source);
            }
        }

        return Task.FromResult<ImmutableArray<Silence>>([.. _silences.Values.Select(silence => silence.Silence).OrderBy(silence => silence.Since)]);
    }
}
