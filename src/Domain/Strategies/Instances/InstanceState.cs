using System.Text.Json.Serialization;
using Orleans;

namespace Trading.Domain.Strategies.Instances;

/// <summary>The durable part of an instance. Changes at transitions and news only, never at a mere event.</summary>
[GenerateSerializer, Immutable, Alias("instance-state")]
public sealed record InstanceState
{
    [Id(0)]
    public InstanceStatus Status { get; init; }

    [Id(1)]
    public DateTimeOffset Since { get; init; }

    /// <summary>Number of the newest signal; 0 before the first.</summary>
    [Id(2)]
    public long SignalNumber { get; init; }

    /// <summary>When the newest signal was raised.</summary>
    [Id(3)]
    public DateTimeOffset SignaledAt { get; init; }

    [Id(4)]
    public decimal SignalPrice { get; init; }

    /// <summary>Only in Cooldown.</summary>
    [Id(5)]
    public DateTimeOffset? CooldownUntil { get; init; }

    [Id(6)]
    public InstanceOrder? Entry { get; init; }

    [Id(7)]
    public InstanceOrder? Step { get; init; }

    /// <summary>The newest closing order of this signal.</summary>
    [Id(8)]
    public InstanceOrder? Closing { get; init; }

    /// <summary>Why the position is being left, or was; null while nothing speaks against it.</summary>
    [Id(9)]
    public string? ExitReason { get; init; }

    /// <summary>The section that cancelled the entry, for the cooldown after it.</summary>
    [Id(10)]
    public string? EntryCanceledBy { get; init; }

    /// <summary>The position has been seen open, so seeing it flat means that it closed.</summary>
    [Id(11)]
    public bool PositionSeen { get; init; }

    /// <summary>The round trip that ended since the position was last seen open.</summary>
    [Id(12)]
    public PositionClosed? Closed { get; init; }

    [Id(13)]
    public long LastRoundTrip { get; init; }

    /// <summary>Take-profit steps that are over.</summary>
    [Id(14)]
    public int StepsDone { get; init; }

    /// <summary>Base units closed by steps of this position.</summary>
    [Id(15)]
    public decimal StepsFilled { get; init; }

    /// <summary>Orders of the current step that ended short of their quantity.</summary>
    [Id(16)]
    public int StepAttempts { get; init; }

    /// <summary>Closing orders of this position that ended and left it open.</summary>
    [Id(17)]
    public int CloseAttempts { get; init; }

    /// <summary>No closing or step order before this time.</summary>
    [Id(18)]
    public DateTimeOffset? RetryAt { get; init; }

    [Id(20)]
    public bool IsPaused { get; init; }

    /// <summary>A fill of an entry that was thought to be over has arrived.</summary>
    [Id(21)]
    public bool LateFill { get; init; }

    [Id(22)]
    public InstanceCounters Counters { get; init; } = InstanceCounters.Zero;

    /// <summary>Ordinal of the next closing order of this signal.</summary>
    [Id(23)]
    public int CloseOrdinal { get; init; }

    /// <summary>Step orders of this signal so far.</summary>
    [Id(24)]
    public int StepOrders { get; init; }

    /// <summary>Ordinal of a step's first order: above 0 once a late fill has made the signal's steps begin anew.</summary>
    [Id(25)]
    public int StepOrdinalBase { get; init; }

    [JsonIgnore]
    public bool EntryWorks => Entry is { Works: true };

    [JsonIgnore]
    public bool StepWorks => Step is { Works: true };

    [JsonIgnore]
    public bool ClosingWorks => Closing is { Works: true };

    /// <summary>The evaluation that asked for the entry; its transition is made once risk has answered.</summary>
    [Id(19)]
    public PendingEntry? Pending { get; init; }

    public static InstanceState Start(DateTimeOffset at) => new() { Status = InstanceStatus.Watching, Since = at };

    /// <summary>One of the orders that the next decision may look at.</summary>
    public bool Names(string orderId) => Entry?.Id == orderId || Step?.Id == orderId || Closing?.Id == orderId;
}
