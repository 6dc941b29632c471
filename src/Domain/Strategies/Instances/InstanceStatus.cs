namespace Trading.Domain.Strategies.Instances;

/// <summary>State of one running instance (spec: strategies, Instance).</summary>
public enum InstanceStatus : byte
{
    Watching = 0,
    Signaled = 1,

    /// <summary>Exactly one entry order works.</summary>
    Entering = 2,
    InPosition = 3,

    /// <summary>A closing order works, or the next is due.</summary>
    Exiting = 4,
    Cooldown = 5,
    Stopped = 6,

    /// <summary>Its own evaluation threw; closes what it holds and waits for a stop or a resume.</summary>
    Faulted = 7,
}
