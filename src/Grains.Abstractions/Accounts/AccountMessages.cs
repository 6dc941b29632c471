using System.Collections.Immutable;
using Trading.Domain.Accounts;

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
}

/// <param name="Refusal">Typed reason when the command was refused; null when it holds.</param>
[GenerateSerializer, Immutable, Alias("account-outcome")]
public sealed record AccountOutcome([property: Id(0)] AccountView Account, [property: Id(1)] string? Refusal);
