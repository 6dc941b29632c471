using System.Collections.Concurrent;
using System.Globalization;

namespace Trading.Domain.Tests.Orders;

/// <summary>Counts which interesting classes the generated cases fell into: a class that hardly came says nothing.</summary>
internal sealed class CaseCoverage(params string[] classes)
{
    private const double ShareMin = 0.01;

    private readonly ConcurrentDictionary<string, int> _counts = new(classes.Select(name => KeyValuePair.Create(name, 0)), StringComparer.Ordinal);
    private int _cases;

    public void Count(params ReadOnlySpan<(string Class, bool IsIn)> found)
    {
        Interlocked.Increment(ref _cases);
        foreach (var (name, isIn) in found)
        {
            if (isIn)
            {
                _counts.AddOrUpdate(name, _ => throw new InvalidOperationException($"Unknown class {name}."), (_, count) => count + 1);
            }
        }
    }

    /// <summary>Prints the shares and fails when one is under 1 %.</summary>
    public void Show(ITestOutputHelper output, int casesMin)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_cases} cases"));
        foreach (var (name, count) in _counts.OrderByDescending(pair => pair.Value))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{100d * count / _cases,6:0.0} % {name}"));
        }

        Assert.True(_cases >= casesMin, $"{_cases} cases");
        Assert.All(_counts, pair => Assert.True(pair.Value >= ShareMin * _cases, $"{pair.Key}: {pair.Value} of {_cases}"));
    }
}
