namespace Trading.Simulation.Cluster;

internal enum WriteOutcome
{
    Done,

    /// <summary>An exception: whether it was applied is not known.</summary>
    Failed,

    /// <summary>Somebody else wrote since.</summary>
    Conflict,
}
