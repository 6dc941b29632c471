using System.Collections.Immutable;
using Trading.Domain.Positions;
using Trading.Domain.Strategies.Instances;
using Trading.Grains.Abstractions.Strategies;

namespace Trading.Grains.Strategies;

/// <summary>What the grain of an instance keeps.</summary>
[GenerateSerializer, Alias("instance-grain-state")]
public sealed class InstanceGrainState
{
    /// <summary>Null until the instance is started.</summary>
    [Id(0)]
    public InstanceSetup? Setup { get; set; }

    /// <summary>State and memory of the machine after the last event before <see cref="Next"/>.</summary>
    [Id(1)]
    public InstanceSnapshot? Snapshot { get; set; }

    /// <summary>Number of the first event of the market's stream that the snapshot does not know.</summary>
    [Id(2)]
    public long Next { get; set; }

    /// <summary>What was asked for and not answered yet, oldest first: repeated with the same words until it is.</summary>
    [Id(3)]
    public ImmutableArray<PendingOrder> Pending { get; set; } = [];

    /// <summary>What was last heard of the position; null before the first.</summary>
    [Id(4)]
    public PositionDelivery? Position { get; set; }

    /// <summary>Marks seen since the first fill of the open round trip, as of the last write.</summary>
    [Id(5)]
    public MarkRange Marks { get; set; }

    /// <summary>What was heard of each order, until the order is forgotten.</summary>
    [Id(6)]
    public Dictionary<string, HeardOrder> Orders { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The transition that led to the state; null before the first.</summary>
    [Id(7)]
    public InstanceTransition? Why { get; set; }

    /// <summary>What the journal has not got yet, oldest first.</summary>
    [Id(8)]
    public ImmutableArray<InstanceRecord> Records { get; set; } = [];

    /// <summary>Of the newest record; 0 before the first.</summary>
    [Id(9)]
    public long RecordSequence { get; set; }

    /// <summary>Cancels that were decided and may not have been asked for yet.</summary>
    [Id(10)]
    public ImmutableArray<PendingCancel> Cancels { get; set; } = [];
}
