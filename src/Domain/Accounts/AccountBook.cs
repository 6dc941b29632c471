using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;
using Trading.Domain.Instruments;
using Trading.Domain.Outboxes;
using Trading.Domain.Sessions.Results;

namespace Trading.Domain.Accounts;

/// <summary>
/// All that the owner of an account keeps: the account, what sessions hold of it, what it has heard, and what it has to tell.
/// Changed only by <see cref="AccountBookMachine"/>.
/// </summary>
[GenerateSerializer, Immutable, Alias("account-book")]
public sealed record AccountBook
{
    [Id(0)]
    public required AccountOpening Opening { get; init; }

    [Id(1)]
    public required Account Account { get; init; }

    /// <summary>Symbols of running sessions; no symbol is leased twice.</summary>
    [Id(2)]
    public ImmutableArray<SessionLease> Leases { get; init; } = [];

    /// <summary>Instances that hold a signal slot of their session.</summary>
    [Id(3)]
    public ImmutableArray<SignalSlot> Slots { get; init; } = [];

    /// <summary>Last outbox sequence heard of each order that may repeat what it has told.</summary>
    [Id(4)]
    public ImmutableDictionary<string, long> HeardOrders { get; init; } = ImmutableDictionary<string, long>.Empty;

    /// <summary>Keys of the positions that were booked, by symbol.</summary>
    [Id(5)]
    public ImmutableDictionary<string, string> Positions { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Rules of the symbols that were judged, as of the last judgement.</summary>
    [Id(6)]
    public ImmutableDictionary<string, Instrument> Instruments { get; init; } = ImmutableDictionary<string, Instrument>.Empty;

    [Id(7)]
    public ImmutableArray<AccountOutboxEntry> Outbox { get; init; } = [];

    /// <summary>Of the last outbox entry.</summary>
    [Id(8)]
    public long Sequence { get; init; }

    /// <summary>Counts the changes, so that the read model keeps the newest.</summary>
    [Id(9)]
    public long Revision { get; init; }

    /// <summary>Start of the minute whose equity was noted last; null before the first.</summary>
    [Id(10)]
    public DateTimeOffset? EquityNotedAt { get; init; }

    /// <summary>Followed at every evaluation, for the session that has the account for its own: a reset of the kill switch does not begin it anew.</summary>
    [Id(11)]
    public Drawdown? Drawdown { get; init; }

    /// <summary>In lock-step: the last evaluation. One that is asked for again after a crash is known by it.</summary>
    [Id(12)]
    public EvaluationPoint EvaluatedTo { get; init; }

    /// <summary>A difference to the venue's wallet that has not lasted yet; null while there is none.</summary>
    [Id(13)]
    public WalletDrift? WalletDrift { get; init; }

    [JsonIgnore]
    public bool HasRoom => Outbox.Length < OutboxLimits.EntriesMax - OutboxLimits.Headroom;

    /// <summary>The lease of a session; null without one.</summary>
    public SessionLease? LeaseOf(string session) => Leases.FirstOrDefault(lease => string.Equals(lease.Session, session, StringComparison.Ordinal));
}

[GenerateSerializer, Immutable, Alias("signal-slot")]
public readonly record struct SignalSlot([property: Id(0)] string Session, [property: Id(1)] string Instance);
