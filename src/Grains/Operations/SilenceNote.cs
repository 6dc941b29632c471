using Trading.Grains.Abstractions;
using Trading.Grains.Abstractions.Operations;

namespace Trading.Grains.Operations;

/// <summary>A silence that lasts, said again and again to those who keep the list of them. Saying so waits for nobody.</summary>
internal sealed class SilenceNote(string source, DateTimeOffset since, IGrainFactory grains)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly ISilencesGrain _list = grains.GetGrain<ISilencesGrain>(GrainKeys.ForSilences());
    private DateTimeOffset? _toldAt;

    public void Repeat(DateTimeOffset now)
    {
        if (_toldAt is not { } told || now - told >= Period)
        {
            _toldAt = now;
            _list.Note(new Silence(source, since)).Ignore();
        }
    }

    public void End() => _list.End(source).Ignore();
}
