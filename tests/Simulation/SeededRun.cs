using Trading.Simulation.Checking;
using Trading.Simulation.Cluster;
using Trading.Simulation.Evidence;

namespace Trading.Simulation;

/// <summary>What one run came to.</summary>
/// <param name="Digest">Of the whole history.</param>
internal sealed record SeededRun(
    ulong Seed, IReadOnlyList<string> Violations, string Digest, long Events, int Orders, long[] FaultCounts, long[] Kills, EvidenceLog Evidence)
{
    public int CrashPoints { get; private init; }

    /// <summary>Where the fatal crash point was; null when there was none.</summary>
    public CrashPoint? Struck { get; private init; }

    public static SeededRun Of(ulong seed, Action<string>? trace = null) =>
        Of(seed, new WorldOptions { Trace = trace, Retires = seed % 4 == 0 });

    public static SeededRun Of(ulong seed, WorldOptions options)
    {
        var world = new World(seed, options);
        try
        {
            world.Run();
        }
        catch (Exception error) when (error is Domain.InvariantException or InvalidOperationException or ArgumentException or NullReferenceException)
        {
            world.Evidence.Exceptions.Add($"{error.GetType().Name} at {world.NowMs}: {error.Message} {error.StackTrace?.Split('\n')[0]}");
            EvidenceGathering.Gather(world);
        }

        return new SeededRun(
            seed, new Checker(world.Evidence).Check(), world.History.Digest, world.History.Length, world.Evidence.Orders.Count, world.Injector.Counts,
            world.Orders.Kills, world.Evidence)
        {
            CrashPoints = world.CrashPoints.Count,
            Struck = world.CrashPoints.Struck,
        };
    }
}
