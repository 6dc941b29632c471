using System.Collections.Immutable;
using Trading.Domain.Accounts;
using Trading.Domain.Instruments;
using Trading.Domain.Risk;

namespace Trading.Grains.Abstractions.Accounts;

/// <param name="Name">What the owner calls it; the session's id for an account of a session's own.</param>
/// <param name="Session">The session that it belongs to; null for a named one.</param>
/// <param name="Venue"><c>simulated</c> or the exchange's name.</param>
/// <param name="Clock">Key of the replay clock in lock-step; null for wall time.</param>
/// <param name="InitialBalance">Quote units, above 0.</param>
[GenerateSerializer, Immutable, Alias("account-opening")]
public sealed record AccountOpening(
    [property: Id(0)] string Owner,
    [property: Id(1)] string Name,
    [property: Id(2)] string? Session,
    [property: Id(3)] string Venue,
    [property: Id(4)] string Currency,
    [property: Id(5)] decimal TakerFeeRate,
    [property: Id(6)] RiskLimits Limits,
    [property: Id(7)] decimal InitialBalance,
    [property: Id(8)] string? Clock,
    [property: Id(9)] DateTimeOffset At);

/// <summary>An account as its grain knows it: the durable version at the latest marks.</summary>
[GenerateSerializer, Immutable, Alias("account-view")]
public sealed record AccountView([property: Id(0)] AccountOpening Opening, [property: Id(1)] Account Account);

/// <param name="Refusal">Typed reason when the command was refused; null when it holds.</param>
[GenerateSerializer, Immutable, Alias("account-outcome")]
public sealed record AccountOutcome([property: Id(0)] AccountView Account, [property: Id(1)] string? Refusal);

/// <param name="WantsSlot">Take a signal slot of the session if one is free; the answer says whether the instance has one.</param>
/// <param name="Mark">Of the decision event: the symbol's share of the equity stands on it.</param>
[GenerateSerializer, Immutable, Alias("instance-question")]
public sealed record InstanceQuestion(
    [property: Id(0)] string Session,
    [property: Id(1)] string Instance,
    [property: Id(2)] Symbol Symbol,
    [property: Id(3)] bool WantsSlot,
    [property: Id(4)] decimal Mark,
    [property: Id(5)] DateTimeOffset At);

/// <summary>What an instance needs to know of the account at an evaluation.</summary>
/// <param name="HasSlot">The instance holds a signal slot of its session.</param>
/// <param name="SymbolFree">No other instance holds the symbol.</param>
[GenerateSerializer, Immutable, Alias("instance-footing")]
public sealed record InstanceFooting(
    [property: Id(0)] decimal Equity,
    [property: Id(1)] decimal DayStartEquity,
    [property: Id(2)] bool HasSlot,
    [property: Id(3)] bool SymbolFree);

/// <param name="MaxActiveInstances">Signal slots of the session.</param>
[GenerateSerializer, Immutable, Alias("session-lease")]
public sealed record SessionLease(
    [property: Id(0)] string Session, [property: Id(1)] ImmutableArray<Symbol> Symbols, [property: Id(2)] int MaxActiveInstances);

/// <summary>Another running session trades the symbol on this account.</summary>
[GenerateSerializer, Immutable, Alias("lease-conflict")]
public sealed record LeaseConflict([property: Id(0)] Symbol Symbol, [property: Id(1)] string Holder);
