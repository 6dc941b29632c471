using System.Collections.Immutable;
using Trading.Domain.Outboxes;
using Trading.Domain.Risk;

namespace Trading.Domain.Accounts;

/// <summary>The answer of an account's book. Nothing of it is told before <paramref name="After"/> is durable.</summary>
/// <param name="Acknowledge">To be sent once durable; null when the sender is to keep what it has.</param>
/// <param name="Verdict">Of a judgement.</param>
/// <param name="Refusal">Typed reason when a command was refused.</param>
/// <param name="Footing">Of an instance's question.</param>
/// <param name="Conflict">Of a gate that stays shut because a symbol is leased.</param>
/// <param name="OpenEntries">Of a closed gate: the session's approved entries that are not over.</param>
public sealed record AccountBookDecision(
    AccountBook After,
    Durability Durability,
    Acknowledgement? Acknowledge = null,
    RiskVerdict? Verdict = null,
    string? Refusal = null,
    InstanceFooting? Footing = null,
    LeaseConflict? Conflict = null,
    ImmutableArray<OpenEntry> OpenEntries = default);
