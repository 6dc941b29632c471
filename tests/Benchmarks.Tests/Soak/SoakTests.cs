using Trading.Benchmarks.Soak;

namespace Trading.Benchmarks.Tests.Soak;

/// <summary>The short form of <c>make soak</c>: the service under half of the load that it can bear, for ten minutes.</summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    private const long GrowthMax = 2 * 1024 * 1024;
    private const int OrdersMin = 1_000;

    [Fact]
    public async Task Nothing_that_the_service_holds_at_rest_grows()
    {
        var plan = SoakPlan.Short;

        var result = await SoakMeasure.RunAsync(plan, output.WriteLine);

        var (first, last) = (result.At(plan.Baseline), result.Last);
        Assert.Equal(plan.Duration, last.At);
        Assert.True(result.Orders > OrdersMin, $"{result.Orders} orders are no load.");
        Assert.Empty(result.Broken);
        Assert.Empty(last.DifferencesFrom(first));
        Assert.True(last.HeapBytes - first.HeapBytes <= GrowthMax, $"The heap grew by {(last.HeapBytes - first.HeapBytes) / SoakSample.Mebibyte:0.00} MiB.");
    }
}
