using System.Collections.Immutable;
using Orleans;
using Trading.Domain.Instruments;

namespace Trading.Domain.Accounts;

/// <param name="MaxActiveInstances">Signal slots of the session.</param>
[GenerateSerializer, Immutable, Alias("session-lease")]
public sealed record SessionLease(
    [property: Id(0)] string Session, [property: Id(1)] ImmutableArray<Symbol> Symbols, [property: Id(2)] int MaxActiveInstances);
