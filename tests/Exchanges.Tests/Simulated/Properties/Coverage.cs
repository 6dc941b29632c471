using System.Collections.Concurrent;

namespace Trading.Exchanges.Tests.Simulated.Properties;

/// <summary>How many of the generated cases met each interesting class; one met by under 1 % says nothing and fails.</summary>
internal sealed class Coverage(params string[] classes)
{
    private readonly ConcurrentDictionary<string, long> _met = new(classes.Select(name => KeyValuePair.Create(name, 0L)), StringComparer.Ordinal);
    private long _cases;

    public void Add(IEnumerable<string> met)
    {
        Interlocked.Increment(ref _cases);
        foreach (var name in met.Distinct(StringComparer.Ordinal))
        {
            _met.AddOrUpdate(name, 1, (_, count) => count + 1);
        }
    }

    public void Check(long casesMin)
    {
        Assert.True(_cases >= casesMin, $"{_cases} cases, {casesMin} wanted.");
        foreach (var (name, count) in _met.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {100.0 * count / _cases:F1} % of {_cases}");
        }

        Assert.Empty(_met.Where(entry => entry.Value * 100 < _cases).Select(entry => entry.Key));
    }
}
