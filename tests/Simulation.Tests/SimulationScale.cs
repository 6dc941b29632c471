namespace Trading.Simulation.Tests;

/// <summary>How much is run: enough to prove the path in the suite, what the figures are quoted from in the long run.</summary>
internal static class SimulationScale
{
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("TRADING_TEST_SCALE") == "long";

    public static int Orders => IsLong ? 1_000_000 : 100_000;

    /// <summary>Least number of times that each fault must have struck.</summary>
    public static int FaultsMin => IsLong ? 1_000 : 20;
}
