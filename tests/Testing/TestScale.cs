namespace Trading.Testing;

/// <summary>How large tests run whose size is a matter of time: <c>make test</c> proves the path, <c>make test-long</c> runs the figures that are quoted.</summary>
public static class TestScale
{
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("TRADING_TEST_SCALE") == "long";

    /// <param name="suite">In <c>make test</c>.</param>
    /// <param name="whole">In <c>make test-long</c>.</param>
    public static int Of(int suite, int whole) => IsLong ? whole : suite;
}
