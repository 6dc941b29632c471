using System.Collections.Concurrent;

namespace Trading.Backtest.Tests.Support;

/// <summary>Counts the classes of generated cases; one that is nearly absent means that the test says nothing about it.</summary>
internal sealed class Coverage(params string[] classes)
{
    private readonly ConcurrentDictionary<string, int> _counts = new(classes.Select(name => KeyValuePair.Create(name, 0)), StringComparer.Ordinal);
    private int _cases;

    public void Case() => Interlocked.Increment(ref _cases);

    public void Count(string name, bool holds)
    {
        Assert.True(_counts.ContainsKey(name), name);
        if (holds)
        {
            _counts.AddOrUpdate(name, 1, (_, count) => count + 1);
        }
    }

    /// <summary>Prints the shares, and fails when one is under 1 %.</summary>
    public void Check()
    {
        var shares = _counts.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, Pct: 100d * entry.Value / _cases)).ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine(
            FormattableString.Invariant($"{_cases} cases: ") + string.Join(", ", shares.Select(share => FormattableString.Invariant($"{share.Key} {share.Pct:0.#} %"))));
        Assert.All(shares, share => Assert.True(share.Pct >= 1d, share.Key));
    }
}
