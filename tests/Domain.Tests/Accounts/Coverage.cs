using System.Collections.Concurrent;

namespace Trading.Domain.Tests.Accounts;

/// <summary>How often a property met its interesting cases: printed, and a class too rare to mean anything fails the test.</summary>
internal sealed class Coverage
{
    private readonly ConcurrentDictionary<string, int> counts = new(StringComparer.Ordinal);
    private int cases;

    public void Case() => Interlocked.Increment(ref cases);

    public void Met(string name, bool isMet = true) => counts.AddOrUpdate(name, isMet ? 1 : 0, (_, count) => count + (isMet ? 1 : 0));

    public void Report(int casesMin)
    {
        foreach (var (name, count) in counts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{name}: {100.0 * count / cases:0.0} % of {cases}"));
        }

        Assert.True(cases >= casesMin, $"{cases} cases, wanted {casesMin}");
        Assert.All(counts, pair => Assert.True(pair.Value * 100L >= cases, $"'{pair.Key}' in only {pair.Value} of {cases} cases"));
    }
}
