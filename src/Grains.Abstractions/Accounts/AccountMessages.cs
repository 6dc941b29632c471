using System.Collections.Immutable;
using Trading.Domain.Accounts;
using Trading.Domain.Risk;
using Trading.Domain.Sessions.Results;

namespace Trading.Grains.Abstractions.Accounts;

/// <summary>An account as its grain knows it: the durable version at the latest marks.</summary>
[GenerateSerializer, Immutable, Alias("account-view")]
public sealed record AccountView([property: Id(0)] AccountOpening Opening, [property: Id(1)] Account Account)
{
    /// <summary>Orders, positions or journal have not got all of it yet.</summary>
    [Id(2)]
    public bool HasMoreToTell { get; init; }

    /// <summary>Symbols of running sessions.</summary>
    [Id(3)]
    public ImmutableArray<SessionLease> Leases { get; init; } = [];

    /// <summary>As of the last evaluation, of an account that belongs to one session.</summary>
    [Id(4)]
    public Drawdown? Drawdown { get; init; }
}

/// <summary>The limits before and after one change.</summary>
[GenerateSerializer, Immutable, Alias("limits-changed-outcome")]
public sealed record LimitsOutcome([property: Id(0)] RiskLimits Before, [property: Id(1)] RiskLimits After);

/// <param name="Refusal">Typed reason when the command was refused; null when it holds.</param>
[GenerateSerializer, Immutable, Alias("account-outcome")]
public sealed record AccountOutcome([property: Id(0)] AccountView Account, [property: Id(1)] string? Refusal);
