using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.Accounts;

/// <summary>Another running session trades the symbol on this account.</summary>
[GenerateSerializer, Immutable, Alias("lease-conflict")]
public sealed record LeaseConflict([property: Id(0)] Symbol Symbol, [property: Id(1)] string Holder);
