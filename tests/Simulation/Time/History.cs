using System.Globalization;

namespace Trading.Simulation.Time;

/// <summary>Everything that happened, as one number: two runs of one seed must agree on it.</summary>
internal sealed class History(Agenda agenda)
{
    private const ulong Prime = 1_099_511_628_211;

    private ulong _hash = 14_695_981_039_346_656_037;

    public long Length { get; private set; }

    /// <summary>For a person who looks at a failing seed: receives each line as well.</summary>
    public Action<string>? Trace { get; set; }

    public string Digest => _hash.ToString("x16", CultureInfo.InvariantCulture);

    public void Add(char kind, long first, long second)
    {
        Length++;
        Mix((ulong)agenda.NowMs);
        Mix(kind);
        Mix((ulong)first);
        Mix((ulong)second);
        Trace?.Invoke($"{agenda.NowMs,8} {kind} {first} {second}");
    }

    public void Add(char kind, string subject, long number)
    {
        Length++;
        Mix((ulong)agenda.NowMs);
        Mix(kind);
        foreach (var character in subject)
        {
            Mix(character);
        }

        Mix((ulong)number);
        Trace?.Invoke($"{agenda.NowMs,8} {kind} {subject} {number}");
    }

    public void Note(Func<string> line) => Trace?.Invoke($"{agenda.NowMs,8}   {line()}");

    private void Mix(ulong value)
    {
        unchecked
        {
            _hash = (_hash ^ value) * Prime;
        }
    }
}
