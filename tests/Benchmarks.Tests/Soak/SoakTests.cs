using Trading.Benchmarks.Soak;

namespace Trading.Benchmarks.Tests.Soak;

public sealed class SoakTests(ITestOutputHelper output)
{
    private const double GrowthMaxMebibytes = 2;

    /// <summary>Under less load than this nothing would show.</summary>
    private const int OrdersMin = 1_000;

    [Fact]
    public async Task Ten_minutes_under_load_leave_nothing_behind()
    {
        var plan = SoakPlan.Short;

        var result = await SoakMeasure.RunAsync(plan, output.WriteLine);

        var before = result.At(plan.Baseline);
        Assert.Equal(plan.Duration, result.Last.At);
        Assert.InRange(result.Orders, OrdersMin, int.MaxValue);
        Assert.Empty(result.Broken);
        Assert.Empty(result.Last.DifferencesFrom(before));
        Assert.InRange((result.Last.HeapBytes - before.HeapBytes) / SoakSample.Mebibyte, double.MinValue, GrowthMaxMebibytes);
    }
}
