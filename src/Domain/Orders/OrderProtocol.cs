namespace Trading.Domain.Orders;

/// <summary>The times and bounds that the order machine decides by. One set for each venue.</summary>
public sealed record OrderProtocol
{
    /// <summary>Outbox entries above this hold back further fills at the venue until some are acknowledged.</summary>
    public const int OutboxEntriesMax = 1_000;

    /// <summary>History entries kept in the order; the rest is in the journal.</summary>
    public const int HistoryEntriesMax = 50;

    /// <summary>Fills kept in the order, the newest; older ones live on in its sums and in the journal.</summary>
    public const int FillsMax = 1_000;

    /// <summary>Corrections kept in the order, the newest.</summary>
    public const int CorrectionsMax = 50;

    /// <summary>Usual <see cref="RetireAfter"/>: when a sweep wakes an order that is over, so that its receivers forget it though its timer was lost.</summary>
    public static readonly TimeSpan RetirementAge = TimeSpan.FromHours(24);

    /// <summary>From an order's end until it leaves grain storage, told to everybody by then. Its row and its history stay in the read model and the journal.</summary>
    public static readonly TimeSpan StorageAge = TimeSpan.FromDays(30);

    public static readonly TimeSpan TimeoutMin = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan TimeoutMax = TimeSpan.FromHours(24);
    public static readonly TimeSpan TimeoutDefault = TimeSpan.FromSeconds(60);

    /// <summary>How old a signed request may be when it reaches the venue, by the venue's clock.</summary>
    public TimeSpan ReceiveWindow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest distance between our corrected clock and the venue's.</summary>
    public TimeSpan ClockSkewBound { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the venue's queries may lag behind its own truth.</summary>
    public TimeSpan ReadLag { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>An entry that is found unsent goes on only while younger than this.</summary>
    public TimeSpan UnsentAgeMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>First wait before a query or cancel is repeated; doubles with each failure.</summary>
    public TimeSpan RetryDelayMin { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait between repetitions. Kept well under the 15 s within which an order must end once faults are over.</summary>
    public TimeSpan RetryDelayMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From an order's end until it is forgotten by its receivers.</summary>
    public TimeSpan RetireAfter { get; init; } = RetirementAge;

    /// <summary>False where the venue takes no external id for a trigger order, so that it is found by listing.</summary>
    public bool TriggerOrdersCarryOurId { get; init; } = true;

    /// <summary>The venue's own limit on a trigger order's life; null for none.</summary>
    public TimeSpan? TriggerLifetime { get; init; }

    /// <summary>How long before <see cref="TriggerLifetime"/> is over a successor is asked for.</summary>
    public TimeSpan TriggerRenewalLead { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>False in the replay kernel, which hands every <see cref="Tell"/> over at once and needs no outbox.</summary>
    public bool IsDurable { get; init; } = true;

    /// <summary>
    /// False in event time: the venue answers within the moment that asks, so that no time is waited for an answer. A request that a crash may have
    /// cut off is made again with the same words.
    /// </summary>
    public bool IsWatched { get; init; } = true;

    /// <summary>For the replay kernel: the same machine, its effects interpreted synchronously.</summary>
    public static OrderProtocol Replay { get; } = new() { IsDurable = false, IsWatched = false };

    /// <summary>For grains that a replay clock drives: once a moment is over nothing of it is repeated, so what is over may be forgotten.</summary>
    public static OrderProtocol LockStep { get; } = new() { IsWatched = false, RetireAfter = TimeSpan.Zero };

    /// <summary>So long after it was sent, a request can no longer turn up in the venue's answers.</summary>
    public TimeSpan AbsenceAge => ReceiveWindow + ClockSkewBound + ReadLag;

    /// <summary>The last moment at which a request sent at <paramref name="sendAt"/> can still turn up in the venue's answers.</summary>
    internal DateTimeOffset AbsenceHorizon(DateTimeOffset sendAt) => sendAt + AbsenceAge;
}
