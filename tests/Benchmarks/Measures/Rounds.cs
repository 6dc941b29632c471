namespace Trading.Benchmarks.Measures;

/// <summary>Subjects run in turn, round after round, so that what disturbs the machine disturbs them alike. Ratios are taken within a round.</summary>
internal sealed class Rounds
{
    private readonly List<Timing[]> _rounds = [];

    private Rounds(int subjects) => Subjects = subjects;

    public int Subjects { get; }

    /// <param name="warmUps">Rounds that are thrown away: compilation happens there.</param>
    public static Rounds Of(int rounds, int warmUps, params Action[] subjects)
    {
        var result = new Rounds(subjects.Length);
        for (var round = -warmUps; round < rounds; round++)
        {
            var timings = subjects.Select(Timing.Of).ToArray();
            if (round >= 0)
            {
                result._rounds.Add(timings);
            }
        }

        return result;
    }

    public double WallNs(int subject) => Median(_rounds.Select(round => round[subject].WallNs));

    public double CpuNs(int subject) => Median(_rounds.Select(round => round[subject].CpuNs));

    public double Bytes(int subject) => Median(_rounds.Select(round => (double)round[subject].Bytes));

    /// <summary>How much faster the one is than the other by the wall.</summary>
    public double Speed(int subject, int reference) => Median(_rounds.Select(round => round[reference].WallNs / round[subject].WallNs));

    /// <summary>The same by processor time.</summary>
    public double CpuSpeed(int subject, int reference) => Median(_rounds.Select(round => round[reference].CpuNs / round[subject].CpuNs));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
