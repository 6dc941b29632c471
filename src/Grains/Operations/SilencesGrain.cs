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
        _silences[silence.Source] = (silence, time.GetUtcNow());
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
